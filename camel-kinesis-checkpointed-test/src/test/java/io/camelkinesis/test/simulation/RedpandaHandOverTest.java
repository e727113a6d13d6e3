// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.consume.OnFailure;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.lease.LeaseOperation;
import io.camelkinesis.test.simulation.SimulatedRedpanda.Periods;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fleet of ours and one of Redpanda Connect on one stream and one table, one after the other and side by side. */
class RedpandaHandOverTest {

    private static final Duration LEASE_PERIOD = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SHARDS = 4;

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();
    private final World world = new World(time, kinesis, new InMemoryLeaseTable(time, LEASE_PERIOD));
    private final Map<String, SimulatedRedpanda> redpandas = new TreeMap<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<WorkerEvent.ForeignOwner> told = new ArrayList<>();
    private final List<String> claimedFromRedpanda = new ArrayList<>();
    private final Random random = new Random(7);
    private Duration leasePeriod = LEASE_PERIOD;
    private Position position = Position.LATEST;
    private int born;
    private int puts;

    RedpandaHandOverTest() {
        kinesis.createStream(World.STREAM, SHARDS);
        world.check(new NoBugs());
        world.check(new CheckpointNeverAhead(world));
        world.check(new EndedOnlyWhenDrained(world));
        world.check(this::noLivingOwnerIsRobbed);
        world.check(observation -> {
            if (observation instanceof Observation.Said said
                    && said.event() instanceof WorkerEvent.ForeignOwner foreign) {
                told.add(foreign);
            }
        });
    }

    private void noLivingOwnerIsRobbed(Observation observation) {
        if (observation instanceof Observation.RowChanged row && row.change().operation() == LeaseOperation.CLAIM) {
            String owner = row.change().before().owner();
            SimulatedRedpanda redpanda = owner == null ? null : redpandas.get(owner);
            if (redpanda != null) {
                String shard = row.change().after().shard().name();
                claimedFromRedpanda.add(shard);
                if (redpanda.isReading(shard)) {
                    throw new Violation(
                            "NotRobbed",
                            row.change().by() + " took " + row.change().after() + " from living " + owner);
                }
            }
        }
    }

    private SimulatedRedpanda redpanda(Periods periods, String zone, Duration skew) {
        String id = "00000000-0000-4000-8000-%012d".formatted(++born);
        SimulatedRedpanda redpanda = new SimulatedRedpanda(
                id, world, new WorkerTime(time, skew, 0), periods, ZoneId.of(zone), new Random(random.nextLong()));
        redpandas.put(id, redpanda);
        redpanda.start();
        return redpanda;
    }

    private SimulatedRedpanda redpanda() {
        return redpanda(Periods.DEFAULTS, "UTC", Duration.ZERO);
    }

