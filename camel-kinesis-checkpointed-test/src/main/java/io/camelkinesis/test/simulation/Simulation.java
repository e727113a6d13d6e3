// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.time.VirtualTime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One run: first chaos, in which all that must never happen must not happen; then everything is healed and the fleet must
 * come to rest within a bound: every record completed and committed, every closed shard consumed, leases balanced. Then
 * nothing may happen any more, except that the rows of dead workers are cleared away.
 */
public final class Simulation {

    /** How long a healed fleet may take to come to rest. */
    private static final Duration REST = Duration.ofMinutes(15);

    /** In lock-step each record that is left may take this long: its exchange, and then its commit by hand. */
    private static final Duration REST_PER_RECORD = Duration.ofSeconds(3);

    /** Calls that were on their way when the fleet was healed arrive at last. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(30);

    /** leasePeriods until the row of a dead worker has been cleared away: to see it dead, ten more, and to look. */
    private static final int ROWS_KEPT = 13;

    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final SimulationPlan plan;
    private final World world;
    private final Fleet fleet;
    private final Agenda agenda;
    private final Random random;
    private final Troubles troubles;
    private final Stillness stillness = new Stillness();

    public Simulation(SimulationPlan plan) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        VirtualTime time = new VirtualTime();
        InMemoryKinesis kinesis = InMemoryKinesis.builder()
                .clock(time)
                .throttling(true)
                .faults(FaultPlan.everything(random.nextLong(), plan.streamFaults()))
                .build();
        kinesis.createStream(World.STREAM, plan.shards());
        this.world = new World(time, kinesis, new InMemoryLeaseTable(time, plan.leasePeriod()));
        Invariants.of(world, plan.ordering(), plan.windowLimit(), plan.leasePeriod(), plan.commitPeriod())
                .forEach(world::check);
        world.check(stillness);
        if (plan.calm()) {
            world.check(new MovesOnce(world));
            world.check(new ReleasedSoonClaimed(time, plan.leasePeriod()));
        }
        this.troubles = new Troubles(plan, world);
        this.fleet = new Fleet(plan, world, random, troubles);
        this.agenda = new Agenda(world);
    }

    /** Has one more invariant checked, or somebody watch. */
    void check(Invariant invariant) {
        world.check(invariant);
    }

    /** Prints everything that happens, as it happens. */
    public void print(PrintStream out) {
        out.println(plan);
        world.check(observation -> out.println(world.time.elapsed() + " " + observation));
    }

    /**
     * Runs it to its end.
     *
     * @throws SimulationFailure if an invariant was broken or the fleet did not come to rest
     */
    public void run() {
        new Puts(plan, world, random, agenda).begin();
        if (plan.calm()) {
            new Changes(plan, fleet, random, agenda).begin();
        } else {
            new Chaos(plan, world, fleet, random, agenda).begin();
            new Calamities(plan, world, fleet, new Random(~plan.seed()), agenda).begin();
            troubles.begin(fleet, agenda);
        }
        runFor(plan.chaos());
        agenda.end();
        world.kinesis.faults(FaultPlan.none());
        troubles.end();
        fleet.heal();
        comeToRest();
        runFor(STRAGGLERS);
        comeToRest();
        stillness.begin();
        runFor(plan.leasePeriod().multipliedBy(ROWS_KEPT));
        List<String> members = world.table.members(World.STREAM_ID).stream()
                .map(Member::clientId)
                .toList();
        List<String> living =
                fleet.alive().stream().map(SimulatedWorker::name).sorted().toList();
        if (!members.equals(living)) {
            throw failure(new Violation("RowsOfTheDead", "rows of " + members + ", but only these live: " + living));
        }
    }

    private void comeToRest() {
        Duration limit = REST.plus(REST_PER_RECORD.multipliedBy(world.undone()));
        long deadline = world.time.nanoTime() + limit.toNanos();
        while (!atRest()) {
            if (world.time.nanoTime() > deadline) {
                throw failure(new Violation(
                        "Progress",
                        "not at rest " + limit + " after the fleet was healed: " + world.progress() + "; rows "
                                + world.table.leases(World.STREAM_ID)));
            }
            runFor(GLANCE);
        }
    }

    /** Things that happened. */
    public long events() {
        return world.observed();
    }

    /** How long the run was, by its own time. */
    public Duration elapsed() {
        return world.time.elapsed();
    }

    private void runFor(Duration duration) {
        world.time.runUntil(() -> world.violation() != null, duration);
        Violation violation = world.violation();
        if (violation != null) {
            throw failure(violation);
        }
    }

    private SimulationFailure failure(Violation violation) {
        return new SimulationFailure(plan, violation, world.recent());
    }

    private boolean atRest() {
        return world.allCompleted() && world.allCommitted() && balanced();
    }

    /** Each worker that stays holds as many of the open shards as any other, or one less. */
    private boolean balanced() {
        Map<String, Integer> held = new TreeMap<>();
        fleet.staying().forEach(worker -> held.put(worker.name(), 0));
        for (String shard : world.kinesis.openShards(World.STREAM)) {
            Lease lease = world.table.lease(new ShardId(World.STREAM_ID, shard)).orElse(null);
            if (lease == null || lease.owner() == null || !held.containsKey(lease.owner())) {
                return false;
            }
            held.merge(lease.owner(), 1, Integer::sum);
        }
        int most = held.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int least = held.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        return most - least <= 1;
    }
}
