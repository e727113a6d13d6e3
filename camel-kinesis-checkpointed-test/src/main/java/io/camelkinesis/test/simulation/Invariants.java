// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import java.time.Duration;
import java.util.List;

/** All that must hold. */
final class Invariants {

    private Invariants() {}

    /**
     * @param windowLimit most records of a shard between the oldest that is not done and the newest delivered
     */
    static List<Invariant> of(
            World world, Ordering ordering, int windowLimit, Duration leasePeriod, Duration commitPeriod) {
        return List.of(
                new NoBugs(),
                new CheckpointNeverAhead(world),
                new CheckpointMonotone(),
                new EndedOnlyWhenDrained(world),
                new ParentsBeforeChildren(world),
                new LaneSerial(ordering),
                new LaneInOrder(world, ordering),
                new WindowBounded(world, windowLimit),
                new NoStartWhenFenced(world.time, leasePeriod),
                new NotRobbed(world.time, leasePeriod),
                new RowsOfTheLivingKept(world.time, leasePeriod),
                new SingleEpochWrites(),
                new RowsKept(world),
                new LostOnlyWhenSo(world),
                new CommitsPaced(world, commitPeriod),
                new RepeatsExplained());
    }
}
