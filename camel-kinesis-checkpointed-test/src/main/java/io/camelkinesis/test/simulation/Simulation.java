package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.time.VirtualTime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One run: first chaos, in which all that must never happen must not happen; then everything is healed and the fleet must
 * come to rest within a bound: every record completed and committed, every closed shard consumed, leases balanced.
 */
public final class Simulation {

    /** How long a healed fleet may take to come to rest. */
    private static final Duration REST = Duration.ofMinutes(15);

    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final SimulationPlan plan;
    private final World world;
    private final Fleet fleet;
    private final Chaos chaos;

    public Simulation(SimulationPlan plan) {
        this.plan = plan;
        Random random = new Random(plan.seed());
        VirtualTime time = new VirtualTime();
        InMemoryKinesis kinesis = InMemoryKinesis.builder()
                .clock(time)
                .throttling(true)
                .faults(FaultPlan.everything(random.nextLong(), plan.streamFaults()))
                .build();
        kinesis.createStream(World.STREAM, plan.shards());
        this.world = new World(time, kinesis, new InMemoryLeaseTable(time, plan.leasePeriod()));
        Invariants.of(world, plan.ordering(), plan.windowLimit(), plan.leasePeriod())
                .forEach(world::check);
        this.fleet = new Fleet(plan, world, random);
        this.chaos = new Chaos(plan, world, fleet, random);
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
        chaos.begin();
        runFor(plan.chaos());
        chaos.end();
        world.kinesis.faults(FaultPlan.none());
        fleet.heal();
        long deadline = world.time.nanoTime() + REST.toNanos();
        while (!atRest()) {
            if (world.time.nanoTime() > deadline) {
                throw failure(new Violation(
                        "Progress",
                        "not at rest " + REST + " after the fleet was healed: " + world.progress() + "; rows "
                                + world.table.leases(World.STREAM_ID)));
            }
            runFor(GLANCE);
        }
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
