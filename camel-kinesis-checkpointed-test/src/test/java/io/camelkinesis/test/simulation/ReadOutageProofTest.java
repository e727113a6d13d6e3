// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Workers that reach the lease table and not the stream: one leaves its shards to those who read, all of them keep theirs. */
class ReadOutageProofTest {

    private static final int SHARDS = 9;
    private static final FleetOptions OPTIONS = FleetOptions.defaults();
    /** Four rebalancePeriods, a look late, and the draining. */
    private static final Duration WITHIN = OPTIONS.rebalancePeriod().multipliedBy(6);

    /** Calls to the stream of some workers fail after two seconds. */
    private static final class CutOff implements CallTap {
        private static final Duration TIMEOUT = Duration.ofSeconds(2);
        private final World world;
        private final Set<String> workers = new TreeSet<>();

        private CutOff(World world) {
            this.world = world;
        }

        @Override
        public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
            if (!workers.contains(worker) || !(operation.equals(LIST_SHARDS) || operation.equals(GET_RECORDS))) {
                return call.get();
            }
            CompletableFuture<T> silent = new CompletableFuture<>();
            world.time.schedule(
                    () -> silent.completeExceptionally(new TimeoutException("No answer to " + operation)), TIMEOUT);
            return silent;
        }
    }

    private final CutOff[] cut = new CutOff[1];
    private final Moves moves = new Moves();
    private final SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS, world -> cut[0] = new CutOff(world));

    /** Counts what is given up and taken. */
    private static final class Moves implements Invariant {
        private int leases;
        private int left;

        @Override
        public void observe(Observation observation) {
            if (observation instanceof Observation.Said said) {
                leases += said.event() instanceof WorkerEvent.LeaseReleased
                                || said.event() instanceof WorkerEvent.LeaseClaimed
                        ? 1
                        : 0;
                left += said.event() instanceof WorkerEvent.LeftToOthers ? 1 : 0;
            }
        }
    }

    private void threeWorkersRead() {
        fleet.world.check(moves);
        fleet.start("a");
        fleet.start("b");
        fleet.start("c");
        fleet.until("three workers are balanced", fleet::isBalanced, Duration.ofMinutes(2));
        fleet.putEvery(Duration.ofMillis(500), 40, Duration.ofHours(3));
        fleet.advance(Duration.ofMinutes(1));
        moves.leases = 0;
    }

    @Test
    void aWorkerThatCannotReadLeavesItsShardsToThoseWhoCan() {
        threeWorkersRead();
        cut[0].workers.add("a");
        Duration left = fleet.until("a has no shard", () -> !fleet.shares().containsKey("a"), WITHIN);
        Duration taken = fleet.until(
                "the others have all",
                () -> fleet.shares().keySet().equals(Set.of("b", "c")),
                OPTIONS.rebalancePeriod());
        fleet.advance(Duration.ofHours(1));
        assertThat(fleet.shares()).as("nobody asks a while it cannot list").containsOnlyKeys("b", "c");
        int moved = moves.leases;

        cut[0].workers.clear();
        Duration back = fleet.until(
                "a reads again", fleet::isBalanced, OPTIONS.rebalancePeriod().multipliedBy(3));
        fleet.advance(Duration.ofMinutes(10));
        assertThat(fleet.isBalanced()).isTrue();
        assertThat(moves.left).isEqualTo(1);
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.4 one of three workers cannot read: its shards given up after %.0f s (%d s allowed), read again"
                        + " %.1f s later, %d leases moved; it has its part again %.0f s after it can read%n",
                left.toMillis() / 1e3,
                WITHIN.toSeconds(),
                taken.toMillis() / 1e3,
                moved / 2,
                back.toMillis() / 1e3);
    }

    @Test
    void nothingMovesWhileNobodyCanRead() {
        threeWorkersRead();
        cut[0].workers.addAll(Set.of("a", "b", "c"));
        fleet.advance(Duration.ofHours(1));
        cut[0].workers.clear();
        fleet.advance(Duration.ofMinutes(20));
        assertThat(moves.left).isZero();
        assertThat(moves.leases).isZero();
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.4 no worker can read for 60 min: %d leases moved, also not when reads pass again%n",
                moves.leases);
    }

    @Test
    void theLastWorkerKeepsItsShardsAlthoughItCannotRead() {
        threeWorkersRead();
        cut[0].workers.add("a");
        fleet.until("a has no shard", () -> !fleet.shares().containsKey("a"), WITHIN);
        fleet.alive().stream().filter(worker -> !worker.name().equals("a")).forEach(SimulatedWorker::kill);
        fleet.until(
                "a has all",
                () -> fleet.shares().keySet().equals(Set.of("a")),
                OPTIONS.leasePeriod().plus(OPTIONS.rebalancePeriod()).plus(OPTIONS.heartbeat()));
    }
}
