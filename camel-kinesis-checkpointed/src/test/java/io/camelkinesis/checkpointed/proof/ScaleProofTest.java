// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.http.HttpKinesis;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * G8 with separate processes: a fleet grows from one worker to four and shrinks to one again, under load, and repeats
 * nothing; and each time it is balanced within two heartbeats, a drain and two calls to the table.
 *
 * <p>Growing, the time begins when the row of the last newcomer appears, and a drain is what a full window of a shard
 * takes, one record after the other. Shrinking, it begins with SIGTERM to three at once, and the drain is over when the last
 * of them has left. A heartbeat is a third of leasePeriod, or the longest pause between two stored heartbeats of the workers
 * at that time: on a busy machine they come later. In a build the same is proven on virtual time alone.
 */
@EnabledIfSystemProperty(named = "proofs.full", matches = "true")
class ScaleProofTest {

    private static final int SHARDS = 12;
    private static final int WORK_MILLIS = 20;
    private static final long DRAIN_MILLIS = (long) Fleet.CHECKPOINT_LIMIT * WORK_MILLIS;
    private static final int ROUNDS = 10;

    @TempDir
    Path directory;

    /** How long it took, of how long it might have. */
    private record Balance(long millis, long limitMillis) {

        private void assertInTime(String what) {
            assertThat(millis).as("milliseconds until balance, %s", what).isLessThanOrEqualTo(limitMillis);
        }
    }

    @Test
    void scalingRepeatsNothing() {
        try (HttpKinesis kinesis = HttpKinesis.serverProcess();
                Fleet fleet = new Fleet(kinesis.endpoint(), directory, SHARDS, WORK_MILLIS)) {
            int first = fleet.start();
            fleet.awaitBalanced(List.of(first));
            fleet.load().awaitRounds(ROUNDS);

            Balance grown = grow(fleet, first);
            fleet.load().awaitRounds(ROUNDS);
            Balance shrunk = shrink(fleet, List.of(0, 1, 2), 3);
            fleet.load().awaitRounds(ROUNDS);
            fleet.awaitAllCommitted();

            int deliveries = fleet.processed().size();
            assertThat(deliveries - fleet.distinctlyProcessed()).as("repeats").isZero();
            fleet.assertNothingWentBack();
            report(fleet, grown, shrunk);
            grown.assertInTime("from 1 worker to 4");
            shrunk.assertInTime("from 4 workers to 1");
        }
    }

    private static Balance grow(Fleet fleet, int first) {
        List<Integer> added = List.of(fleet.start(), fleet.start(), fleet.start());
        List<Integer> all = List.of(first, added.get(0), added.get(1), added.get(2));
        long balanced = fleet.awaitBalanced(all);
        long joined = added.stream()
                .mapToLong(run -> fleet.members().joined(fleet.pid(run)))
                .max()
                .orElseThrow();
        assertThat(joined).as("when the last worker joined").isPositive();
        return new Balance(
                balanced - joined, 2 * heartbeat(fleet, all, joined) + DRAIN_MILLIS + calls(fleet, joined, balanced));
    }

    private static Balance shrink(Fleet fleet, List<Integer> leaving, int staying) {
        long signal = System.currentTimeMillis();
        leaving.forEach(run -> fleet.worker(run).terminate());
        long balanced = fleet.awaitBalanced(List.of(staying));
        leaving.forEach(run -> fleet.worker(run).awaitExit());
        await("the rows of those who left to be gone")
                .until(() -> leaving.stream().allMatch(run -> fleet.members().left(fleet.pid(run)) > 0));
        long drained = leaving.stream()
                .mapToLong(run -> fleet.members().left(fleet.pid(run)))
                .max()
                .orElseThrow();
        long heartbeats = 2 * heartbeat(fleet, List.of(staying), signal);
        return new Balance(balanced - signal, drained - signal + heartbeats + calls(fleet, signal, balanced));
    }

    /** What a release and a claim take, each as long as the slowest query of the table at that time. */
    private static long calls(Fleet fleet, long from, long to) {
        return 2 * fleet.checkpoints().slowest(from, to);
    }

    private static long heartbeat(Fleet fleet, List<Integer> runs, long since) {
        return Math.max(Fleet.HEARTBEAT.toMillis(), fleet.members().longestPause(fleet.pids(runs), since));
    }

    private static void report(Fleet fleet, Balance grown, Balance shrunk) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.3 %d shards, exchanges of %d ms, 1 to 4 workers to 1: %d records processed, 0 repeats,"
                        + " balanced within one after %.1f s of %.1f growing and %.1f s of %.1f shrinking%n",
                SHARDS,
                WORK_MILLIS,
                fleet.load().records(),
                grown.millis() / 1e3,
                grown.limitMillis() / 1e3,
                shrunk.millis() / 1e3,
                shrunk.limitMillis() / 1e3);
    }
}
