// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * G4, G5 and G8 with real servers and three workers in JVMs of their own, under steady load: workers are killed, asked to
 * stop and frozen, and each time the others read on. A build kills one worker; with {@code -Dproofs.full=true} it is three, and
 * kinesis-local follows, which needs Node.
 *
 * <p>A shard is read again when a record that was put after the signal has been processed by another worker. After SIGKILL
 * that may take leasePeriod and two heartbeats from the signal: one until the others saw the last beat of the dead, one until
 * they look again after a leasePeriod. A heartbeat is a third of leasePeriod, or the longest pause between two stored
 * heartbeats of the survivors at that time: on a busy machine they come later. After SIGTERM it may take 3 s, which is
 * leasePeriod here. The record's own way is added to both: the median of those that the survivors processed meanwhile.
 */
class FleetProofTest {

    private static final boolean FULL = Boolean.getBoolean("proofs.full");
    private static final int WORK_MILLIS = 10;
    private static final int ROUNDS_OF_A_HEARTBEAT = 5;

    /** How long it took until all shards of a worker were read again, of how long it might have. */
    private record Failover(String signal, long millis, long limitMillis) {

        private void assertInTime() {
            assertThat(millis)
                    .as("milliseconds until others read the shards, after %s", signal)
                    .isLessThanOrEqualTo(limitMillis);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.1f s (%.1f allowed)", signal, millis / 1e3, limitMillis / 1e3);
        }
    }

    @TempDir
    Path directory;

    private final long seed = Long.getLong("proof.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final Set<Integer> running = new TreeSet<>();
    private final List<Failover> failovers = new ArrayList<>();

    @Test
    void theOthersReadOnFromTheInMemoryKinesisOverHttp() {
        try (HttpKinesis kinesis = HttpKinesis.serverProcess()) {
            prove("in-memory Kinesis over HTTP", kinesis.endpoint(), 12, FULL ? List.of(2, 1, 0) : List.of(0));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void theOthersReadOnFromKinesisLocal() {
        try (KinesisLocal kinesis = KinesisLocal.start()) {
            prove("kinesis-local", kinesis.endpoint(), 6, List.of(0));
        }
    }

    private void prove(String what, URI kinesis, int shards, List<Integer> toKill) {
        try (Fleet fleet = new Fleet(kinesis, directory, shards, WORK_MILLIS)) {
            startThree(fleet);
            for (int victim : toKill) {
                failovers.add(kill(fleet, victim));
                replace(fleet, victim);
            }
            int leaving = oldest();
            failovers.add(terminate(fleet, leaving));
            replace(fleet, leaving);
            int refused = new Freeze(fleet, running, oldest()).prove();

            fleet.awaitAllCommitted();
            running.forEach(run -> assertThat(fleet.worker(run).end())
                    .as("exit code of worker %d", run)
                    .isZero());
            fleet.assertNothingWentBack();
            report(fleet, what + ", " + shards + " shards", refused);
        }
        failovers.forEach(Failover::assertInTime);
    }

    /** The first is there for a while before the others are. */
    private void startThree(Fleet fleet) {
        running.add(fleet.start());
        fleet.awaitBalanced(running);
        running.add(fleet.start());
        running.add(fleet.start());
        fleet.awaitBalanced(running);
    }

    private int oldest() {
        return running.iterator().next();
    }

    private void replace(Fleet fleet, int gone) {
        running.remove(gone);
        running.add(fleet.start());
        fleet.awaitBalanced(running);
    }

    private Failover kill(Fleet fleet, int victim) {
        // at any moment between two heartbeats
        fleet.load().awaitRounds(1 + random.nextInt(ROUNDS_OF_A_HEARTBEAT));
        Set<String> shards = fleet.shardsOf(victim);
        assertThat(shards).as("shards of worker %d", victim).isNotEmpty();
        boolean isOldest = victim == oldest();
        long signal = System.currentTimeMillis();
        fleet.worker(victim).kill();
        int next = fleet.load().next();
        long readAgain = fleet.awaitReadByOthers(victim, shards, next);
        List<Long> survivors =
                fleet.pids(running.stream().filter(run -> run != victim).toList());
        long heartbeat = Math.max(Fleet.HEARTBEAT.toMillis(), fleet.members().longestPause(survivors, signal));
        assertThat(heartbeat).as("pause between heartbeats of the survivors").isLessThan(Fleet.LEASE_PERIOD.toMillis());
        return new Failover(
                isOldest ? "SIGKILL to the oldest" : "SIGKILL",
                readAgain - signal,
                Fleet.LEASE_PERIOD.toMillis() + 2 * heartbeat + fleet.usualWay(next, shards));
    }

    private static Failover terminate(Fleet fleet, int victim) {
        Set<String> shards = fleet.shardsOf(victim);
        assertThat(shards).as("shards of worker %d", victim).isNotEmpty();
        int next = fleet.load().next();
        long signal = System.currentTimeMillis();
        fleet.worker(victim).terminate();
        long readAgain = fleet.awaitReadByOthers(victim, shards, next);
        fleet.worker(victim).awaitExit();
        assertThat(fleet.worker(victim).output())
                .as("log of a worker that was asked to stop")
                .doesNotContain("still in flight");
        long limit = Fleet.LEASE_PERIOD.toMillis() + fleet.usualWay(next, shards);
        return new Failover("SIGTERM", readAgain - signal, limit);
    }

    private void report(Fleet fleet, String what, int refused) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.2 %s: read again after %s; SIGSTOP of 2 leasePeriods: %d late writes refused, rows as"
                        + " before, joined again; %d of %d records processed, %d samples of the table, %d moves, none"
                        + " back (seed %d)%n",
                what,
                failovers.stream().map(Failover::toString).collect(Collectors.joining(", ")),
                refused,
                fleet.distinctlyProcessed(),
                fleet.load().records(),
                fleet.checkpoints().samples(),
                fleet.checkpoints().moves(),
                seed);
    }
}
