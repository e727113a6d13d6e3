// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.RecordingRoute.Delivered;
import io.camelkinesis.test.junit.Backend;
import io.camelkinesis.test.junit.FreshStream;
import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** G3 through the component and on other people's Kinesis: reshards while the route runs and while it does not. */
@KinesisTest(Backend.KINESIS_LOCAL)
class ReshardRouteProofTest {

    private static final int KEYS = 40;
    private static final int ROUNDS_BETWEEN = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private TestKinesis kinesis;
    private PlainSdk sdk;
    private String stream;
    private int rounds;
    private int reshards;

    @Test
    void everyRecordArrivesOnceAndInTheOrderOfItsKey(TestKinesis testKinesis, @FreshStream(shards = 2) String fresh)
            throws Exception {
        kinesis = testKinesis;
        sdk = new PlainSdk(testKinesis.client());
        stream = fresh;
        String uri = "kinesis-cp:" + stream + "?leaseTable=" + stream + "-leases&leaseTableCreate=true&ordering=KEY"
                + "&pollInterval=200&maxPollInterval=200&commitPeriod=100&rebalancePeriod=1s";

        put();
        try (RecordingRoute route = RecordingRoute.start(kinesis, uri, record -> {})) {
            awaitSome(route);
            split(open().get(0));
            put();
            split(open().get(0));
            put();
            merge();
            put();
            awaitAll(route);
            split(open().get(0));
            route.stopRoute();

            put();
            split(open().get(1));
            put();
            merge();
            put();
            merge();
            put();
            route.startRoute();
            awaitAll(route);
            route.stopRoute();
            assertOnceAndInOrder(route.delivered());
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE foundation.5 on kinesis-local through the component: %d reshards, %d records, each once, every key"
                        + " in order%n",
                reshards,
                rounds * KEYS);
    }

    private void put() {
        for (int i = 0; i < ROUNDS_BETWEEN; i++) {
            sdk.putOneOfEachKey(stream, KEYS, rounds++);
        }
    }

    /** Open shards in the order of their hash keys. */
    private List<Shard> open() {
        return kinesis.client().listShards(request -> request.streamName(stream)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(ReshardRouteProofTest::start))
                .toList();
    }

    private static BigInteger start(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    private void split(Shard shard) {
        BigInteger middle = start(shard)
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .shiftRight(1);
        kinesis.client()
                .splitShard(request ->
                        request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString()));
        resharded();
    }

    private void merge() {
        List<Shard> open = open();
        kinesis.client().mergeShards(request -> request.streamName(stream)
                .shardToMerge(open.get(0).shardId())
                .adjacentShardToMerge(open.get(1).shardId()));
        resharded();
    }

    private void resharded() {
        sdk.awaitActive(stream);
        reshards++;
    }

    private void awaitSome(RecordingRoute route) {
        await().atMost(PATIENCE).until(() -> !route.delivered().isEmpty());
    }

    private void awaitAll(RecordingRoute route) {
        await().atMost(PATIENCE).until(() -> route.delivered().size() >= rounds * KEYS);
    }

    private void assertOnceAndInOrder(List<Delivered> delivered) {
        Map<String, Integer> next = new HashMap<>();
        for (Delivered record : delivered) {
            int index = next.merge(record.key(), 1, Integer::sum) - 1;
            assertThat(Integer.parseInt(record.body()))
                    .as("next of %s", record.key())
                    .isEqualTo(index);
        }
        assertThat(next).hasSize(KEYS).allSatisfy((key, count) -> assertThat(count)
                .isEqualTo(rounds));
    }
}
