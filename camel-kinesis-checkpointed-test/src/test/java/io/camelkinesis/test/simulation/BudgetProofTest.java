// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What a fleet costs in DynamoDB. The units of each call are held against DynamoDB Local by the component's
 * ConsumedCapacityTest.
 */
class BudgetProofTest {

    private static final long WRITES_PER_HOUR = 10_000;
    private static final double READ_UNITS_PER_HOUR = 40_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final FleetOptions DEFAULTS = FleetOptions.defaults();

    @Test
    void aThousandIdleShardsForAnHour() {
        // how often empty shards are read has nothing to do with the table
        Fleet fleet = new Fleet(DEFAULTS.pollingEvery(Duration.ofMinutes(1)), 1_000, 10);
        fleet.pass(HOUR);
        TableBill bill = fleet.bill;
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.6 1,000 idle shards, 10 workers: %,d writes (%,d units) and %,.0f read units in an hour%n",
                bill.writes(),
                bill.writeUnits(),
                bill.readUnits());
        assertThat(bill.writes()).isLessThanOrEqualTo(WRITES_PER_HOUR).isEqualTo(bill.calls(LeaseOperation.BEAT));
        assertThat(bill.writeUnits()).isLessThanOrEqualTo(WRITES_PER_HOUR);
        assertThat(bill.readUnits()).isLessThanOrEqualTo(READ_UNITS_PER_HOUR);
    }

    @Test
    void aBusyShardAddsOneWriteForEachCommitPeriod() {
        int shards = 100;
        Duration busy = Duration.ofMinutes(10);
        Fleet fleet = new Fleet(DEFAULTS, shards, 3);
        fleet.steady.putEvery(
                Duration.ofMillis(10), 2_000, fleet.steady.time.elapsed().plus(busy));
        fleet.pass(busy);
        TableBill bill = fleet.bill;
        long periods = busy.dividedBy(DEFAULTS.commitPeriod());
        long commits = bill.calls(LeaseOperation.COMMIT);
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.6 %d busy shards: %.2f commits for each shard and commitPeriod, no other writes but %d"
                        + " heartbeats%n",
                shards,
                (double) commits / shards / periods,
                bill.calls(LeaseOperation.BEAT));
        // a period begins with the first record after a commit, so there are a little fewer
        assertThat(commits).isBetween(shards * periods * 3 / 4, shards * (periods + 1));
        assertThat(bill.writes()).isEqualTo(commits + bill.calls(LeaseOperation.BEAT));
        assertThat(bill.calls(LeaseOperation.BEAT)).isLessThanOrEqualTo(3 * (busy.dividedBy(DEFAULTS.heartbeat()) + 1));
    }

    /** A fleet at rest, with a bill that begins then. */
    private static final class Fleet {
        private final SteadyFleet steady;
        private TableBill bill;

        private Fleet(FleetOptions options, int shards, int workers) {
            steady = new SteadyFleet(options, shards, world -> bill = new TableBill(world));
            for (int i = 0; i < workers; i++) {
                steady.start("orders-consumer-7b9d5c6f4-x2x9" + i + "-1-9f86d081");
                steady.advance(Duration.ofMillis(730));
            }
            steady.until("balanced", steady::isBalanced, Duration.ofMinutes(2));
            steady.advance(DEFAULTS.rebalancePeriod());
            bill.reset();
        }

        private void pass(Duration duration) {
            steady.advance(duration);
        }
    }
}
