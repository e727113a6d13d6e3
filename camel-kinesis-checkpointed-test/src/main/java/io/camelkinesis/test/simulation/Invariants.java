package io.camelkinesis.test.simulation;

import java.util.List;

/** All that must hold. */
final class Invariants {

    private Invariants() {}

    static List<Invariant> of(World world, SimulationPlan plan) {
        return List.of(
                new NoBugs(),
                new CheckpointNeverAhead(world),
                new CheckpointMonotone(),
                new EndedOnlyWhenDrained(world),
                new ParentsBeforeChildren(world),
                new LaneSerial(plan.ordering()),
                new LaneInOrder(world, plan.ordering()),
                new WindowBounded(world, plan.windowLimit()),
                new NoStartWhenFenced(world.time, plan.leasePeriod()),
                new NotRobbed(world.time, plan.leasePeriod()),
                new SingleEpochWrites(),
                new RepeatsExplained());
    }
}