    private SimulatedWorker worker() {
        ConsumeSettings consume = new ConsumeSettings(
                64,
                Ordering.KEY,
                Duration.ofSeconds(5),
                10_000,
                10_000,
                64L << 20,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                3,
                OnFailure.REPLAY,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
        String id = "w" + ++born;
        WorkerSettings settings = new WorkerSettings(
                id,
                "host",
                List.of(new StreamSelection(World.STREAM_ID, List.of())),
                position,
                leasePeriod,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                consume);
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        SimulatedWorker worker = new SimulatedWorker(
                settings,
                world,
                own,
                new SimulatedWorker.Links(Duration.ofMillis(10), Duration.ofMillis(20), LeaseFault.Plan.NO_FAULTS),
                new SimulatedRoute(id, world, own, RouteBehaviour.steady(Duration.ofMillis(20)), 8),
                new Random(random.nextLong()));
        workers.add(worker);
        worker.start();
        return worker;
    }

    /** Time passes, with a record every 100 ms. */
    private void traffic(Duration duration) {
        long records = duration.toMillis() / 100;
        for (long i = 0; i < records; i++) {
            world.put("key-" + random.nextInt(40), "m" + ++puts);
            pass(Duration.ofMillis(100));
        }
    }

    private void pass(Duration duration) {
        time.advance(duration);
        assertNoViolation();
    }

    private void assertNoViolation() {
        Violation violation = world.violation();
        assertThat(violation == null ? "" : violation + "\n" + String.join("\n", world.recent()))
                .isEmpty();
    }

    private void allIsDone(Duration within) {
        await(() -> world.allCompleted() && world.allCommitted(), within);
    }

    private void await(BooleanSupplier condition, Duration within) {
        boolean done = time.runUntil(condition, within);
        assertNoViolation();
        assertThat(done)
                .as(() -> world.progress() + world.table.leases(World.STREAM_ID) + "\n"
                        + String.join("\n", world.recent()))
                .isTrue();
    }

    /** Each open shard is held by a worker of ours that lives, each closed one is consumed. */
    private boolean isOurs(Lease row) {
        return row.ended()
                || workers.stream()
                        .anyMatch(worker -> worker.isAlive() && worker.name().equals(row.owner()));
    }

    private void stopAll() {
        workers.stream().filter(SimulatedWorker::isAlive).forEach(SimulatedWorker::stop);
        assertThat(time.runUntil(() -> workers.stream().noneMatch(SimulatedWorker::isAlive), Duration.ofMinutes(1)))
                .isTrue();
        assertThat(world.table.members(World.STREAM_ID)).isEmpty();
    }

    private long ownedBy(SimulatedRedpanda redpanda) {
        return world.table.leases(World.STREAM_ID).stream()
                .filter(lease -> redpanda.id().equals(lease.owner()))
                .count();
    }

    @Test
    void afterACleanStopWeGoOnAtOnceAndLeaveATableOnWhichItGoesOn() {
        for (int turn = 0; turn < 3; turn++) {
            SimulatedRedpanda one = redpanda();
            SimulatedRedpanda two = redpanda();
            traffic(Duration.ofMinutes(2));
            assertThat(ownedBy(one) + ownedBy(two)).isEqualTo(SHARDS);
            one.stop();
            two.stop();

            int before = puts;
            worker();
            worker();
            traffic(Duration.ofSeconds(30));
            allIsDone(Duration.ofSeconds(15));
            assertThat(puts).isGreaterThan(before);
            assertThat(told).isEmpty();
            stopAll();
            assertThat(world.table.leases(World.STREAM_ID)).allSatisfy(row -> {
                assertThat(row.owner()).isNull();
                assertThat(row.leaseTimeout()).isNull();
                assertThat(row.checkpoint()).isNotNull();
            });
        }
    }

    @Test
    void aShardOfWhichItCommittedNothingIsReadFromTheStartAlsoWithLatest() {
        SimulatedRedpanda redpanda = redpanda(
                new Periods(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30)),
                "America/St_Johns",
                Duration.ZERO);
        traffic(Duration.ofSeconds(3));
        redpanda.kill();
        assertThat(world.table.leases(World.STREAM_ID))
                .hasSize(SHARDS)
                .allMatch(row -> row.owner() != null && row.checkpoint() == null);
        worker();
        allIsDone(PATIENCE.plus(Duration.ofMinutes(1)));
    }

    @Test
    void afterACrashWeGoOnWhenItsPatienceIsOver() {
        SimulatedRedpanda one = redpanda(Periods.DEFAULTS, "Asia/Kolkata", Duration.ofHours(1));
        traffic(Duration.ofMinutes(1));
        one.kill();
        worker();
        worker();
        pass(PATIENCE.minusSeconds(10));
        assertThat(claimedFromRedpanda).isEmpty();
        assertThat(told).hasSize(2 * SHARDS);
        allIsDone(Duration.ofSeconds(40));
        assertThat(claimedFromRedpanda).as("by both, without another wait").hasSize(SHARDS);
    }

    @Test
    void aLivingOneIsLeftAloneForAsLongAsItLivesWhateverOurLeasePeriod() {
        leasePeriod = Duration.ofSeconds(3);
        SimulatedRedpanda one = redpanda(
                new Periods(Duration.ofMinutes(3), Duration.ofSeconds(90), Duration.ofSeconds(30)),
                "Europe/Berlin",
                Duration.ofHours(-1));
        traffic(Duration.ofMinutes(1));
        worker();
        traffic(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(20));
        assertThat(ownedBy(one)).isEqualTo(SHARDS);
        assertThat(told).as("once for each shard").hasSize(SHARDS);
        one.stop();
        allIsDone(Duration.ofMinutes(1));
    }

    @Test
    void sideBySideNothingIsLostAlthoughItRobsUs() {
        SimulatedRedpanda one = redpanda();
        SimulatedRedpanda two = redpanda();
        traffic(Duration.ofMinutes(2));
        worker();
        one.stop();
        traffic(Duration.ofMinutes(5));
        assertThat(ownedBy(two)).isPositive();
        two.stop();
        allIsDone(Duration.ofMinutes(1));
        assertThat(claimedFromRedpanda).isEmpty();
    }

