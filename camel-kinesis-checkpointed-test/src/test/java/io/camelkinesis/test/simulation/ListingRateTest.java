// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A hundred workers on one stream list its shards well within the 1,000 calls a second that the service grants a stream: when
 * all start at once, at rest, and when all shards are split.
 */
class ListingRateTest {

    private static final int WORKERS = 100;
    private static final int SHARDS = 200;
    private static final int GRANTED = 1_000;
    private static final Duration REST = Duration.ofMinutes(5);
    private static final FleetOptions OPTIONS = FleetOptions.defaults().pollingEvery(Duration.ofSeconds(10));

    private ListingRate rate;

    @Test
    void aHundredWorkersListFarLessOftenThanTheServiceGrants() {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS, world -> rate = new ListingRate(world));
        for (int i = 0; i < WORKERS; i++) {
            fleet.start("worker-" + i);
        }
        fleet.until("balanced", fleet::isBalanced, Duration.ofMinutes(5));
        int starting = rate.most();

        rate.reset();
        fleet.advance(REST);
        int resting = rate.most();
        long total = rate.total();

        rate.reset();
        for (String shard : List.copyOf(fleet.kinesis.openShards(World.STREAM))) {
            fleet.kinesis.split(World.STREAM, shard);
        }
        fleet.until("balanced", fleet::isBalanced, Duration.ofMinutes(5));
        int splitting = rate.most();

        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.8 ListShards of %d workers on one stream: at most %d in a second at the start, %d at rest (%.1f on average),"
                        + " %d when all of %d shards are split%n",
                WORKERS,
                starting,
                resting,
                total / (double) REST.toSeconds(),
                splitting,
                SHARDS);
        assertThat(total)
                .isLessThanOrEqualTo(WORKERS * (REST.dividedBy(OPTIONS.rebalancePeriod()) + 1))
                .isGreaterThanOrEqualTo(WORKERS * (REST.dividedBy(OPTIONS.rebalancePeriod()) - 1));
        assertThat(List.of(starting, resting, splitting))
                .allSatisfy(most -> assertThat(most).isBetween(1, GRANTED / 2));
    }
}
