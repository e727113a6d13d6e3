// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.RecordingRoute.Delivered;
import io.camelkinesis.test.junit.FreshStream;
import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** G7: where a group begins is decided once; and reading goes on behind the last record read, whatever expires. */
@KinesisTest
class StartPositionProofTest {

    private static final int RECORDS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void latestSkipsNothingThatArrivedAfterTheFirstStart(TestKinesis kinesis, @FreshStream(shards = 2) String stream)
            throws Exception {
        put(kinesis, stream, "old", RECORDS);
        awaitNextSecond();
        String uri = uri(stream, "startPosition=LATEST");
        try (RecordingRoute route = RecordingRoute.start(kinesis, uri, record -> {})) {
            long reads = kinesis.model().calls(Operation.GET_RECORDS);
            await().atMost(PATIENCE).until(() -> kinesis.model().calls(Operation.GET_RECORDS) >= reads + 6);
            route.stopRoute();
            assertThat(route.delivered())
                    .as("delivered before anything was put")
                    .isEmpty();

            List<String> expected = put(kinesis, stream, "new", RECORDS);
            // shards that are closed before anything of them was read, and children that nobody has seen
            kinesis.model().split(stream, kinesis.model().openShards(stream).get(0));
            expected.addAll(put(kinesis, stream, "newer", RECORDS));

            route.startRoute();
            await().atMost(PATIENCE).until(() -> route.delivered().size() >= expected.size());
            route.stopRoute();
            assertThat(route.delivered()).extracting(Delivered::body).containsExactlyInAnyOrderElementsOf(expected);
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE foundation.6 LATEST: %d records put while stopped, %d of them behind a split, all arrived once%n",
                2 * RECORDS,
                RECORDS);
    }

    @Test
    void anIteratorThatExpiresDuringALongExchangeRepeatsNothing(TestKinesis kinesis, @FreshStream String stream)
            throws Exception {
        List<String> expected = put(kinesis, stream, "m", RECORDS);
        CountDownLatch longExchange = new CountDownLatch(1);
        String uri = uri(stream, "checkpointLimit=1&maxResultsPerRequest=5&receiveQueueSize=10");
        try (RecordingRoute route = RecordingRoute.start(kinesis, uri, record -> awaitOn(longExchange))) {
            await().atMost(PATIENCE).until(() -> !route.delivered().isEmpty());
            long iterators = kinesis.model().calls(Operation.GET_SHARD_ITERATOR);
            kinesis.model().expireIterators();
            longExchange.countDown();

            await().atMost(PATIENCE).until(() -> route.delivered().size() >= RECORDS);
            route.stopRoute();
            assertThat(route.delivered()).extracting(Delivered::body).containsExactlyElementsOf(expected);
            assertThat(kinesis.model().calls(Operation.GET_SHARD_ITERATOR))
                    .as("calls for an iterator: the one in hand had expired")
                    .isGreaterThan(iterators);
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE foundation.6 the iterator expired during a long exchange: %d records arrived once and in order%n",
                RECORDS);
    }

    private static String uri(String stream, String options) {
        return "kinesis-cp:" + stream + "?leaseTable=" + stream + "-leases&leaseTableCreate=true&pollInterval=200"
                + "&maxPollInterval=200&commitPeriod=50&" + options;
    }

    private static List<String> put(TestKinesis kinesis, String stream, String prefix, int records) {
        List<String> bodies = new ArrayList<>();
        IntStream.range(0, records).forEach(i -> {
            bodies.add(prefix + "-" + i);
            kinesis.model().put(stream, "key-" + i % 10, prefix + "-" + i);
        });
        return bodies;
    }

    /** The time of a group's start is stored in whole seconds, rounded down. */
    private static void awaitNextSecond() {
        long second = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > second);
    }

    private static void awaitOn(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The test did not go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