    @Test
    void oneThatWasFrozenWritesItsOldCheckpointAndNothingIsLost() {
        SimulatedRedpanda one = redpanda();
        traffic(Duration.ofMinutes(1));
        one.freeze();
        worker();
        traffic(PATIENCE.plusMinutes(1));
        assertThat(claimedFromRedpanda).hasSize(SHARDS);
        Map<String, String> before = checkpoints();
        one.thaw();
        pass(Duration.ofSeconds(6));
        assertThat(checkpoints()).as("it yields without a condition").isNotEqualTo(before);
        one.stop();
        traffic(Duration.ofSeconds(30));
        allIsDone(Duration.ofMinutes(1));
    }

    private Map<String, String> checkpoints() {
        Map<String, String> checkpoints = new TreeMap<>();
        for (Lease row : world.table.leases(World.STREAM_ID)) {
            checkpoints.put(row.shard().name(), String.valueOf(row.sequenceText()));
        }
        return checkpoints;
    }

    @Test
    void shardsThatItFinishedOrNeverTookAreReadFromTheStart() {
        SimulatedRedpanda one = redpanda();
        traffic(Duration.ofMinutes(1));
        world.split(kinesis.openShards(World.STREAM).get(0));
        traffic(Duration.ofMinutes(2));
        one.stop();
        world.split(kinesis.openShards(World.STREAM).get(0));
        traffic(Duration.ofSeconds(10));
        world.mergeNeighbours();
        traffic(Duration.ofSeconds(10));
        worker();
        allIsDone(Duration.ofMinutes(3));
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("redpanda.seeds", 40)).map(i -> Long.getLong("redpanda.first", 1) + i);
    }

    /** Both kinds come, go, die and freeze as they like, while the stream is resharded; in the end ours alone are left. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensNothingIsLostAndNoLivingOwnerIsRobbed(long seed) {
        random.setSeed(seed);
        position = Position.TRIM_HORIZON;
        leasePeriod = Duration.ofSeconds(3 + random.nextInt(20));
        for (int step = 0; step < 25; step++) {
            fate();
            traffic(Duration.ofMillis(random.nextInt(20_000)));
            if (random.nextInt(4) == 0) {
                pass(Duration.ofSeconds(random.nextInt(200)));
            }
        }
        redpandas.values().forEach(redpanda -> {
            if (random.nextBoolean()) {
                redpanda.stop();
            } else {
                redpanda.kill();
            }
        });
        worker();
        // what is stored may lie lower: a frozen one that comes back yields its old checkpoint over a newer one
        await(
                () -> world.allCompleted()
                        && world.table.leases(World.STREAM_ID).stream().allMatch(this::isOurs),
                Duration.ofMinutes(20));
    }

    private void fate() {
        List<SimulatedRedpanda> living =
                redpandas.values().stream().filter(SimulatedRedpanda::isAlive).toList();
        List<SimulatedWorker> ours =
                workers.stream().filter(SimulatedWorker::isAlive).toList();
        switch (random.nextInt(9)) {
            case 0 -> redpanda();
            case 1 ->
                redpanda(
                        new Periods(
                                Duration.ofSeconds(10 + random.nextInt(60)),
                                Duration.ofSeconds(1 + random.nextInt(60)),
                                Duration.ofSeconds(1 + random.nextInt(60))),
                        random.nextBoolean() ? "Asia/Kolkata" : "America/New_York",
                        Duration.ofMinutes(random.nextInt(120) - 60));
            case 2 -> worker();
            case 3 -> living.stream().findFirst().ifPresent(SimulatedRedpanda::stop);
            case 4 -> living.stream().findFirst().ifPresent(SimulatedRedpanda::kill);
            case 5 ->
                living.stream().findFirst().ifPresent(redpanda -> {
                    redpanda.freeze();
                    time.schedule(redpanda::thaw, Duration.ofSeconds(random.nextInt(300)));
                });
            case 6 -> ours.stream().findFirst().ifPresent(SimulatedWorker::stop);
            case 7 -> ours.stream().findFirst().ifPresent(SimulatedWorker::kill);
            default -> world.split(kinesis.openShards(World.STREAM).get(0));
        }
    }
}
