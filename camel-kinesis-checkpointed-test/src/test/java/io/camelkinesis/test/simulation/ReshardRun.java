// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run by seed: records and reshards at random, with a worker that is stopped and started at random. */
final class ReshardRun {

    private static final int STEPS = 60;
    private static final int KEYS = 24;
    private static final int MOST_OPEN_SHARDS = 12;
    private static final Duration LEASE_PERIOD = Duration.ofSeconds(15);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(30);

    /** What happened in a run. */
    static final class Figures {
        private final Set<Ordering> orderings = EnumSet.noneOf(Ordering.class);
        private long splits;
        private long merges;
        private long nested;
        private long whileStopped;
        private long records;
        private long strict;

        void add(Figures other) {
            orderings.addAll(other.orderings);
            splits += other.splits;
            merges += other.merges;
            nested += other.nested;
            whileStopped += other.whileStopped;
            records += other.records;
            strict += other.strict;
        }

        Set<Ordering> orderings() {
            return orderings;
        }

        long splits() {
            return splits;
        }

        long merges() {
            return merges;
        }

        /** Reshards of a shard that came from a reshard since the worker was last started or stopped. */
        long nested() {
            return nested;
        }

        long whileStopped() {
            return whileStopped;
        }

        long records() {
            return records;
        }

        /** Runs in which no route failed. */
        long strict() {
            return strict;
        }
    }

    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis;
    private final World world;
    private final Ordering ordering;
    private final int checkpointLimit;
    private final boolean failing;
    private final Figures figures = new Figures();
    private final Set<String> young = new HashSet<>();
    private @Nullable SimulatedWorker worker;
    private int workers;

    ReshardRun(long seed) {
        random = new Random(seed);
        FaultPlan faults = FaultPlan.seeded(seed)
                .iteratorExpired(0.01)
                .throttled(0.01)
                .internalFailure(0.01)
                .emptyRead(0.05)
                .only(Operation.GET_RECORDS, Operation.GET_SHARD_ITERATOR)
                .build();
        kinesis = InMemoryKinesis.builder()
                .clock(time)
                .throttling(true)
                .faults(seed % 2 == 0 ? faults : FaultPlan.none())
                .build();
        world = new World(time, kinesis, new InMemoryLeaseTable(time, LEASE_PERIOD));
        ordering = Ordering.values()[random.nextInt(Ordering.values().length)];
        checkpointLimit = 1 + random.nextInt(64);
        failing = random.nextInt(3) == 0;
        world.check(new KeyOrder(ordering, failing));
        world.check(new ParentsBeforeChildren(world));
        world.check(new CheckpointNeverAhead(world));
        world.check(new NoBugs());
        figures.orderings.add(ordering);
    }

    Figures figures() {
        return figures;
    }

    String recent() {
        return String.join("\n", world.recent());
    }

    void run() {
        kinesis.createStream(World.STREAM, 1 + random.nextInt(4));
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> split();
                case 2 -> merge();
                case 3 -> startOrStop();
                default -> put();
            }
            if (random.nextBoolean()) {
                time.runUntil(() -> world.violation() != null, Duration.ofMillis(random.nextInt(5_000)));
            }
            requireNoViolation();
        }
        if (worker == null) {
            start();
        }
        require(time.runUntil(this::isDone, LONG_ENOUGH), "not all is read: " + world.progress());
        stop();
        requireNoViolation();
        figures.records = world.puts();
        figures.strict = failing ? 0 : 1;
    }

    private boolean isDone() {
        return world.violation() != null || world.allCompleted() && world.allCommitted();
    }

    private void put() {
        int records = 1 + random.nextInt(30);
        for (int i = 0; i < records; i++) {
            world.put("key-" + random.nextInt(KEYS), "m" + i);
        }
    }

    private void split() {
        List<String> open = kinesis.openShards(World.STREAM);
        if (open.size() < MOST_OPEN_SHARDS) {
            reshard(() -> world.split(open.get(random.nextInt(open.size()))));
        }
    }

    private void merge() {
        if (kinesis.openShards(World.STREAM).size() > 1) {
            reshard(world::mergeNeighbours);
        }
    }

    private void reshard(Runnable change) {
        List<String> before = kinesis.openShards(World.STREAM);
        change.run();
        List<String> after = kinesis.openShards(World.STREAM);
        if (after.size() > before.size()) {
            figures.splits++;
        } else {
            figures.merges++;
        }
        if (before.stream().anyMatch(shard -> young.contains(shard) && !after.contains(shard))) {
            figures.nested++;
        }
        if (worker == null) {
            figures.whileStopped++;
        }
        after.stream().filter(shard -> !before.contains(shard)).forEach(young::add);
    }

    private void startOrStop() {
        if (worker == null) {
            start();
        } else {
            stop();
        }
        young.clear();
    }

    private void start() {
        String id = "worker-" + workers++;
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        worker = new SimulatedWorker(
                settings(id),
                world,
                own,
                new SimulatedWorker.Links(Duration.ofMillis(10), Duration.ofMillis(20), LeaseFault.Plan.NO_FAULTS),
                new SimulatedRoute(id, world, own, new Moody(), 1 + random.nextInt(8)),
                new Random(random.nextLong()));
        worker.start(() -> {});
    }

    private void stop() {
        SimulatedWorker stopping = worker;
        stopping.stop();
        require(time.runUntil(stopping::isStopped, LONG_ENOUGH), "the worker does not stop");
        require(
                world.table.leases(World.STREAM_ID).stream().allMatch(lease -> lease.owner() == null),
                "a stopped worker holds leases");
        worker = null;
    }

    private void requireNoViolation() {
        Violation violation = world.violation();
        if (violation != null) {
            throw violation;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private WorkerSettings settings(String id) {
        return FleetOptions.defaults()
                .ordered(checkpointLimit == 1 ? Ordering.SHARD : ordering, checkpointLimit)
                .settings(id, List.of());
    }

    /** Takes up to 50 ms with a record, and, in some runs, fails with one in fifty at first. */
    private final class Moody implements RouteBehaviour {
        @Override
        public Duration duration(Delivery delivery) {
            return Duration.ofMillis(random.nextInt(50));
        }

        @Override
        public boolean fails(Delivery delivery) {
            return failing && delivery.replayCount() == 0 && random.nextInt(50) == 0;
        }
    }
}
