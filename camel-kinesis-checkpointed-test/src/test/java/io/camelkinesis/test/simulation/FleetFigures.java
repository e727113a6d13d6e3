// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a fleet does and costs.
 *
 * @param shards of the stream
 * @param workers when nobody joins or leaves
 * @param idle what it costs in DynamoDB in an hour without records
 * @param join one more worker joins while there is load
 * @param stop then a worker stops
 * @param crash then a worker is killed
 */
record FleetFigures(int shards, int workers, Bill idle, Change join, Change stop, Change crash) {

    /** A multiple of all periods, so that every hour of the kind costs the same. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final int IDLE_AN_HOUR = (int) Duration.ofHours(1).dividedBy(IDLE);
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(70);
    private static final Duration BETWEEN_RECORDS = Duration.ofMillis(10);
    private static final int KEYS = 2_000;
    private static final Duration LOAD = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final FleetOptions DEFAULTS = FleetOptions.defaults();

    /**
     * A worker came or went.
     *
     * @param balanced how long until every shard is read and nobody has two more than another
     * @param moved shards that were claimed meanwhile
     * @param repeats records that were delivered again although they had been completed
     * @param longestWait of a record from its put until it is completed
     */
    record Change(Duration balanced, int moved, int repeats, Duration longestWait) {}

    /** Requests and capacity units. */
    record Bill(long writes, long writeUnits, long reads, double readUnits) {}

    static FleetFigures of(int shards, int workers) {
        Measured fleet = new Measured(shards);
        for (int worker = 0; worker < workers; worker++) {
            fleet.startOne();
        }
        fleet.settle();
        Bill idle = fleet.idle();
        fleet.load();
        Change join = fleet.change(fleet::startOne);
        Change stop = fleet.change(() -> fleet.oldest().stop());
        Change crash = fleet.change(() -> fleet.oldest().kill());
        return new FleetFigures(shards, workers, idle, join, stop, crash);
    }

    /** The fleet, and who watches it. */
    private static final class Measured {
        private final SteadyFleet fleet;
        private final Waits waits;
        private TableBill bill;
        private int started;
        private int claims;

        private Measured(int shards) {
            fleet = new SteadyFleet(DEFAULTS, shards, world -> bill = new TableBill(world));
            waits = new Waits(fleet.time);
            fleet.world.check(waits);
            fleet.world.check(observation -> {
                if (observation instanceof Observation.RowChanged row
                        && row.change().operation() == LeaseOperation.CLAIM) {
                    claims++;
                }
            });
        }

        private void startOne() {
            fleet.start("orders-consumer-7b9d5c6f4-x%03d-1-9f86d081".formatted(started++));
            fleet.advance(BETWEEN_STARTS);
        }

        private SimulatedWorker oldest() {
            return fleet.alive().get(0);
        }

        private void settle() {
            fleet.until("balanced", fleet::isBalanced, LONG);
            fleet.advance(DEFAULTS.rebalancePeriod());
        }

        private Bill idle() {
            bill.reset();
            fleet.advance(IDLE);
            long reads = Arrays.stream(LeaseOperation.values())
                    .filter(operation -> !operation.isWrite())
                    .mapToLong(bill::calls)
                    .sum();
            return new Bill(
                    bill.writes() * IDLE_AN_HOUR,
                    bill.writeUnits() * IDLE_AN_HOUR,
                    reads * IDLE_AN_HOUR,
                    bill.readUnits() * IDLE_AN_HOUR);
        }

        private void load() {
            fleet.putEvery(BETWEEN_RECORDS, KEYS, fleet.time.elapsed().plus(LOAD));
            fleet.advance(DEFAULTS.commitPeriod().multipliedBy(2));
        }

        private Change change(Runnable what) {
            claims = 0;
            waits.reset();
            Duration begin = fleet.time.elapsed();
            what.run();
            fleet.until("balanced", fleet::isBalanced, LONG);
            Duration balanced = fleet.time.elapsed().minus(begin);
            fleet.advance(DEFAULTS.commitPeriod());
            return new Change(balanced, claims, waits.repeats(), waits.longest());
        }
    }
}
