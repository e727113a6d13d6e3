// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.junit.FreshStream;
import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** G1 and G11: one bad record of a batch is found, and passed over only when the dead letter endpoint has it. */
@KinesisTest
class DeadLetterProofTest {

    private static final int RECORDS = 500;
    private static final int BAD = 317;
    private static final int REFUSALS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> dead = new ConcurrentLinkedQueue<>();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicBoolean accepting = new AtomicBoolean();

    @Test
    void oneBadRecordOfABatch(TestKinesis kinesis, @FreshStream String stream) throws Exception {
        List<StoredRecord> put = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            put.add(kinesis.model().put(stream, "key-" + i % 50, text(i)));
        }
        StoredCheckpoints stored = new StoredCheckpoints(kinesis.dynamoDb(), stream + "-leases", stream);
        SequenceNumber below = put.get(BAD - 1).sequence();
        SequenceNumber last = put.get(RECORDS - 1).sequence();

        try (DefaultCamelContext camel = new DefaultCamelContext();
                CheckpointWatch watch = new CheckpointWatch(stored)) {
            start(camel, kinesis, stream);
            await().atMost(PATIENCE)
                    .until(() -> refused.get() >= REFUSALS && stored.read().containsValue(below));
            assertThat(watch.highest())
                    .as("while the dead letter endpoint refuses")
                    .isEqualTo(below);
            assertThat(dead).isEmpty();

            accepting.set(true);
            await().atMost(PATIENCE).until(() -> stored.read().containsValue(last));
            watch.assertWatching();
            assertThat(watch.wentBack()).isEmpty();
        }
        assertThat(dead).containsExactly(text(BAD));
        assertThat(done).hasSize(RECORDS - 1);
        assertThat(new HashSet<>(done)).hasSize(RECORDS - 1).doesNotContain(text(BAD));
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.5 one bad record of a batch of %d: %d done once, in %d batches, 1 in the dead letter"
                        + " endpoint, which refused %d times with the checkpoint one below the record; it passed only then%n",
                RECORDS,
                done.size(),
                batches.get(),
                refused.get());
    }

    private static String text(int number) {
        return "record " + number;
    }

    private void start(DefaultCamelContext camel, TestKinesis kinesis, String stream) throws Exception {
        camel.getRegistry().bind("kinesis", kinesis.client());
        camel.getRegistry().bind("dynamoDb", kinesis.dynamoDb());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("kinesis-cp:" + stream + "?leaseTable=" + stream + "-leases&leaseTableCreate=true&batchSize="
                                + RECORDS
                                + "&batchOnFailure=BISECT&onFailure=DEAD_LETTER&deadLetterUri=direct:dead&commitPeriod=20"
                                + "&replayDelay=50&maxReplayDelay=50&pollInterval=200&maxPollInterval=200")
                        .process(DeadLetterProofTest.this::work);
                from("direct:dead").process(DeadLetterProofTest.this::bury);
            }
        });
        camel.start();
    }

    /** All or nothing, as a write of a whole batch to a database would be. */
    private void work(Exchange exchange) {
        batches.incrementAndGet();
        List<String> texts = new ArrayList<>();
        for (Object inner : exchange.getMessage().getBody(List.class)) {
            texts.add(((Exchange) inner).getMessage().getBody(String.class));
        }
        if (texts.contains(text(BAD))) {
            throw new IllegalArgumentException("This batch cannot be written");
        }
        done.addAll(texts);
    }

    private void bury(Exchange exchange) {
        if (!accepting.get()) {
            refused.incrementAndGet();
            throw new IllegalStateException("The dead letter endpoint does not accept yet");
        }
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        assertThat(headers).containsEntry("CamelKinesisCpDeadLetterReason", "FAILED");
        dead.add(exchange.getMessage().getBody(String.class));
    }
}
