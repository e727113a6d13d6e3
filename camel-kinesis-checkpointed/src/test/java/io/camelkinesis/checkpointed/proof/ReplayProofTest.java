// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.RecordingRoute.Delivered;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.junit.FreshStream;
import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** G1 and G2: a record that always fails holds its checkpoint and its key, and nothing else. */
@KinesisTest
class ReplayProofTest {

    private static final int WINDOW = 50;
    private static final int BEFORE = 10;
    private static final int OTHERS = 200;
    private static final int REPLAYS_TO_SEE = 8;
    private static final int STARTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BAD_KEY = "bad";
    private static final String FAILING = "always fails";

    private final AtomicBoolean healed = new AtomicBoolean();

    @Test
    void aRecordThatAlwaysFailsIsNeverPassedOver(TestKinesis kinesis, @FreshStream String stream) throws Exception {
        List<StoredRecord> put = putAll(kinesis, stream);
        SequenceNumber below = put.get(BEFORE - 1).sequence();
        StoredCheckpoints stored = new StoredCheckpoints(kinesis.dynamoDb(), stream + "-leases", stream);
        String uri = "kinesis-cp:" + stream + "?leaseTable=" + stream + "-leases&leaseTableCreate=true&ordering=KEY"
                + "&checkpointLimit=" + WINDOW + "&commitPeriod=20&replayDelay=20&maxReplayDelay=50&drainTimeout=200"
                + "&pollInterval=200&maxPollInterval=200&consumerThreads=1";

        int failures = 0;
        try (CheckpointWatch watch = new CheckpointWatch(stored)) {
            for (int start = 0; start < STARTS; start++) {
                // a route of its own each time, as a new process would have it, and stopped and started in between
                try (RecordingRoute route = RecordingRoute.start(kinesis, uri, this::work)) {
                    assertItHoldsItsKeyAndTheWindow(route, start == 0 ? BEFORE : 0, stored, below);
                    route.stopRoute();
                    int seen = route.delivered().size();
                    route.startRoute();
                    await().atMost(PATIENCE).until(() -> route.delivered().size() > seen);
                    assertThat(route.delivered().get(seen).body())
                            .as("first after a restart")
                            .isEqualTo(FAILING);
                    failures += timesFailed(route.delivered());
                }
            }
            watch.assertWatching();
            assertThat(stored.read()).containsOnly(Map.entry(put.get(0).shard(), below));
            assertThat(watch.wentBack()).isEmpty();
            assertThat(watch.highest()).as("the highest checkpoint ever stored").isEqualTo(below);
        }

        healed.set(true);
        SequenceNumber last = put.get(put.size() - 1).sequence();
        try (RecordingRoute route = RecordingRoute.start(kinesis, uri, this::work)) {
            await().atMost(PATIENCE).until(() -> stored.read().containsValue(last));
            assertThat(bodies(route.delivered(), BAD_KEY)).containsExactly(FAILING, "next of its key", "last");
            assertThat(route.delivered()).hasSize(put.size() - BEFORE);
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE foundation.3 a record failed %d times over %d starts, %d later records completed, as many as the"
                        + " window of %d admits, the stored checkpoint stayed one below, it came first after each"
                        + " restart%n",
                failures,
                2 * STARTS,
                WINDOW - 2,
                WINDOW);
    }

    private List<StoredRecord> putAll(TestKinesis kinesis, String stream) {
        List<StoredRecord> put = new ArrayList<>();
        for (int i = 0; i < BEFORE; i++) {
            put.add(kinesis.model().put(stream, "key-" + i, "before"));
        }
        put.add(kinesis.model().put(stream, BAD_KEY, FAILING));
        put.add(kinesis.model().put(stream, BAD_KEY, "next of its key"));
        for (int i = 0; i < OTHERS; i++) {
            put.add(kinesis.model().put(stream, "key-" + i % 20, "other"));
        }
        put.add(kinesis.model().put(stream, BAD_KEY, "last"));
        return put;
    }

    private void work(Delivered record) {
        if (record.body().equals(FAILING) && !healed.get()) {
            throw new IllegalStateException("This record always fails");
        }
    }

    /** All others that the window admits go through; the checkpoint does not move however often the one is replayed. */
    private static void assertItHoldsItsKeyAndTheWindow(
            RecordingRoute route, int before, StoredCheckpoints stored, SequenceNumber below) {
        int others = WINDOW - 2;
        await().atMost(PATIENCE).until(() -> stored.read().containsValue(below));
        await().atMost(PATIENCE).until(() -> timesFailed(route.delivered()) >= REPLAYS_TO_SEE);
        await().atMost(PATIENCE).until(() -> othersOf(route.delivered()) >= before + others);

        int failed = timesFailed(route.delivered());
        await().atMost(PATIENCE).until(() -> timesFailed(route.delivered()) >= failed + REPLAYS_TO_SEE);
        assertThat(othersOf(route.delivered())).isEqualTo(before + others);
        assertThat(bodies(route.delivered(), BAD_KEY)).containsOnly(FAILING);
        assertThat(stored.read()).containsValue(below);
    }

    private static int timesFailed(List<Delivered> delivered) {
        return (int) delivered.stream()
                .filter(record -> record.body().equals(FAILING))
                .count();
    }

    private static int othersOf(List<Delivered> delivered) {
        return (int) delivered.stream()
                .filter(record -> !record.key().equals(BAD_KEY))
                .count();
    }

    private static List<String> bodies(List<Delivered> delivered, String key) {
        return delivered.stream()
                .filter(record -> record.key().equals(key))
                .map(Delivered::body)
                .toList();
    }
}
