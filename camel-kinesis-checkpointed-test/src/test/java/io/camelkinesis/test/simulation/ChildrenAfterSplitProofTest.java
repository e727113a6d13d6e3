// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With ten workers: the children of a shard are read two seconds after its end at the latest, whoever has ended it. */
class ChildrenAfterSplitProofTest {

    private static final int WORKERS = 10;
    private static final int SHARDS = 20;
    private static final int SPLITS = 10;
    private static final Duration WITHIN = Duration.ofSeconds(2);

    /** When shards were ended, and how long after that each child was claimed. */
    private static final class ReadAfterEnd implements Invariant {
        private final SteadyFleet fleet;
        private final Map<String, Duration> ended = new HashMap<>();
        private final Map<String, Duration> waited = new HashMap<>();

        private ReadAfterEnd(SteadyFleet fleet) {
            this.fleet = fleet;
        }

        @Override
        public void observe(Observation observation) {
            Duration now = fleet.time.elapsed();
            if (observation instanceof Observation.RowChanged row
                    && row.change().operation() == LeaseOperation.END) {
                ended.put(row.change().after().shard().name(), now);
            } else if (observation instanceof Observation.Said said
                    && said.event() instanceof WorkerEvent.LeaseClaimed claimed) {
                List<String> parents = fleet.world.parents(claimed.shard().name());
                parents.forEach(parent ->
                        waited.putIfAbsent(claimed.shard().name(), now.minus(ended.getOrDefault(parent, now))));
            }
        }
    }

    @Test
    void childrenAreReadSoonAfterTheEndOfTheirParent() {
        SteadyFleet fleet = new SteadyFleet(FleetOptions.defaults(), SHARDS);
        ReadAfterEnd reads = new ReadAfterEnd(fleet);
        fleet.world.check(reads);
        for (int i = 0; i < WORKERS; i++) {
            fleet.start("w" + i);
        }
        fleet.until("balanced", fleet::isBalanced, Duration.ofMinutes(5));
        fleet.putEvery(Duration.ofMillis(20), 100, fleet.time.elapsed().plusSeconds(13L * SPLITS));
        for (int i = 0; i < SPLITS; i++) {
            fleet.world.split(fleet.kinesis.openShards(World.STREAM).get(0));
            fleet.advance(Duration.ofMillis(12_700));
        }
        fleet.until("all is done", fleet::isDone, Duration.ofMinutes(2));

        assertThat(reads.waited).as("children that were claimed").hasSize(2 * SPLITS);
        Duration longest =
                reads.waited.values().stream().max(Duration::compareTo).orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.4 %d workers, %d splits: a child was owned %.2f s after the end of its"
                        + " parent (%d s allowed)%n",
                WORKERS,
                SPLITS,
                longest.toMillis() / 1e3,
                WITHIN.toSeconds());
        assertThat(longest).isLessThanOrEqualTo(WITHIN);
    }
}
