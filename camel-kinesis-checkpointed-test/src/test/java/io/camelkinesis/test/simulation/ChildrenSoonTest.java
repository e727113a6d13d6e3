// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The children of a split are owned within two seconds of the split, however many workers there are. */
class ChildrenSoonTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int SHARDS = 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void childrenAreOwnedWithinTwoSeconds(int workers) {
        SteadyFleet fleet = new SteadyFleet(FleetOptions.defaults(), SHARDS);
        for (int i = 0; i < workers; i++) {
            fleet.start("w" + i);
        }
        fleet.until("balanced", fleet::isBalanced, Duration.ofMinutes(3));
        fleet.putEvery(Duration.ofMillis(100), 1_000, Duration.ofMinutes(20));
        for (int k = 0; k < 6; k++) {
            fleet.advance(Duration.ofMillis(37_300 + 1_700L * k));
            String open = fleet.kinesis.openShards(World.STREAM).get(k * 3 % SHARDS);
            List<String> children = fleet.world.split(open);
            Duration took = fleet.until(
                    "the children are owned",
                    () -> children.stream().allMatch(child -> isOwned(fleet, child)),
                    Duration.ofMinutes(3));
            assertThat(took).as("split %d, %d workers", k, workers).isLessThanOrEqualTo(SOON);
        }
        fleet.until("balanced again", fleet::isBalanced, Duration.ofMinutes(3));
    }

    private static boolean isOwned(SteadyFleet fleet, String shard) {
        return fleet.world
                .table
                .lease(new ShardId(World.STREAM_ID, shard))
                .map(Lease::owner)
                .isPresent();
    }
}
