// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.lease.TableCapacity;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All workers of a fleet start together on a table that takes twice the reads that they ask for at rest. */
class ManyWorkersStartProofTest {

    private static final int WORKERS = 60;
    private static final int SHARDS = 600;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration WITHIN = Duration.ofMinutes(2);
    /** Three answers for all rows. */
    private static final long PAGE_BYTES = 50_000;

    @Test
    void allShardsAreOwnedSoonAlthoughReadsAreThrottled() {
        PlainFleet atRest = fleet();
        startAll(atRest);
        atRest.time.advance(Duration.ofMinutes(3));
        double before = atRest.table.readUnits();
        atRest.time.advance(Duration.ofMinutes(1));
        double needed = (atRest.table.readUnits() - before) / 60;

        PlainFleet fleet = fleet();
        fleet.table.limit(TableCapacity.Limit.ofReads(2 * needed));
        startAll(fleet);
        Duration owned = until(fleet, () -> fleet.owned() == SHARDS);
        Duration balanced = owned.plus(until(fleet, () -> isBalanced(fleet)));
        long failedLooks = fleet.count("LookFailed");
        fleet.forgetEvents();
        fleet.time.advance(Duration.ofMinutes(5));

        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.3 %d workers start together, %d shards, a table that takes %.0f read units a second, twice the"
                        + " need at rest: all shards owned within %.0f s, balanced within %.0f s (%d s allowed); looks that"
                        + " failed until then %d, in the next 5 min %d; fenced %d%n",
                WORKERS,
                SHARDS,
                2 * needed,
                owned.toMillis() / 1e3,
                balanced.toMillis() / 1e3,
                WITHIN.toSeconds(),
                failedLooks,
                fleet.count("LookFailed"),
                fleet.count("Fenced"));
        assertThat(balanced).isLessThan(WITHIN);
        assertThat(fleet.count("Fenced")).isZero();
        assertThat(fleet.count("LeaseLost")).isZero();
        assertThat(fleet.count("Bug")).isZero();
    }

    private static PlainFleet fleet() {
        return new PlainFleet(SHARDS, Duration.ofSeconds(20), PAGE_BYTES);
    }

    private static void startAll(PlainFleet fleet) {
        IntStream.range(0, WORKERS)
                .forEach(i -> fleet.start("w" + i, FleetOptions.defaults().pollingEvery(SECOND)));
    }

    private static boolean isBalanced(PlainFleet fleet) {
        return fleet.owned() == SHARDS
                && fleet.shares().size() == WORKERS
                && fleet.shares().values().stream().allMatch(share -> share == SHARDS / WORKERS);
    }

    private static Duration until(PlainFleet fleet, BooleanSupplier condition) {
        Duration before = fleet.time.elapsed();
        while (!condition.getAsBoolean()) {
            fleet.time.advance(SECOND);
            assertThat(fleet.time.elapsed().minus(before))
                    .as("%s", fleet.shares())
                    .isLessThan(Duration.ofMinutes(15));
        }
        return fleet.time.elapsed().minus(before);
    }
}
