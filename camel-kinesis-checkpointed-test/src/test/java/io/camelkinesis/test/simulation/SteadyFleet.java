// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A fleet in which nothing goes wrong but what a test does to it. All invariants are watched. */
final class SteadyFleet {

    static final Duration TABLE_LATENCY = Duration.ofMillis(10);
    static final Duration STREAM_LATENCY = Duration.ofMillis(20);
    /** How exactly {@link #until} looks. */
    static final Duration GLANCE = Duration.ofMillis(50);

    final VirtualTime time = new VirtualTime();
    final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).throttling(true).build();
    final World world;
    final FleetOptions options;
    private final CallTap tap;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<String, Duration> slow = new TreeMap<>();

    /** @param tap makes what stands between the workers and their calls */
    SteadyFleet(FleetOptions options, int shards, Function<World, CallTap> tap) {
        this.options = options;
        world = new World(time, kinesis, new InMemoryLeaseTable(time, options.leasePeriod()));
        this.tap = tap.apply(world);
        Invariants.of(
                        world,
                        options.ordering(),
                        options.checkpointLimit(),
                        options.leasePeriod(),
                        options.commitPeriod())
                .forEach(world::check);
        kinesis.createStream(World.STREAM, shards);
    }

    SteadyFleet(FleetOptions options, int shards) {
        this(options, shards, world -> CallTap.OPEN);
    }

    /** Starts a worker that reads these shards, or all when none is named. */
    SimulatedWorker start(String id, String... shards) {
        SimulatedWorker worker = worker(id, LeaseFault.Plan.NO_FAULTS, shards);
        worker.start();
        return worker;
    }

    /** A worker that has not been started. */
    SimulatedWorker worker(String id, LeaseFault.Plan faults, String... shards) {
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        SimulatedWorker worker = new SimulatedWorker(
                options.settings(id, List.of(shards)),
                world,
                own,
                new SimulatedWorker.Links(TABLE_LATENCY, STREAM_LATENCY, faults, tap),
                new SimulatedRoute(id, world, own, new Route(id), options.routeThreads()),
                new Random(id.hashCode()));
        workers.add(worker);
        return worker;
    }

    /** From now on exchanges of this worker take so long. */
    void slowDown(String id, Duration exchange) {
        slow.put(id, exchange);
    }

    List<SimulatedWorker> alive() {
        return workers.stream().filter(SimulatedWorker::isAlive).toList();
    }

    /** Puts a record every so often, until that time has come. */
    void putEvery(Duration pause, int keys, Duration until) {
        if (time.elapsed().compareTo(until) < 0) {
            world.put("key-" + world.puts() % keys, "r" + world.puts());
            time.schedule(() -> putEvery(pause, keys, until), pause);
        }
    }

    /** Lets time pass; throws when an invariant is broken. */
    void advance(Duration by) {
        time.runUntil(() -> world.violation() != null, by);
        requireNoViolation();
    }

    /** Lets time pass until it is so: how long that took, on {@link #GLANCE}; a failure when it takes longer. */
    Duration until(String what, BooleanSupplier condition, Duration limit) {
        Duration before = time.elapsed();
        while (!condition.getAsBoolean()) {
            if (time.elapsed().minus(before).compareTo(limit) >= 0) {
                throw new AssertionError("Not so after " + limit + ": " + what + "; " + world.progress() + "\nrows "
                        + world.table.leases(World.STREAM_ID) + "\n" + String.join("\n", world.recent()));
            }
            advance(GLANCE);
        }
        return time.elapsed().minus(before);
    }

    private void requireNoViolation() {
        if (world.violation() != null) {
            throw new AssertionError(
                    world.violation().getMessage() + "\n" + String.join("\n", world.recent()), world.violation());
        }
    }

    boolean isDone() {
        return world.allCompleted() && world.allCommitted();
    }

    /** Open shards of each owner; those of nobody under "". */
    Map<String, Integer> shares() {
        Map<String, Integer> shares = new TreeMap<>();
        for (String shard : kinesis.openShards(World.STREAM)) {
            String owner = world.table
                    .lease(new ShardId(World.STREAM_ID, shard))
                    .map(Lease::owner)
                    .orElse("");
            shares.merge(owner, 1, Integer::sum);
        }
        return shares;
    }

    /** Whether every open shard is held by a worker that is alive, and no such worker holds two more than another. */
    boolean isBalanced() {
        Map<String, Integer> shares = shares();
        List<Integer> held = alive().stream()
                .filter(worker -> !worker.isStopping())
                .map(worker -> {
                    Integer share = shares.remove(worker.name());
                    return share == null ? 0 : share;
                })
                .sorted()
                .toList();
        return shares.isEmpty() && !held.isEmpty() && held.get(held.size() - 1) - held.get(0) <= 1;
    }

    private final class Route implements RouteBehaviour {
        private final String worker;

        private Route(String worker) {
            this.worker = worker;
        }

        @Override
        public Duration duration(Delivery delivery) {
            return slow.getOrDefault(worker, options.route());
        }

        @Override
        public boolean fails(Delivery delivery) {
            return false;
        }
    }
}
