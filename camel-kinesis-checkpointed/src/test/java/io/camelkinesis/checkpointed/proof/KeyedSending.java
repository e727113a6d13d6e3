// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.KinesisCheckpointedEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Threads that send numbered records of keys of their own, as fast as there is room, without waiting for them to complete;
 * counts completions.
 */
final class KeyedSending {

    private final KinesisCheckpointedEndpoint endpoint;
    private final AsyncProducer producer;
    private final int keys;
    private final int perKey;
    private final Map<String, AtomicInteger> completions = new ConcurrentHashMap<>();
    final AtomicInteger put = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger attempts = new AtomicInteger();

    KeyedSending(DefaultCamelContext camel, String uri, int keys, int perKey) throws Exception {
        this.endpoint = camel.getEndpoint(uri, KinesisCheckpointedEndpoint.class);
        this.producer = endpoint.createAsyncProducer();
        this.keys = keys;
        this.perKey = perKey;
        camel.addService(producer);
    }

    int records() {
        return keys * perKey;
    }

    /** Starts so many threads; a key belongs to one of them. */
    void start(int threads) {
        for (int i = 0; i < threads; i++) {
            int own = i;
            Thread sender = new Thread(() -> send(own, threads), "sender-" + i);
            sender.setDaemon(true);
            sender.start();
        }
    }

    private void send(int first, int step) {
        for (int number = 0; number < perKey; number++) {
            for (int key = first; key < keys; key += step) {
                send("key-" + key, number);
            }
        }
    }

    private void send(String key, int number) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(Integer.toString(number));
        exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, key);
        AtomicInteger completed = new AtomicInteger();
        completions.put(key + "/" + number, completed);
        producer.process(exchange, sync -> {
            completed.incrementAndGet();
            if (exchange.getException() == null) {
                attempts.addAndGet(
                        exchange.getMessage().getHeader(KinesisCheckpointedConstants.ATTEMPTS, 0, int.class));
                put.incrementAndGet();
            } else {
                failed.incrementAndGet();
            }
        });
    }

    boolean isDone() {
        return put.get() + failed.get() >= records();
    }

    void assertEachCompletedOnce() {
        assertThat(failed).hasValue(0);
        assertThat(put).hasValue(records());
        assertThat(completions).hasSize(records());
        assertThat(completions.values()).allMatch(count -> count.get() == 1);
        assertThat(endpoint.getPendingRecords()).isZero();
    }

    /** A record as it was read back. */
    record Read(String key, String body) {}

    /** All records of each key, once each, in the order of sending. */
    void assertOnceAndInOrder(List<Read> read) {
        assertThat(read).hasSize(records());
        assertInOrder(read);
    }

    /** All records of each key in the order of sending; what is repeated stands before what follows it. */
    void assertInOrder(List<Read> read) {
        Map<String, List<Integer>> byKey = new TreeMap<>();
        read.forEach(record ->
                byKey.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(Integer.valueOf(record.body())));
        assertThat(byKey).hasSize(keys);
        byKey.forEach((key, numbers) -> {
            int expected = 0;
            for (int number : numbers) {
                assertThat(number).as("%s: %s", key, numbers).isBetween(expected - 1, expected);
                expected = number + 1;
            }
            assertThat(expected).as(key).isEqualTo(perKey);
        });
    }
}
