// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Situations in which consumers of other systems wait for somebody to repair them: here they go on by themselves. */
class RecoveryProofTest {

    private static final FleetOptions OPTIONS = FleetOptions.defaults();
    private static final Duration TAKEN_OVER =
            OPTIONS.leasePeriod().plus(OPTIONS.heartbeat().multipliedBy(2));
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String SHARD_0 = "shardId-000000000000";
    private static final String SHARD_1 = "shardId-000000000001";
    private static final String SHARD_2 = "shardId-000000000002";

    private static final Map<String, Duration> FIGURES = new TreeMap<>();

    /** When a worker dies that has not committed anything yet. */
    @SuppressWarnings("ImmutableEnumChecker") // what it holds has no state
    enum Death {
        CLAIMED(observation -> observation instanceof Observation.RowChanged),
        DELIVERED(observation -> observation instanceof Observation.Started),
        COMPLETED(observation -> observation instanceof Observation.Finished);

        private final Predicate<Observation> sign;

        Death(Predicate<Observation> sign) {
            this.sign = sign;
        }
    }

    static Stream<Arguments> deaths() {
        return Stream.of(Position.TRIM_HORIZON, Position.LATEST)
                .flatMap(start -> Stream.of(Death.values()).map(death -> Arguments.of(start, death)));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aCrashBeforeTheFirstCommit(Position start, Death death) {
        SteadyFleet fleet = new SteadyFleet(OPTIONS.from(start), 3);
        boolean[] seen = {false};
        fleet.world.check(observation -> seen[0] |= death.sign.test(observation));
        SimulatedWorker first = fleet.start("first");
        fleet.until("the group has begun", () -> fleet.world.table.hasBegun(World.STREAM_ID), LONG);
        fleet.putEvery(Duration.ofMillis(50), 20, Duration.ofSeconds(30));
        fleet.until("the moment of death", () -> seen[0], LONG);
        assertThat(fleet.world.table.leases(World.STREAM_ID)).allMatch(lease -> lease.checkpoint() == null);
        first.kill();

        fleet.advance(Duration.ofSeconds(1));
        fleet.start("second");
        Duration taken = fleet.until("the second reads all", fleet::isBalanced, TAKEN_OVER);
        fleet.advance(Duration.ofSeconds(30));
        fleet.until("all is done", fleet::isDone, Duration.ofSeconds(10));
        figure("crash before the first commit: taken over", taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void aSecondWorkerOnIdleShards(int shards) {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, shards);
        Waits waits = new Waits(fleet.time);
        fleet.world.check(waits);
        fleet.start("a");
        fleet.until("one worker reads all", fleet::isBalanced, LONG);
        fleet.advance(Duration.ofHours(1));

        fleet.start("b");
        Duration balanced = fleet.until(
                "both read",
                () -> fleet.isBalanced() && fleet.shares().size() == Math.min(shards, 2),
                OPTIONS.heartbeat().multipliedBy(2).plusSeconds(1));
        fleet.putEvery(Duration.ofMillis(50), 300, fleet.time.elapsed().plusSeconds(30));
        fleet.advance(Duration.ofSeconds(30));
        fleet.until("all is done", fleet::isDone, Duration.ofSeconds(10));
        assertThat(waits.repeats()).isZero();
        figure("a second worker on idle shards: balanced", balanced);
    }

    static Stream<Arguments> failures() {
        return Stream.of(LeaseOperation.BEGIN, LeaseOperation.BEAT).flatMap(operation -> Stream.of(
                        new LeaseFault.RequestLost(Duration.ofSeconds(2)),
                        new LeaseFault.ReplyLost(Duration.ofSeconds(2)),
                        new LeaseFault.Rejected())
                .map(fault -> Arguments.of(operation, fault)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theFirstCallToTheTableFails(LeaseOperation operation, LeaseFault fault) {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, 3);
        LeaseFault.Plan once = called -> called == operation ? fault : LeaseFault.NONE;
        supervise(fleet, fleet.worker("w1", once));
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_LOST", "REPLY_LOST", "THROTTLED", "INTERNAL_FAILURE"})
    void theFirstListingFails(ListingFault fault) {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, 3);
        fleet.kinesis.failNext(Operation.LIST_SHARDS, fault.fault);
        supervise(fleet, fleet.worker("w1", LeaseFault.Plan.NO_FAULTS));
    }

    /** How ListShards can fail. */
    @SuppressWarnings("ImmutableEnumChecker") // what it holds has no state
    enum ListingFault {
        REQUEST_LOST(Fault.REQUEST_LOST),
        REPLY_LOST(Fault.REPLY_LOST),
        THROTTLED(Fault.THROTTLED),
        INTERNAL_FAILURE(Fault.INTERNAL_FAILURE);

        private final Fault fault;

        ListingFault(Fault fault) {
            this.fault = fault;
        }
    }

    /** The worker cannot start; a supervisor starts the next one five seconds later. */
    private static void supervise(SteadyFleet fleet, SimulatedWorker failing) {
        fleet.putEvery(Duration.ofMillis(50), 20, Duration.ofSeconds(30));
        boolean[] failed = {false};
        failing.start(() -> {
            failed[0] = true;
            fleet.time.schedule(() -> fleet.start("w2"), Duration.ofSeconds(5));
        });
        Duration reading = fleet.until("all is read", fleet::isBalanced, TAKEN_OVER);
        assertThat(failed[0]).isTrue();
        assertThat(fleet.shares()).containsOnlyKeys("w2");
        assertThat(fleet.world.table.members(World.STREAM_ID))
                .extracting(member -> member.clientId())
                .containsExactly("w2");
        fleet.advance(Duration.ofSeconds(30));
        fleet.until("all is done", fleet::isDone, Duration.ofSeconds(10));
        figure("the first ListShards, begin or heartbeat fails: reading", reading);
    }

    @Test
    void namedShardsAfterACrash() {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, 4);
        SimulatedWorker first = fleet.start("first", SHARD_0, SHARD_2);
        fleet.putEvery(Duration.ofMillis(50), 40, Duration.ofSeconds(60));
        fleet.advance(Duration.ofSeconds(20));
        assertThat(owners(fleet)).containsExactly(SHARD_0 + " first", SHARD_2 + " first");
        first.kill();

        fleet.start("second", SHARD_0, SHARD_2);
        Duration taken = fleet.until(
                "the second reads the same shards",
                () -> owners(fleet).equals(List.of(SHARD_0 + " second", SHARD_2 + " second")),
                TAKEN_OVER);
        fleet.advance(Duration.ofSeconds(60));
        assertThat(isDone(fleet, Set.of(SHARD_0, SHARD_2))).isTrue();
        assertThat(owners(fleet)).containsExactly(SHARD_0 + " second", SHARD_2 + " second");
        figure("named shards after a crash: taken over", taken);
    }

    /** Workers of one group that name different shards share only what they have in common. */
    @Test
    void differentShardsByName() {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, 3);
        fleet.putEvery(Duration.ofMillis(50), 40, Duration.ofSeconds(90));
        SimulatedWorker zero = fleet.start("zero", SHARD_0);
        fleet.start("one", SHARD_1);
        fleet.start("two", SHARD_2);
        fleet.until(
                "everybody reads its own",
                () -> owners(fleet).equals(List.of(SHARD_0 + " zero", SHARD_1 + " one", SHARD_2 + " two")),
                OPTIONS.heartbeat().multipliedBy(2).plusSeconds(1));
        zero.kill();
        fleet.start("zero-again", SHARD_0);
        Duration taken = fleet.until(
                "the shard of the dead is read again",
                () -> owners(fleet).equals(List.of(SHARD_0 + " zero-again", SHARD_1 + " one", SHARD_2 + " two")),
                TAKEN_OVER);
        fleet.advance(Duration.ofSeconds(90));
        fleet.until("all is done", fleet::isDone, Duration.ofSeconds(10));
        figure("workers that name different shards: taken over", taken);
    }

    /** All workers died in the middle of a closed shard, and came back when it was past retention. */
    @Test
    void aDeadOwnersShardPassesOutOfRetention() {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, 2);
        SimulatedWorker first = fleet.start("first");
        fleet.putEvery(Duration.ofMillis(50), 40, Duration.ofSeconds(20));
        fleet.advance(Duration.ofSeconds(10));
        fleet.world.split(SHARD_0);
        first.kill();
        fleet.advance(Duration.ofHours(30));
        assertThat(fleet.kinesis.shards(World.STREAM)).doesNotContain(SHARD_0);
        assertThat(owners(fleet)).contains(SHARD_0 + " first");

        fleet.start("second");
        // the children wait until every listing of a rebalancePeriod has lacked their parent
        Duration reading = fleet.until(
                "the second reads all",
                fleet::isBalanced,
                OPTIONS.rebalancePeriod().plus(TAKEN_OVER));
        fleet.until(
                "the row of the shard that is no more is cleared away",
                () -> fleet.world.table.lease(World.STREAM_ID.shard(SHARD_0)).isEmpty(),
                OPTIONS.rebalancePeriod().multipliedBy(2));
        figure("an outage beyond retention: reading", reading);
    }

    private static List<String> owners(SteadyFleet fleet) {
        return fleet.world.table.leases(World.STREAM_ID).stream()
                .map(lease -> lease.shard().name() + ' ' + lease.owner())
                .toList();
    }

    private static boolean isDone(SteadyFleet fleet, Set<String> shards) {
        return shards.stream().allMatch(shard -> {
            ShardJournal journal = fleet.world.journal(shard);
            Lease lease =
                    fleet.world.table.lease(new ShardId(World.STREAM_ID, shard)).orElseThrow();
            return journal.size() > 0 && journal.lastIndexUpTo(lease.checkpoint()) == journal.size() - 1;
        });
    }

    private static void figure(String what, Duration duration) {
        FIGURES.merge(what, duration, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    @AfterAll
    static void print() {
        FIGURES.forEach((what, longest) -> System.out.printf(
                Locale.ROOT, "FIGURE fleet.5 %s after at most %.2f s%n", what, longest.toMillis() / 1000.0));
    }
}
