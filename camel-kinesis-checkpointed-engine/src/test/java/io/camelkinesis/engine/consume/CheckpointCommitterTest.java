// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CheckpointCommitterTest extends CommitterFixture {

    @Test
    void writesOnlyWhenThereIsSomethingNew() {
        rig.advance(HOUR);
        assertThat(rig.table.calls).isEmpty();
        done(5);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5");
        done(5);
        rig.advance(HOUR);
        assertThat(rig.table.calls).hasSize(1);
        assertThat(committer.committed()).isEqualTo(seq(5));
        assertThat(row().checkpoint()).isEqualTo(seq(5));
    }

    @Test
    void whatIsStoredAlreadyIsNotNew() {
        committer = committer(lease("shardId-0", "me", 3, "9"));
        assertThat(committer.committed()).isEqualTo(seq(9));
        done(8);
        rig.advance(HOUR);
        assertThat(rig.table.calls).isEmpty();
        done(10);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 10");
    }

    @Test
    void oneWriteAPeriodWithTheLatest() {
        for (int number = 1; number <= 20; number++) {
            done(number);
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.table.calls)
                .containsExactly(
                        "commit shardId-0 5", "commit shardId-0 10", "commit shardId-0 15", "commit shardId-0 20");
    }

    @Test
    void theFirstWriteComesAtARandomMomentOfThePeriodTheOthersAfterAWholeOne() {
        assertThat(firstWriteAfter(1)).isEqualTo(PERIOD);
        assertThat(firstWriteAfter(0.5)).isEqualTo(PERIOD.dividedBy(2));
        assertThat(firstWriteAfter(0)).isEqualTo(Duration.ZERO);
        done(2);
        assertThat(rig.time.untilNextTimer()).isEqualTo(PERIOD);
    }

    private Duration firstWriteAfter(double chance) {
        rig.random = new FixedRandom(chance);
        committer = committer(lease("shardId-0", "me", 3, null));
        done(1);
        Duration delay = rig.time.untilNextTimer();
        rig.advance(PERIOD);
        return delay;
    }

    @Test
    void atMostOneWriteIsOnItsWay() {
        rig.table.hold("commit");
        done(1);
        rig.advance(HOUR);
        done(2);
        rig.advance(HOUR);
        assertThat(rig.table.calls).hasSize(1);
        answer("commit");
        rig.advance(PERIOD);
        answer("commit");
        assertThat(row().checkpoint()).isEqualTo(seq(2));
        assertThat(rig.events(WorkerEvent.Committed.class))
                .extracting(WorkerEvent.Committed::latency)
                .containsExactly(HOUR.multipliedBy(2).minus(PERIOD), Duration.ZERO);
    }

    @Test
    void anUnansweredWriteThatWasDoneIsFoundInTheRow() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        loseReply("commit");
        assertThat(rig.events(WorkerEvent.CommitDelayed.class)).hasSize(1);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "read shardId-0");
        assertThat(committer.committed()).isEqualTo(seq(5));
        assertThat(heard).isEmpty();
    }

    @Test
    void anUnansweredWriteThatWasNotDoneIsWrittenAgain() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        loseRequest("commit");
        done(6);
        rig.table.holdNothing();
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "read shardId-0", "commit shardId-0 6");
        assertThat(row().checkpoint()).isEqualTo(seq(6));
    }

    @Test
    void anUnansweredWriteToALeaseThatIsAnothersNowMeansItIsLost() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        rig.table.put(row().claimedBy("other", "T"));
        loseRequest("commit");
        rig.advance(HOUR);
        assertThat(heard).containsExactly("lost: held by other under epoch 4");
        assertThat(rig.table.count("commit")).isEqualTo(1);
    }

    @Test
    void aDelayedOldWriteCannotMoveTheCheckpointBack() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        Call<?> old = loseRequest("commit");
        done(9);
        rig.table.holdNothing();
        rig.advance(HOUR);
        assertThat(row().checkpoint()).isEqualTo(seq(9));
        old.perform();
        assertThat(row().checkpoint()).isEqualTo(seq(9));
    }

    @Test
    void aDelayedOldWriteThatComesInFirstIsBuiltUpon() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        Call<?> old = loseRequest("commit");
        done(9);
        rig.advance(PERIOD.multipliedBy(3));
        assertThat(rig.table.calls).endsWith("read shardId-0", "commit shardId-0 9");
        old.perform();
        answer("commit");
        answer("commit");
        assertThat(row().checkpoint()).isEqualTo(seq(9));
        assertThat(committer.committed()).isEqualTo(seq(9));
        assertThat(heard).isEmpty();
    }

    @Test
    void whileNeitherWriteNorReadIsAnsweredItAsksLessAndLess() {
        rig.table.hold("commit", "read");
        done(5);
        rig.advance(PERIOD);
        loseRequest("commit");
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            delays.add(rig.time.untilNextTimer());
            rig.advance(Duration.ofSeconds(5));
            loseRequest("read");
        }
        assertThat(delays)
                .startsWith(Duration.ofMillis(200), Duration.ofMillis(400))
                .endsWith(Duration.ofSeconds(5));
        assertThat(rig.table.waiting("commit")).isZero();
    }

    @Test
    void whileReadsAreAnsweredButWritesAreNotItWritesLessAndLess() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        for (int i = 0; i < 60; i++) {
            if (rig.table.waiting("commit") > 0) {
                loseRequest("commit");
            }
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.table.count("commit")).as("writes in a minute").isBetween(3, 6);
    }

    @Test
    void whatTheTableRefusedUntriedIsNotReadBackAndNotTriedSoonerThanCommitPeriod() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        throttle("commit");

        rig.advance(PERIOD.minusMillis(1));
        assertThat(rig.table.count("commit")).isEqualTo(1);
        assertThat(rig.table.count("read")).isZero();

        rig.advance(PERIOD.multipliedBy(3));
        answer("commit");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(rig.table.count("commit")).isEqualTo(2);
    }

    @Test
    void theLastWordDoesNotWaitThatLong() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        throttle("commit");
        rig.table.holdNothing();

        release();
        rig.advance(Duration.ofSeconds(1));

        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void whatWasDoneAfterAllIsNoFailureThatTheNextDelayCounts() {
        rig.table.hold("commit");
        for (int number = 1; number <= 3; number++) {
            done(number);
            rig.advance(PERIOD.multipliedBy(4));
            loseReply("commit");
            assertThat(rig.time.untilNextTimer()).isEqualTo(Duration.ofMillis(200));
            rig.advance(PERIOD);
        }
        assertThat(row().checkpoint()).isEqualTo(seq(3));
    }

    @Test
    void aWriteThatIsRefusedAlthoughTheRowIsAsExpectedDoesNotSpin() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        for (int i = 0; i < 60; i++) {
            if (rig.table.waiting("commit") > 0) {
                refuse(row());
            }
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.table.count("commit")).as("writes in a minute").isBetween(10, 20);
        rig.advance(HOUR);
        answer("commit");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
    }

    private void refuse(Lease current) {
        next("commit").refuse(current);
        rig.settle();
    }

    @Test
    void refusedButStillOursWithAnotherStoredValueIsBuiltUpon() {
        rig.table.put(lease("shardId-0", "me", 3, "4"));
        done(5);
        rig.advance(PERIOD);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "commit shardId-0 5");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(heard).isEmpty();
    }

    @Test
    void aGreaterStoredValueIsNotOverwritten() {
        rig.table.put(lease("shardId-0", "me", 3, "100"));
        done(5);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5");
        assertThat(committer.committed()).isEqualTo(seq(100));
        done(101);
        rig.advance(HOUR);
        assertThat(row().checkpoint()).isEqualTo(seq(101));
    }

    @Test
    void refusedByAnotherOwnerMeansItIsLost() {
        rig.table.put(row().claimedBy("other", "T"));
        done(5);
        rig.advance(PERIOD);
        assertThat(heard).containsExactly("lost: held by other under epoch 4");
        done(6);
        release();
        rig.advance(HOUR);
        assertThat(rig.table.calls).hasSize(1);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void anotherProgramThatTookItAndDroppedTheEpochMeansItIsLost() {
        rig.table.put(new Lease(row().shard(), true, "redpanda", 0, "4", null, List.of(), false, "T"));
        done(5);
        rig.advance(PERIOD);
        assertThat(heard).containsExactly("lost: held by redpanda under epoch 0");
    }

    @Test
    void anEpochThatWentBackMeansItIsLostWhoeverDidThat() {
        Lease row = row();
        rig.table.put(new Lease(row.shard(), true, row.owner(), 0, "4", null, List.of(), false, "T"));
        done(5);
        rig.advance(PERIOD);
        assertThat(heard).singleElement().asString().startsWith("lost: ").endsWith("under epoch 0");
    }

    @Test
    void aRowThatIsGoneMeansItIsLost() {
        rig.table.rows.clear();
        done(5);
        rig.advance(PERIOD);
        assertThat(heard).containsExactly("lost: the row is gone");
    }

    @Test
    void theLastWordComesAfterALastCheckpoint() {
        done(5);
        release();
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "release shardId-0");
        assertThat(heard).containsExactly("closed");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(row().isFree()).isTrue();
        rig.advance(HOUR);
        assertThat(rig.table.calls).hasSize(2);
    }

    @Test
    void theEndComesAfterALastCheckpointToo() {
        done(5);
        rig.run(committer::end);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "end shardId-0");
        assertThat(heard).containsExactly("closed");
        assertThat(row().ended()).isTrue();
    }

    @Test
    void withNothingNewTheLastWordComesAtOnce() {
        release();
        assertThat(rig.table.calls).containsExactly("release shardId-0");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void theLastWordWaitsForAWriteOnItsWay() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        done(6);
        release();
        assertThat(rig.table.calls).hasSize(1);
        answer("commit");
        answer("commit");
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "commit shardId-0 6", "release shardId-0");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void theLastWordDoesNotWaitForAReadBackButForWhatIsStored() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        loseReply("commit");
        rig.table.holdNothing();
        release();
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "commit shardId-0 5", "release shardId-0");
        assertThat(heard).containsExactly("closed");
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void anUnansweredReleaseThatWasDoneIsFoundInTheRow() {
        rig.table.hold("release");
        release();
        loseReply("release");
        assertThat(heard).isEmpty();
        rig.advance(HOUR);
        assertThat(heard).containsExactly("closed");
        assertThat(rig.table.count("release")).isEqualTo(1);
    }

    @Test
    void anUnansweredReleaseThatWasNotDoneIsWrittenAgain() {
        rig.table.hold("release");
        release();
        loseRequest("release");
        rig.table.holdNothing();
        rig.advance(HOUR);
        assertThat(heard).containsExactly("closed");
        assertThat(row().isFree()).isTrue();
    }

    @Test
    void anUnansweredReleaseOfALeaseThatIsAnothersNowIsALoss() {
        rig.table.hold("release");
        release();
        loseReply("release");
        rig.table.put(row().claimedBy("other", "T"));
        rig.advance(HOUR);
        assertThat(heard).containsExactly("lost: held by other under epoch 4");
    }

    @Test
    void aReleaseWithoutTheLastCheckpointIsNoReleaseOfOurs() {
        rig.table.hold("commit");
        done(5);
        release();
        loseRequest("commit");
        rig.table.put(row().released());
        rig.advance(HOUR);
        assertThat(heard).singleElement().asString().startsWith("lost");
    }

    @Test
    void abandonedItWritesNothingAndHearsNothing() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        rig.run(committer::abandon);
        rig.table.put(row().claimedBy("other", "T"));
        answer("commit");
        done(6);
        release();
        rig.advance(HOUR);
        assertThat(heard).isEmpty();
        assertThat(rig.table.calls).hasSize(1);
        assertThat(Objects.requireNonNull(row()).sequenceText()).isNull();
        assertThat(rig.time.timers()).isZero();
    }
}
