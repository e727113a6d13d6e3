// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamMembershipTest {

    /** 0.9 of the lease period. */
    private static final Duration TERM = Duration.ofMillis(13_500);

    private final LeaseRig rig = new LeaseRig();
    private final AtomicInteger changes = new AtomicInteger();
    private final StreamMembership member = new StreamMembership(
            new StreamSelection(STREAM, List.of()), rig.context, rig.calls, changes::incrementAndGet, row -> {});

    @BeforeEach
    void join() {
        CompletableFuture<Void> joined = new CompletableFuture<>();
        rig.run(() -> member.join().thenAccept(joined::complete));
        assertThat(joined).isCompleted();
    }

    private void heartbeat() {
        rig.run(member::heartbeat);
    }

    private Member row() {
        return rig.table.members(STREAM.stream()).get("me");
    }

    /** Holds this shard since an earlier claim. */
    private Lease hold(long epoch) {
        Lease lease = lease("0", "me", epoch, "7");
        rig.table.put(lease);
        rig.holder.hold(lease);
        return lease;
    }

    /** The term ends without a heartbeat. */
    private void termEnds() {
        rig.advance(TERM);
        rig.advance(Duration.ofNanos(1));
        assertThat(member.inTerm()).isFalse();
    }

    @Test
    void joiningWritesTheFirstBeatAndOpensTheTerm() {
        assertThat(row().beat()).isEqualTo(1);
        assertThat(row().host()).isEqualTo("host");
        assertThat(row().seenAt()).isEqualTo(rig.time.now());
        assertThat(member.inTerm()).isTrue();
        assertThat(rig.events(WorkerEvent.Joined.class)).hasSize(1);
    }

    @Test
    void eachHeartbeatMovesTheBeatAndTellsHowMuchItHolds() {
        hold(1);
        rig.holder.hold(
                new Lease(StreamId.of("elsewhere").shard("0"), true, "me", 1, null, null, List.of(), false, null));
        heartbeat();
        assertThat(row().beat()).isEqualTo(2);
        assertThat(row().shards()).as("of this stream").isEqualTo(1);
    }

    @Test
    void theTermCountsFromTheSendingOfTheLastAnsweredHeartbeat() {
        rig.table.hold("beat");
        heartbeat();
        rig.advance(Duration.ofSeconds(3));
        rig.table.next("beat").answer();
        rig.advance(TERM.minusSeconds(3).minusNanos(1));
        assertThat(member.inTerm()).isTrue();
        rig.advance(Duration.ofNanos(1));
        assertThat(member.inTerm()).isFalse();
    }

    @Test
    void heartbeatsInTimeKeepOneTerm() {
        BooleanSupplier term = member.term();
        for (int i = 0; i < 100; i++) {
            rig.advance(Duration.ofSeconds(5));
            heartbeat();
        }
        assertThat(term.getAsBoolean()).isTrue();
        assertThat(rig.events(WorkerEvent.Fenced.class)).isEmpty();
    }

    @Test
    void unansweredHeartbeatsArePiledUpToThree() {
        rig.table.hold("beat");
        for (int i = 0; i < 10; i++) {
            heartbeat();
        }
        assertThat(rig.table.waiting("beat")).isEqualTo(3);
        rig.table.next("beat").lose();
        rig.time.settle();
        assertThat(rig.events(WorkerEvent.HeartbeatMissed.class)).hasSize(1);
        heartbeat();
        heartbeat();
        assertThat(rig.table.waiting("beat")).isEqualTo(3);
    }

    @Test
    void aShardThatCannotBeFencedKeepsNoOtherFromIt() {
        hold(3);
        Lease other = lease("1", "me", 5, "7");
        rig.table.put(other);
        rig.holder.hold(other);
        rig.holder.unfenceable = "0";
        termEnds();
        assertThat(rig.holder.heard).containsExactly("fence 0", "fence 1");
        assertThat(rig.events(WorkerEvent.Bug.class)).hasSize(1);
        heartbeat();
        assertThat(member.inTerm()).as("the next term begins").isTrue();
        assertThat(rig.holder.heard).contains("renew 0 under 4", "renew 1 under 6");
    }

    @Test
    void whenTheTermEndsWhatItHoldsIsFenced() {
        hold(3);
        termEnds();
        assertThat(rig.holder.heard).containsExactly("fence 0");
        assertThat(rig.events(WorkerEvent.Fenced.class)).hasSize(1);
        rig.advance(Duration.ofHours(1));
        assertThat(rig.holder.heard).as("once").hasSize(1);
    }

    @Test
    void theNextHeartbeatClaimsAgainInPlaceAndOpensANewTerm() {
        hold(3);
        BooleanSupplier old = member.term();
        termEnds();
        heartbeat();
        assertThat(rig.holder.heard).containsExactly("fence 0", "renew 0 under 4");
        assertThat(rig.row("0").isHeldBy("me", 4)).isTrue();
        assertThat(old.getAsBoolean()).isFalse();
        assertThat(rig.holder.terms.get(STREAM.shard("0")).getAsBoolean()).isTrue();
        assertThat(rig.events(WorkerEvent.LeaseRenewed.class)).hasSize(1);
    }

    @Test
    void afterAFreezeTheFenceComesBeforeTheRenewalAlsoWhenItsTimerIsLate() {
        hold(3);
        rig.time.freeze(Duration.ofMinutes(1));
        heartbeat();
        assertThat(rig.holder.heard).containsExactly("fence 0", "renew 0 under 4");
    }

    @Test
    void aHeartbeatThatIsAnsweredTooLateOpensNoTerm() {
        rig.table.hold("beat");
        heartbeat();
        termEnds();
        rig.table.next("beat").answer();
        rig.advance(Duration.ofSeconds(1));
        assertThat(member.inTerm()).isFalse();
        assertThat(rig.events(WorkerEvent.Fenced.class)).hasSize(1);
    }

    @Test
    void aLeaseThatSomebodyTookMeanwhileIsLost() {
        hold(3);
        termEnds();
        rig.table.put(rig.row("0").claimedBy("other", "T"));
        heartbeat();
        assertThat(rig.holder.heard).containsExactly("fence 0", "lose 0: taken over by other under epoch 4");
    }

    @Test
    void aLeaseThatAnotherProgramTookMeanwhileIsLostAlthoughItDroppedTheEpoch() {
        hold(3);
        termEnds();
        rig.table.put(lease("0", "redpanda", 0, "7"));
        heartbeat();
        assertThat(rig.holder.heard).containsExactly("fence 0", "lose 0: taken over by redpanda under epoch 0");
    }

    @Test
    void aLeaseWhoseRowIsGoneIsLost() {
        hold(3);
        termEnds();
        rig.table.rows.clear();
        heartbeat();
        assertThat(rig.holder.heard).containsExactly("fence 0", "lose 0: the row is gone");
    }

    @Test
    void anUnansweredClaimThatWasDoneIsFoundInTheRow() {
        hold(3);
        termEnds();
        rig.table.hold("claim");
        heartbeat();
        rig.table.next("claim").perform().lose();
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.holder.heard).containsExactly("fence 0", "renew 0 under 4");
        assertThat(rig.table.count("claim")).isEqualTo(1);
    }

    @Test
    void anUnansweredClaimThatWasNotDoneIsTriedAgain() {
        hold(3);
        termEnds();
        rig.table.hold("claim");
        heartbeat();
        rig.table.next("claim").lose();
        rig.table.holdNothing();
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.holder.heard).containsExactly("fence 0", "renew 0 under 4");
    }

    @Test
    void whenTheRowCannotBeReadItIsAskedAgain() {
        hold(3);
        termEnds();
        rig.table.hold("claim", "read");
        heartbeat();
        rig.table.next("claim").perform().lose();
        rig.advance(Duration.ofSeconds(1));
        rig.table.next("read").lose();
        rig.table.holdNothing();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.holder.heard).containsExactly("fence 0", "renew 0 under 4");
    }

    @Test
    void aClaimThatIsRefusedAlthoughTheRowIsAsExpectedDoesNotSpin() {
        Lease held = hold(3);
        termEnds();
        rig.table.hold("claim");
        heartbeat();
        for (int i = 0; i < 10 && rig.table.waiting("claim") > 0; i++) {
            rig.table.next("claim").refuse(held);
            rig.time.settle();
        }
        assertThat(rig.table.count("claim")).isEqualTo(1);
        rig.table.holdNothing();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.holder.heard).containsExactly("fence 0", "renew 0 under 4");
    }

    @Test
    void aRenewalWhoseTermIsOverWhenItIsHeardOfIsLeftToTheNext() {
        hold(3);
        termEnds();
        rig.table.hold("claim");
        heartbeat();
        Call<?> first = rig.table.next("claim").perform();
        termEnds();
        heartbeat();
        first.answer();
        rig.time.settle();
        assertThat(rig.holder.heard).containsExactly("fence 0", "fence 0");
        rig.table.next("claim").answer();
        rig.time.settle();
        assertThat(rig.holder.heard).endsWith("renew 0 under 4");
        assertThat(rig.holder.terms.get(STREAM.shard("0")).getAsBoolean()).isTrue();
    }

    @Test
    void anAnswerOfBeforeTheLastRenewalIsNoLoss() {
        hold(3);
        termEnds();
        rig.table.hold("claim");
        heartbeat();
        Call<?> first = rig.table.next("claim");
        termEnds();
        heartbeat();
        rig.table.next("claim").answer();
        rig.time.settle();
        rig.table.holdNothing();
        termEnds();
        heartbeat();
        assertThat(rig.row("0").epoch()).isEqualTo(5);
        first.answer();
        rig.time.settle();
        assertThat(rig.holder.heard)
                .containsExactly("fence 0", "fence 0", "renew 0 under 4", "fence 0", "renew 0 under 5");
    }

    @Test
    void seesWhoComesAndGoes() {
        rig.beatOf("other", 3);
        heartbeat();
        assertThat(rig.events(WorkerEvent.MemberAppeared.class)).hasSize(1);
        assertThat(changes).hasValue(1);
        for (int i = 0; i < 3; i++) {
            rig.advance(Duration.ofSeconds(5));
            heartbeat();
        }
        assertThat(rig.events(WorkerEvent.MemberGone.class))
                .containsExactly(new WorkerEvent.MemberGone(STREAM, "other", false));
        rig.beatOf("other", 3);
        heartbeat();
        rig.table.members(STREAM.stream()).remove("other");
        heartbeat();
        assertThat(rig.events(WorkerEvent.MemberGone.class))
                .endsWith(new WorkerEvent.MemberGone(STREAM, "other", true));
        assertThat(changes).hasValue(4);
    }

    @Test
    void anOldAnswerAboutTheOthersKillsNobody() {
        rig.beatOf("other", 3);
        heartbeat();
        rig.table.hold("members");
        rig.advance(Duration.ofSeconds(5));
        heartbeat();
        Call<?> asked = rig.table.next("members").perform();
        rig.time.freeze(Duration.ofSeconds(13));
        asked.answer();
        rig.time.settle();
        assertThat(rig.events(WorkerEvent.MemberGone.class)).isEmpty();
    }

    @Test
    void whenTheOthersCannotBeSeenThatIsReported() {
        rig.table.hold("members");
        heartbeat();
        rig.table.next("members").lose();
        rig.time.settle();
        assertThat(rig.events(WorkerEvent.LookFailed.class)).hasSize(1);
        assertThat(member.inTerm()).isTrue();
    }

    @Test
    void itsOwnRowWithAHigherBeatIsTakenOver() {
        rig.table.members(STREAM.stream()).put("me", new Member("me", 1_000, null, "host", 0));
        heartbeat();
        assertThat(rig.events(WorkerEvent.HeartbeatMissed.class)).hasSize(1);
        heartbeat();
        assertThat(row().beat()).isEqualTo(1_001);
        rig.advance(TERM.minusNanos(1));
        assertThat(member.inTerm()).isTrue();
    }

    @Test
    void leavingDeletesItsRow() {
        heartbeat();
        rig.run(() -> done(member.leave()));
        assertThat(row()).isNull();
        heartbeat();
        assertThat(row()).as("no heartbeat after that").isNull();
        rig.advance(Duration.ofHours(1));
        assertThat(rig.events(WorkerEvent.Fenced.class)).isEmpty();
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void aHeartbeatOnItsWayDoesNotBringTheRowBack() {
        rig.table.hold("beat");
        heartbeat();
        rig.run(() -> done(member.leave()));
        rig.table.next("beat").answer();
        rig.time.settle();
        assertThat(row()).isNull();
    }

    private static void done(CompletionStage<Boolean> left) {
        assertThat(left).isNotNull();
    }
}
