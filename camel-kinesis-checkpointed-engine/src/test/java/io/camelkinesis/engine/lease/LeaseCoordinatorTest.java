// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.closed;
import static io.camelkinesis.engine.Given.consumed;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static io.camelkinesis.engine.Given.reset;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseCoordinatorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String FROM_OLDEST = "TrimHorizon[]";

    private final LeaseRig rig = new LeaseRig();
    private final AtomicInteger settled = new AtomicInteger();
    private LeaseCoordinator leases = coordinator(new StreamSelection(STREAM, List.of()));
    private CompletableFuture<Void> started = new CompletableFuture<>();

    private LeaseCoordinator coordinator(StreamSelection... selections) {
        return new LeaseCoordinator(rig.context, List.of(selections), settled::incrementAndGet);
    }

    private LeaseCoordinatorTest start() {
        rig.run(() -> started = leases.start().toCompletableFuture());
        return this;
    }

    private Throwable failure() {
        assertThat(started).isCompletedExceptionally();
        try {
            started.join();
            throw new AssertionError("it should have failed");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static ShardId id(String shard) {
        return STREAM.shard(shard);
    }

    private static String begun(String shard, long epoch) {
        return "begin " + shard + " at " + FROM_OLDEST + " under " + epoch;
    }

    /** The holder has given the shard back. */
    private void givenBack(String shard, boolean ended) {
        Lease row = rig.row(shard);
        Lease left = ended ? row.consumed() : row.released();
        rig.table.put(left);
        rig.run(() -> {
            rig.holder.leases.remove(id(shard));
            leases.closed(left, ended);
        });
    }

    @AfterEach
    void nothingBroke() {
        rig.assertNoBugs();
    }

    @Test
    void aloneItClaimsAllThatMayRunAndBeginsWhereTheyStart() {
        rig.list(closed("0"), open("1", "0"), open("2"));
        rig.table.put(lease("2", null, 4, "7"));
        start();
        assertThat(started).isCompleted();
        assertThat(rig.holder.heard).containsExactly(begun("0", 1), "begin 2 at After[sequence=7] under 5");
        assertThat(rig.row("0").isHeldBy("me", 1)).isTrue();
        assertThat(rig.events(WorkerEvent.LeaseClaimed.class)).hasSize(2);
        assertThat(rig.table.members(STREAM.stream())).containsOnlyKeys("me");
        rig.advance(HOUR);
        assertThat(rig.holder.heard).hasSize(2);
        assertThat(rig.table.count("claim")).isEqualTo(2);
    }

    @Test
    void aShardThatIsResetUnderItsOwnerIsLostAndReadFromWhereItsRowSays() {
        rig.list(open("0"));
        start();
        rig.table.put(reset("0", 2, new Position.AtTimestamp(Instant.EPOCH)));
        rig.advance(LeaseRig.REBALANCE);
        rig.run(() -> leases.closed(rig.row("0"), false));
        assertThat(rig.holder.heard)
                .containsExactly(
                        begun("0", 1),
                        "lose 0: the row names null under epoch 2",
                        "begin 0 at AtTimestamp[time=1970-01-01T00:00:00Z] under 3");
    }

    @Test
    void aShardWhoseParentIsResetTooIsLostAndWaitsForIt() {
        rig.list(closed("0"), open("1", "0"));
        rig.table.put(consumed("0", "9"));
        start();
        assertThat(rig.holder.heard).containsExactly(begun("1", 1));
        rig.table.put(reset("0", 2, Position.TRIM_HORIZON));
        rig.table.put(reset("1", 2, Position.TRIM_HORIZON));
        rig.advance(LeaseRig.REBALANCE);
        rig.run(() -> leases.closed(rig.row("1"), false));
        assertThat(rig.holder.heard)
                .containsExactly(begun("1", 1), "lose 1: the row names null under epoch 2", begun("0", 3));
        givenBack("0", true);
        assertThat(rig.holder.heard).endsWith(begun("1", 3));
    }

    @Test
    void startFailsWithItsCauseWhenTheShardsCannotBeListed() {
        rig.listing.failure = new IllegalStateException("no such stream");
        start();
        assertThat(failure()).hasMessage("no such stream");
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("begin");
    }

    @Test
    void startFailsWhenTheTableDoesNotAnswer() {
        rig.table.hold("begin");
        start();
        assertThat(started).isNotDone();
        rig.table.next("begin").lose();
        rig.time.settle();
        assertThat(failure()).hasMessageContaining("no answer");
    }

    @Test
    void startFailsWhenAShardThatWasAskedForDoesNotExist() {
        leases = coordinator(new StreamSelection(STREAM, List.of("0", "7")));
        rig.list(open("0"), open("1"));
        start();
        assertThat(failure())
                .isInstanceOf(UnknownShardException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("7")
                .hasMessageContaining("0, 1");
    }

    @Test
    void onlyTheChosenShardsAreClaimed() {
        leases = coordinator(new StreamSelection(STREAM, List.of("1")));
        rig.list(open("0"), open("1"));
        rig.table.put(consumed("old", "9"));
        start();
        rig.advance(HOUR);
        assertThat(rig.holder.heard).containsExactly(begun("1", 1));
        assertThat(rig.row("old")).as("not ours to clear away").isNotNull();
    }

    @Test
    void oneStreamThatCannotBeSeenDoesNotHoldUpTheOthers() {
        StreamId second = StreamId.of("payments");
        leases = coordinator(new StreamSelection(STREAM, List.of()), new StreamSelection(second, List.of()));
        rig.list(open("0"));
        rig.listing.shards.put(second, List.of(new Shard(second.shard("0"), List.of(), false)));
        rig.table.hold("view");
        start();
        rig.table.next("view").lose();
        rig.table.next("view").answer();
        rig.time.settle();
        assertThat(rig.holder.shards()).containsExactly(second.shard("0"));
        rig.table.holdNothing();
        rig.advance(SECOND);
        assertThat(rig.holder.shards()).containsExactly(id("0"), second.shard("0"));
    }

    @Test
    void whileAClaimIsOnItsWayNoOtherIsMade() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.advance(HOUR);
        assertThat(rig.table.count("view")).isGreaterThan(10);
        assertThat(rig.table.count("claim")).isEqualTo(1);
    }

    @Test
    void anUnansweredClaimThatWasDoneIsFoundInTheRow() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.table.next("claim").perform().lose();
        rig.time.settle();
        assertThat(leases.isClaiming()).isTrue();
        rig.advance(SECOND);
        assertThat(rig.holder.heard).containsExactly(begun("0", 1));
        assertThat(leases.isClaiming()).isFalse();
        assertThat(settled).hasValue(1);
        rig.advance(HOUR);
        assertThat(rig.table.count("claim")).isEqualTo(1);
    }

    @Test
    void anUnansweredClaimThatWasNotDoneIsMadeAgain() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        Call<?> late = rig.table.next("claim");
        late.lose();
        rig.table.holdNothing();
        rig.advance(SECOND.multipliedBy(2));
        assertThat(rig.holder.heard).containsExactly(begun("0", 1));
        late.perform();
        assertThat(rig.row("0").epoch()).as("the late one is refused").isEqualTo(1);
    }

    @Test
    void aClaimThatIsDoneLongAfterItsAnswerWasGivenUpIsAdopted() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        Call<?> late = rig.table.next("claim");
        late.lose();
        rig.advance(SECOND);
        rig.table.holdNothing();
        late.perform();
        rig.advance(SECOND);
        assertThat(rig.holder.heard).containsExactly(begun("0", 2));
    }

    @Test
    void whenTheRowOfAnUnansweredClaimCannotBeReadItIsAskedAgain() {
        rig.list(open("0"));
        rig.table.hold("claim", "read");
        start();
        rig.table.next("claim").perform().lose();
        for (int i = 0; i < 5; i++) {
            rig.advance(SECOND.multipliedBy(1L << i));
            rig.table.next("read").lose();
            rig.time.settle();
            assertThat(rig.table.waiting("read")).as("not at once").isZero();
        }
        rig.table.holdNothing();
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.heard).containsExactly(begun("0", 1));
    }

    @Test
    void failedLooksComeLessAndLessOftenWhateverHappens() {
        rig.list(open("0"));
        start();
        rig.table.hold("view");
        rig.advance(LeaseRig.REBALANCE);
        Duration before = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            rig.table.next("view").lose();
            rig.time.settle();
            Duration waited = Duration.ZERO;
            while (rig.table.waiting("view") == 0) {
                rig.run(leases::claimable);
                rig.advance(Duration.ofMillis(100));
                waited = waited.plusMillis(100);
            }
            assertThat(waited).isGreaterThan(before);
            before = waited.compareTo(LeaseRig.REBALANCE.dividedBy(2)) < 0 ? waited : Duration.ZERO;
        }
    }

    @Test
    void aThrottledClaimIsSentAgainWithoutReadingBack() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.table.next("claim").throttle();
        rig.time.settle();
        assertThat(rig.table.waiting("claim")).as("not at once").isZero();
        rig.table.holdNothing();
        rig.advance(SECOND);
        assertThat(rig.holder.heard).containsExactly(begun("0", 1));
        assertThat(rig.table.count("read")).isZero();
    }

    @Test
    void aLostRaceIsLookedAtAgainSoonButNotAtOnce() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        Call<?> claim = rig.table.next("claim");
        rig.table.put(lease("0", "other", 1, null));
        rig.beatOf("other", 1);
        int views = rig.table.count("view");
        claim.answer();
        rig.time.settle();
        assertThat(rig.holder.heard).isEmpty();
        assertThat(rig.table.count("view")).isEqualTo(views);
        rig.advance(SECOND);
        assertThat(rig.table.count("view")).isBetween(views + 1, views + 2);
        assertThat(settled).hasValue(1);
        assertThat(rig.row("0").owner()).isEqualTo("other");
    }

    @Test
    void whoStopsClaimingGivesBackWhatComesIn() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.run(leases::stopClaiming);
        assertThat(leases.isClaiming()).isTrue();
        rig.table.next("claim").answer();
        rig.time.settle();
        assertThat(rig.holder.heard).isEmpty();
        assertThat(rig.row("0").isFree()).isTrue();
        assertThat(settled).hasValue(1);
        assertThat(leases.isClaiming()).isFalse();
        rig.table.holdNothing();
        rig.advance(HOUR);
        assertThat(rig.table.count("claim")).isEqualTo(1);
    }

    @Test
    void aClaimThatIsAnsweredAfterItsTermIsGivenBack() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.table.hold("beat");
        Call<?> claim = rig.table.next("claim").perform();
        rig.advance(LeaseRig.LEASE_PERIOD);
        claim.answer();
        rig.time.settle();
        assertThat(rig.holder.heard).isEmpty();
        assertThat(rig.row("0").isFree()).isTrue();
    }

    @Test
    void outOfTermNothingIsClaimed() {
        rig.list(open("0"));
        start();
        rig.table.hold("beat");
        rig.list(open("0"), open("1"));
        rig.advance(HOUR);
        assertThat(rig.row("1")).isNull();
        assertThat(rig.holder.heard).containsExactly(begun("0", 1), "fence 0");
    }

    @Test
    void aRowOfOursWhoseClaimIsStillUnansweredIsNoStray() {
        rig.list(open("0"), open("1"));
        rig.beatOf("other", 0);
        rig.table.put(lease("0", "other", 1, null));
        rig.table.put(lease("1", "other", 1, null));
        start();
        rig.table.hold("claim");
        rig.table.members(STREAM.stream()).remove("other");
        rig.table.put(lease("0", null, 1, null));
        rig.table.put(lease("1", null, 1, null));
        rig.advance(LeaseRig.HEARTBEAT);
        Call<?> first = rig.table.next("claim").perform();
        Call<?> second = rig.table.next("claim").perform();
        rig.beatOf("other", 0);
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(rig.table.count("release")).isZero();
        first.answer();
        second.answer();
        rig.time.settle();
        assertThat(rig.holder.shards()).hasSize(2);
    }

    @Test
    void shardsAreListedOncePerRebalancePeriodAndWhenOneHasEnded() {
        rig.list(closed("0"), open("1", "0"));
        start();
        assertThat(rig.listing.calls).isEqualTo(1);
        rig.advance(LeaseRig.REBALANCE.minus(SECOND));
        assertThat(rig.listing.calls).isEqualTo(1);
        rig.advance(SECOND.multipliedBy(2));
        assertThat(rig.listing.calls).isEqualTo(2);
        givenBack("0", true);
        assertThat(rig.listing.calls).isEqualTo(3);
        assertThat(rig.holder.heard).containsExactly(begun("0", 1), begun("1", 1));
    }

    @Test
    void aShardThatComesLaterIsFoundByTheNextListing() {
        rig.list(open("0"));
        start();
        rig.list(open("0"), open("1"));
        rig.advance(LeaseRig.REBALANCE.plus(SECOND));
        assertThat(rig.holder.shards()).containsExactly(id("0"), id("1"));
    }

    @Test
    void theShardsOfADeadMemberAreReadWithinLeasePeriodHeartbeatAndRebalance() {
        rig.list(open("0"));
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 6, "7"));
        start();
        rig.advance(LeaseRig.LEASE_PERIOD.minus(SECOND));
        assertThat(rig.holder.heard).as("it may live").isEmpty();
        rig.advance(SECOND.plus(LeaseRig.HEARTBEAT));
        assertThat(rig.holder.heard).containsExactly("begin 0 at After[sequence=7] under 7");
    }

    @Test
    void aMemberThatComesBackBetweenTwoReadsIsNotRobbed() {
        rig.list(open("0"));
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 6, "7"));
        start();
        rig.advance(LeaseRig.LEASE_PERIOD.minus(SECOND));
        rig.table.hold("members", "view");
        rig.advance(SECOND);
        rig.run(rig.table.next("members")::answer);
        assertThat(rig.events(WorkerEvent.MemberGone.class)).hasSize(1);
        List<Call<?>> reads = new ArrayList<>();
        while (rig.table.isWaiting()) {
            reads.add(rig.table.any(0).perform());
        }
        assertThat(reads).as("the look that follows has begun").isNotEmpty();

        rig.table.holdNothing();
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 7, "7"));
        reads.forEach(read -> rig.run(read::answer));

        assertThat(rig.holder.heard).isEmpty();
        assertThat(rig.row("0")).isEqualTo(lease("0", "other", 7, "7"));
    }

    @Test
    void theShardsOfAMemberThatLeftAreReadWithTheNextHeartbeat() {
        rig.list(open("0"));
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 6, "7"));
        start();
        rig.table.put(lease("0", null, 6, "7"));
        rig.table.members(STREAM.stream()).remove("other");
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(rig.holder.heard).containsExactly("begin 0 at After[sequence=7] under 7");
    }

    @Test
    void whenAnotherJoinsItsPartIsHandedOver() {
        rig.list(open("0"), open("1"));
        start();
        rig.beatOf("other", 0);
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(rig.holder.heard).hasSize(3).last().asString().startsWith("drain ");
    }

    @Test
    void aShardWhoseBarIsLiftedIsClaimedAtOnce() {
        rig.list(open("0"));
        rig.holder.barred.add(id("0"));
        start();
        assertThat(rig.holder.shards()).isEmpty();
        rig.holder.barred.clear();
        rig.run(leases::claimable);
        assertThat(rig.holder.shards()).containsExactly(id("0"));
    }

    @Test
    void aShareThatHasShrunkIsToldAtOnce() {
        rig.list(open("0"), open("1"));
        start();
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(rig.table.members(STREAM.stream()).get("me").shards()).isEqualTo(2);
        rig.table.hold("claim");
        givenBack("0", false);
        assertThat(rig.table.members(STREAM.stream()).get("me").shards()).isEqualTo(1);
    }

    @Test
    void whatAnotherIsToGiveUpIsTakenWithinASecondOfThat() {
        rig.list(open("0"), open("1"));
        rig.table.put(lease("0", "other", 1, null));
        rig.table.put(lease("1", "other", 1, null));
        rig.beatOf("other", 2);
        start();
        assertThat(rig.holder.heard).isEmpty();
        List<Lease> freed = List.of(rig.row("0").released(), rig.row("1").released());
        for (int beats = 0; beats < 10; beats++) {
            rig.beatOf("other", 2);
            rig.advance(SECOND);
        }
        assertThat(rig.holder.heard).isEmpty();
        freed.forEach(rig.table::put);
        rig.advance(SECOND);
        assertThat(rig.holder.heard).hasSize(1);
    }

    @Test
    void aStrangerIsReportedAndLeftAloneWhileItMoves() {
        rig.list(open("0"));
        rig.table.put(lease("0", "redpanda", 0, "1"));
        start();
        for (int commit = 2; commit < 20; commit++) {
            rig.table.put(lease("0", "redpanda", 0, "" + commit));
            rig.advance(LeaseRig.HEARTBEAT);
        }
        assertThat(rig.holder.heard).isEmpty();
        assertThat(rig.events(WorkerEvent.ForeignOwner.class))
                .as("once")
                .containsExactly(new WorkerEvent.ForeignOwner(id("0"), "redpanda"));
        rig.advance(Strangers.PATIENCE.minus(LeaseRig.HEARTBEAT));
        assertThat(rig.holder.heard).isEmpty();
        rig.advance(LeaseRig.HEARTBEAT.multipliedBy(2));
        assertThat(rig.holder.heard).containsExactly("begin 0 at After[sequence=19] under 1");
    }

    @Test
    void aMemberThatJoinsBetweenTwoReadsIsNotReportedAsAStranger() {
        rig.list(open("0"));
        rig.table.put(lease("0", "other", 1, "1"));
        start();
        rig.beatOf("other", 1);
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.events(WorkerEvent.ForeignOwner.class)).isEmpty();
    }

    @Test
    void aStrangerIsReportedForEachShardAndAgainWhenAnotherHasTakenIt() {
        rig.list(open("0"), open("1"));
        rig.table.put(lease("0", "redpanda", 0, "1"));
        rig.table.put(lease("1", "redpanda", 0, "1"));
        start();
        rig.advance(LeaseRig.REBALANCE);
        rig.table.put(lease("1", "panda", 0, "1"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.events(WorkerEvent.ForeignOwner.class))
                .containsExactly(
                        new WorkerEvent.ForeignOwner(id("0"), "redpanda"),
                        new WorkerEvent.ForeignOwner(id("1"), "redpanda"),
                        new WorkerEvent.ForeignOwner(id("1"), "panda"));
    }

    @Test
    void aShardThatAnotherProgramTookIsGivenUpAlthoughItDroppedTheEpoch() {
        rig.list(open("0"));
        start();
        rig.table.put(lease("0", "redpanda", 0, "1"));
        rig.advance(LeaseRig.REBALANCE.plus(SECOND));
        assertThat(rig.holder.heard).containsExactly(begun("0", 1), "lose 0: the row names redpanda under epoch 0");
    }

    @Test
    void aShardThatAnotherProgramTookAndGaveBackIsClaimedAnew() {
        rig.list(open("0"));
        start();
        rig.table.put(lease("0", null, 0, "1"));
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2).plus(SECOND));
        assertThat(rig.holder.heard)
                .containsExactly(
                        begun("0", 1),
                        "lose 0: the row names null under epoch 0",
                        "begin 0 at After[sequence=1] under 2");
    }

    @Test
    void aRowThatNamesAnotherIsReadBeforeTheShardIsGivenUp() {
        rig.list(open("0"));
        start();
        rig.table.put(lease("0", "other", 2, null));
        rig.advance(LeaseRig.REBALANCE.plus(SECOND));
        assertThat(rig.holder.heard).containsExactly(begun("0", 1), "lose 0: the row names other under epoch 2");
        assertThat(rig.table.count("read")).isEqualTo(1);
    }

    @Test
    void butNotWhenThatWasOnlyTheView() {
        rig.list(open("0"));
        start();
        rig.table.put(lease("0", "other", 2, null));
        rig.table.hold("read");
        rig.advance(LeaseRig.REBALANCE.plus(SECOND));
        rig.table.put(lease("0", "me", 2, null));
        rig.table.next("read").answer();
        rig.time.settle();
        assertThat(rig.holder.heard).containsExactly(begun("0", 1));
    }

    @Test
    void theRowOfAShardThatIsYoungerThanOurListingIsNotRetired() {
        rig.list(open("1"));
        start();
        rig.table.put(lease("2", null, 3, "9"));
        rig.beatOf("zebra", 0);
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(rig.table.count("view")).as("looks without a listing").isGreaterThan(1);
        assertThat(rig.listing.calls).isEqualTo(1);
        rig.table.members(STREAM.stream()).remove("zebra");
        rig.advance(LeaseRig.REBALANCE.minus(LeaseRig.HEARTBEAT).minus(SECOND));
        assertThat(rig.row("2")).as("between two listings").isNotNull();
        rig.listing.held = true;
        rig.advance(SECOND.multipliedBy(2));
        rig.table.put(lease("3", null, 3, "9"));
        rig.listing.waiting.get(0).complete(List.of(open("1"), open("2")));
        rig.time.settle();
        assertThat(rig.row("3")).as("the row came after the view").isNotNull();
    }

    @Test
    void aShardThatIsSaidToBeConsumedButIsOpenIsReportedOnce() {
        rig.list(open("0"));
        rig.table.put(consumed("0", "9"));
        start();
        rig.advance(HOUR);
        assertThat(rig.events(WorkerEvent.RowOddity.class)).hasSize(1);
        assertThat(rig.holder.heard).isEmpty();
    }

    @Test
    void leavingDeletesTheMemberRowAndEndsAllItsWork() {
        rig.list(open("0"));
        start();
        rig.run(() -> leases.leave());
        assertThat(rig.table.members(STREAM.stream())).isEmpty();
        int calls = rig.table.calls.size();
        rig.run(() -> leases.closed(rig.row("0"), false));
        rig.advance(HOUR);
        assertThat(rig.table.calls).hasSize(calls);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void fallingSilentKeepsTheMemberRowAndEndsAllItsWork() {
        rig.list(open("0"));
        start();
        rig.run(leases::fallSilent);
        int calls = rig.table.calls.size();
        rig.advance(HOUR);
        assertThat(rig.table.members(STREAM.stream())).containsOnlyKeys("me");
        assertThat(rig.table.calls).hasSize(calls);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void whoLeavesBetweenItsFirstHeartbeatAndItsFirstLookDoesNotLook() {
        rig.list(open("0"));
        rig.table.hold("beat");
        start();
        rig.table.next("beat").answer();
        rig.run(() -> leases.leave());
        rig.advance(HOUR);
        assertNoTrace();
    }

    @Test
    void whoLeavesBeforeItHasListedDoesNotJoin() {
        rig.list(open("0"));
        rig.listing.held = true;
        start();
        rig.run(() -> leases.leave());
        rig.listing.waiting.get(0).complete(List.of(open("0")));
        rig.advance(HOUR);
        assertNoTrace();
    }

    @Test
    void whoLeavesBeforeItsFirstHeartbeatIsAnsweredLeavesNoRow() {
        rig.list(open("0"));
        rig.table.hold("beat");
        start();
        rig.run(() -> leases.leave());
        rig.table.next("beat").answer();
        rig.advance(HOUR);
        assertNoTrace();
    }

    private void assertNoTrace() {
        assertThat(rig.table.members(STREAM.stream())).isEmpty();
        assertThat(rig.table.rows).isEmpty();
        assertThat(rig.holder.heard).isEmpty();
        assertThat(rig.events(WorkerEvent.Fenced.class)).isEmpty();
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void whileNothingHappensAWorkerWritesHeartbeatsAlone() {
        rig.list(open("0"));
        start();
        rig.advance(LeaseRig.REBALANCE);
        rig.table.calls.clear();
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.table.count("beat")).isEqualTo(6);
        assertThat(rig.table.count("view")).isEqualTo(1);
        assertThat(rig.table.count("claim") + rig.table.count("release") + rig.table.count("commit"))
                .isZero();
    }
}
