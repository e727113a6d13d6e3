// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** G2: the records of a key come one at a time and in order, and different keys do not wait for each other. */
@KinesisTest
class KeyParallelismProofTest {

    private static final int KEYS = 64;
    private static final int ROUNDS = 3;
    private static final int SEEDS = 3;
    private static final int BY_SHARD = 100;
    private static final int BY_KEY = 20 * KEYS;
    private static final double LEAST_RATIO = 10;

    @Test
    void keysInParallelAreAtLeastTenTimesAsFastAsTheShardInOrder(TestKinesis kinesis) throws Exception {
        double shard = 0;
        double key = 0;
        int mostAtOnce = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (KeyedWork work = work(kinesis, "speed-shard-" + round, "SHARD", BY_SHARD, 0)) {
                shard += work.run(BY_SHARD) / ROUNDS;
                assertThat(work.violations()).isEmpty();
                assertThat(work.mostAtOnce()).isEqualTo(1);
            }
            try (KeyedWork work = work(kinesis, "speed-key-" + round, "KEY", BY_KEY, 0)) {
                key += work.run(BY_KEY) / ROUNDS;
                assertThat(work.violations()).isEmpty();
                mostAtOnce = Math.max(mostAtOnce, work.mostAtOnce());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.2 one shard, %d keys, %d ms of work: %.0f records/s by key (%d at once) and %.0f by"
                        + " shard, %.0f times%n",
                KEYS,
                KeyedWork.WORK_MILLIS,
                key,
                mostAtOnce,
                shard,
                key / shard);
        assertThat(key / shard).isGreaterThanOrEqualTo(LEAST_RATIO);
        assertThat(mostAtOnce).isLessThanOrEqualTo(KEYS);
    }

    @Test
    void failuresDoNotBreakTheOrderOfAKey(TestKinesis kinesis) throws Exception {
        int records = 10 * KEYS;
        int failures = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (KeyedWork work = work(kinesis, "order-" + seed, "KEY", records, seed)) {
                work.run(records);
                assertThat(work.violations()).as("seed %d", seed).isEmpty();
                assertThat(work.failures()).as("seed %d: failures", seed).isGreaterThan(KEYS);
                failures += work.failures();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.2 %d seeds: %d records, each key in its order through %d failures%n",
                SEEDS,
                SEEDS * records,
                failures);
    }

    /** Seed 0: nothing fails. */
    private static KeyedWork work(TestKinesis kinesis, String stream, String ordering, int records, long seed) {
        kinesis.model().createStream(stream, 1);
        KeyedWork.put(kinesis, stream, KEYS, records);
        String uri = "kinesis-cp:" + stream + "?leaseTable=" + stream + "-leases&leaseTableCreate=true&ordering="
                + ordering + "&consumerThreads=16&replayDelay=5&maxReplayDelay=20";
        return new KeyedWork(kinesis, uri, records, seed, seed == 0 ? 0 : 20);
    }
}
