// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** ListShards fails for everybody, and a worker dies: the others take its shards over as fast as ever. */
class TakeOverWithoutListingProofTest {

    private static final int SHARDS = 12;
    private static final FleetOptions OPTIONS = FleetOptions.defaults();
    private static final Duration WITHIN =
            OPTIONS.leasePeriod().plus(OPTIONS.heartbeat()).plus(OPTIONS.rebalancePeriod());

    /** ListShards as it is while it fails: no answer, and an error after two seconds. */
    private static final class DeafListing implements CallTap {
        private static final Duration TIMEOUT = Duration.ofSeconds(2);
        private final World world;
        private boolean deaf;
        private int failed;

        private DeafListing(World world) {
            this.world = world;
        }

        @Override
        public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
            if (!deaf || !operation.equals(LIST_SHARDS)) {
                return call.get();
            }
            failed++;
            CompletableFuture<T> silent = new CompletableFuture<>();
            world.time.schedule(
                    () -> silent.completeExceptionally(new TimeoutException("No answer to ListShards")), TIMEOUT);
            return silent;
        }
    }

    @Test
    void theShardsOfADeadWorkerAreTakenOverWhileNobodyCanList() {
        DeafListing[] listing = new DeafListing[1];
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS, world -> listing[0] = new DeafListing(world));
        fleet.start("a");
        fleet.start("b");
        SimulatedWorker dies = fleet.start("c");
        fleet.until("three workers are balanced", fleet::isBalanced, Duration.ofMinutes(2));

        listing[0].deaf = true;
        fleet.advance(OPTIONS.rebalancePeriod().multipliedBy(2));
        dies.kill();
        Duration taken = fleet.until("two workers own all", fleet::isBalanced, WITHIN);

        assertThat(listing[0].failed).as("listings that failed").isPositive();
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.4 ListShards down: the shards of a dead worker owned again after %.1f s (%d s allowed), %d"
                        + " listings failed%n",
                taken.toMillis() / 1e3,
                WITHIN.toSeconds(),
                listing[0].failed);
    }
}
