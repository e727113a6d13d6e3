package io.camelkinesis.checkpointed.proof;

import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.KeyedSending.Read;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G10 through the component, with threads: whatever share of the records is rejected, order holds and nothing is twice. */
class PutOrderRouteProofTest {

    private static final int THREADS = 16;
    private static final int KEYS = 1_000;
    private static final int PER_KEY = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5})
    void inOrderAndOnceWhateverIsRejected(double rejected) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.builder()
                .throttling(false)
                .faults(FaultPlan.seeded(5)
                        .recordRejected(rejected)
                        .throttled(0.01)
                        .only(Operation.PUT_RECORDS)
                        .build())
                .build();
        kinesis.createStream("orders", 4);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.start();
            KeyedSending sending =
                    new KeyedSending(camel, "kinesis-cp:orders?retryDelay=1&maxRetryDelay=20", KEYS, PER_KEY);
            sending.start(THREADS);
            await().atMost(PATIENCE).until(sending::isDone);
            sending.assertEachCompletedOnce();
            sending.assertOnceAndInOrder(kinesis.records("orders").stream()
                    .map(record -> new Read(record.partitionKey(), record.text()))
                    .toList());
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE producer.1 through the component: %d threads, %d keys of %d records, %.0f %% rejected: %d sent in"
                            + " %d requests, per key in order, none twice, each exchange completed once%n",
                    THREADS,
                    KEYS,
                    PER_KEY,
                    100 * rejected,
                    sending.attempts.get(),
                    kinesis.calls(Operation.PUT_RECORDS));
        }
    }
}
