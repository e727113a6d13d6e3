// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.HeldKinesis;
import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.KinesisCheckpointedEndpoint;
import io.camelkinesis.checkpointed.ProducerFullException;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** G9: while Kinesis does not answer, no more is held than maxPendingBytes, and all completes when it comes back. */
class BlockedKinesisProofTest {

    private static final int THREADS = 16;
    private static final int EACH = 400;
    private static final int SIZE = 1_000;
    private static final long ROOM = 256 << 10;
    private static final int REFUSED = 20_000;
    private static final long FLAT_BYTES = 8 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final HeldKinesis held = new HeldKinesis(kinesis.client());
    private final DefaultCamelContext camel = new DefaultCamelContext();

    /** Sends exchanges without waiting for them to complete, and counts how they do. */
    private final class Sending {
        private final KinesisCheckpointedEndpoint endpoint;
        private final AsyncProducer producer;
        private final AtomicInteger handedOver = new AtomicInteger();
        private final AtomicInteger put = new AtomicInteger();
        private final AtomicInteger full = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        private Sending(String uri) throws Exception {
            endpoint = camel.getEndpoint(uri, KinesisCheckpointedEndpoint.class);
            producer = endpoint.createAsyncProducer();
            camel.addService(producer);
        }

        private void send(String key) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(new byte[SIZE - key.length()]);
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, key);
            producer.process(exchange, sync -> count(exchange.getException()));
            handedOver.incrementAndGet();
        }

        private void count(Exception failure) {
            (failure == null ? put : failure instanceof ProducerFullException ? full : failed).incrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        held.release();
        camel.stop();
    }

    @Test
    void aBlockedKinesis() throws Exception {
        kinesis.createStream("orders", 4);
        kinesis.createStream("others", 4);
        camel.getRegistry().bind("kinesis", held);
        camel.start();
        Sending waiting = new Sending("kinesis-cp:orders?maxPendingBytes=" + ROOM);
        Sending refusing = new Sending("kinesis-cp:others?whenFull=FAIL&maxPendingBytes=" + ROOM);

        List<Thread> senders = start(waiting);
        await().atMost(PATIENCE)
                .until(() -> senders.stream().allMatch(sender -> sender.getState() == Thread.State.WAITING));
        long pending = waiting.endpoint.getPendingBytes();
        int entered = waiting.handedOver.get();
        assertThat(pending).isBetween(ROOM - SIZE, ROOM);

        refuse(refusing, 1_000);
        long heapBefore = usedHeap();
        refuse(refusing, REFUSED);
        long grown = usedHeap() - heapBefore;
        assertThat(grown).as("growth of the heap").isLessThan(FLAT_BYTES);
        assertThat(refusing.endpoint.getPendingBytes()).isLessThanOrEqualTo(ROOM);
        assertThat(waiting.endpoint.getPendingBytes()).isEqualTo(pending);
        assertThat(waiting.handedOver).hasValue(entered);
        assertThat(waiting.put.get() + refusing.put.get()).isZero();
        int refused = refusing.full.get();

        held.release();
        int all = THREADS * EACH;
        int within = refusing.handedOver.get() - refused;
        await().atMost(PATIENCE).until(() -> waiting.put.get() == all && refusing.put.get() == within);
        assertThat(waiting.failed.get() + refusing.failed.get() + waiting.full.get())
                .isZero();
        assertThat(kinesis.records("orders").stream().map(StoredRecord::partitionKey))
                .hasSize(all)
                .doesNotHaveDuplicates();
        assertThat(kinesis.records("others")).hasSize(within);
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.6 while Kinesis was blocked %d threads waited with %d of %d bytes pending; told to fail,"
                        + " %d exchanges failed and the heap grew by %.1f MiB; back again, all %d of the threads and the"
                        + " %d pending others completed, once each%n",
                THREADS,
                pending,
                ROOM,
                refused,
                Math.max(grown, 0) / 1048576.0,
                all,
                within);
    }

    private List<Thread> start(Sending sending) {
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            String name = "key-" + t + "-";
            Thread sender = new Thread(() -> {
                for (int i = 0; i < EACH; i++) {
                    sending.send(name + i);
                }
            });
            sender.start();
            senders.add(sender);
        }
        return senders;
    }

    /** Sends until so many more have been refused. */
    private static void refuse(Sending sending, int count) {
        int before = sending.full.get();
        for (int i = 0; i < count + ROOM / SIZE; i++) {
            sending.send("key-" + i);
        }
        await().atMost(PATIENCE).until(() -> sending.full.get() - before >= count);
        await().atMost(PATIENCE)
                .until(() -> sending.handedOver.get() - sending.full.get() == sending.endpoint.getPendingRecords());
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
