// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How often a worker reads all rows, and the rows of the members, at rest and when workers come and go. Heartbeats take 5 to 15 ms, so
 * that two that are under way at once may change places.
 */
class LooksProofTest {

    private static final int WORKERS = 40;
    private static final int SHARDS = 200;
    private static final FleetOptions OPTIONS = FleetOptions.defaults().pollingEvery(Duration.ofSeconds(5));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Reads of all rows by each worker, beyond those by the clock, that a change among the members may cost. */
    private static final double MOST_MORE = 6;

    /** Counts reads, and lets heartbeats overtake each other. */
    private static final class Tap implements CallTap {
        private final World world;
        private final TableBill bill;
        private final Random random = new Random(5);

        private Tap(World world) {
            this.world = world;
            this.bill = new TableBill(world);
        }

        @Override
        public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
            if (!operation.equals(LeaseOperation.BEAT.name())) {
                return bill.call(worker, operation, call);
            }
            CompletableFuture<T> answer = new CompletableFuture<>();
            world.time.schedule(
                    () -> bill.call(worker, operation, call).whenComplete((value, failure) -> {
                        if (failure == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    }),
                    Duration.ofMillis(random.nextInt(10)));
            return answer;
        }
    }

    @Test
    void rowsAreReadByTheClockAndOnceMoreWhenAWorkerComesOrGoes() {
        Tap[] taps = new Tap[1];
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS, world -> taps[0] = new Tap(world));
        for (int i = 0; i < WORKERS; i++) {
            fleet.start("w" + i);
        }
        fleet.advance(MINUTE.multipliedBy(2));
        TableBill bill = taps[0].bill;
        double start = views(bill, "all start, two minutes");
        fleet.until("balanced", fleet::isBalanced, MINUTE);
        fleet.advance(MINUTE);
        bill.reset();

        fleet.advance(MINUTE);
        double rest = views(bill, "at rest, a minute");
        fleet.start("joins");
        fleet.advance(MINUTE);
        double join = views(bill, "one joins, a minute");
        fleet.alive().get(3).stop();
        fleet.advance(MINUTE);
        double stop = views(bill, "one stops, a minute");
        fleet.alive().get(5).kill();
        fleet.advance(MINUTE);
        double kill = views(bill, "one is killed, a minute");
        fleet.until("balanced", fleet::isBalanced, MINUTE);

        double byTheClock = MINUTE.dividedBy(OPTIONS.rebalancePeriod());
        assertThat(rest).isLessThanOrEqualTo(byTheClock * 1.25);
        assertThat(start).isLessThanOrEqualTo(2 * byTheClock + MOST_MORE);
        assertThat(join).isLessThanOrEqualTo(byTheClock + MOST_MORE);
        assertThat(stop).isLessThanOrEqualTo(byTheClock + MOST_MORE);
        assertThat(kill).isLessThanOrEqualTo(byTheClock + MOST_MORE);
    }

    private static double views(TableBill bill, String what) {
        double views = bill.calls(LeaseOperation.VIEW) / (double) WORKERS;
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.3 %d workers, %d shards, %s: reads of all rows %.1f a worker, of member rows %.1f, glances"
                        + " %.1f, %,.0f read units%n",
                WORKERS,
                SHARDS,
                what,
                views,
                bill.calls(LeaseOperation.MEMBERS) / (double) WORKERS,
                bill.calls(LeaseOperation.GLANCE) / (double) WORKERS,
                bill.readUnits());
        bill.reset();
        return views;
    }
}
