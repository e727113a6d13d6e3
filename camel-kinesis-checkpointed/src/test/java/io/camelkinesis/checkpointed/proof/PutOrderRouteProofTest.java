// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.KeyedSending.Read;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G10 through the component, with threads: order holds, and nothing is twice whose outcome was known. */
class PutOrderRouteProofTest {

    private static final int THREADS = 16;
    private static final int KEYS = 1_000;
    private static final int PER_KEY = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5})
    void inOrderAndOnceWhateverIsRejected(double rejected) throws Exception {
        FaultPlan faults = FaultPlan.seeded(5)
                .recordRejected(rejected)
                .throttled(0.01)
                .only(Operation.PUT_RECORDS)
                .build();
        send(faults, (sending, kinesis) -> {
            sending.assertOnceAndInOrder(read(kinesis));
            return String.format(Locale.ROOT, "%.0f %% rejected: per key in order, none twice", 100 * rejected);
        });
    }

    @Test
    void inOrderWhenRequestsAndAnswersAreLost() throws Exception {
        FaultPlan faults = FaultPlan.seeded(6)
                .recordRejected(0.1)
                .requestLost(0.05)
                .replyLost(0.05)
                .internalFailure(0.05)
                .only(Operation.PUT_RECORDS)
                .build();
        send(faults, (sending, kinesis) -> {
            sending.assertInOrder(read(kinesis));
            return String.format(
                    Locale.ROOT,
                    "10 %% rejected, 5 %% each of requests lost, answers lost, requests failed: per key in order, %d records"
                            + " twice or more, each before what follows it",
                    kinesis.records("orders").size() - sending.records());
        });
    }

    /** What must hold, and what the figure says of it. */
    private interface Check {
        String figure(KeyedSending sending, InMemoryKinesis kinesis);
    }

    private static void send(FaultPlan faults, Check check) throws Exception {
        InMemoryKinesis kinesis =
                InMemoryKinesis.builder().throttling(false).faults(faults).build();
        kinesis.createStream("orders", 4);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.start();
            KeyedSending sending =
                    new KeyedSending(camel, "kinesis-cp:orders?retryDelay=1&maxRetryDelay=20", KEYS, PER_KEY);
            sending.start(THREADS);
            await().atMost(PATIENCE).until(sending::isDone);
            sending.assertEachCompletedOnce();
            String held = check.figure(sending, kinesis);
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE producer.1 through the component: %d threads, %d keys of %d records, %s; %d sent in %d requests,"
                            + " each exchange completed once%n",
                    THREADS,
                    KEYS,
                    PER_KEY,
                    held,
                    sending.attempts.get(),
                    kinesis.calls(Operation.PUT_RECORDS));
        }
    }

    private static List<Read> read(InMemoryKinesis kinesis) {
        return kinesis.records("orders").stream()
                .map(record -> new Read(record.partitionKey(), record.text()))
                .toList();
    }
}
