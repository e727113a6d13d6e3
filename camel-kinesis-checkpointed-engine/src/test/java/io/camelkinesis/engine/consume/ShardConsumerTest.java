// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardConsumerTest {

    private final ConsumerFixture shard = new ConsumerFixture();
    private final ConsumeRig rig = shard.rig;

    @Test
    void readsDeliversAndCommits() {
        shard.begun();
        shard.bring(1, 3);
        rig.complete(3, 1);
        rig.advance(Duration.ofSeconds(5));
        assertThat(shard.row().checkpoint()).isEqualTo(seq(1));
        rig.complete(2);
        rig.advance(Duration.ofSeconds(5));
        assertThat(shard.row().checkpoint()).isEqualTo(seq(3));
        assertThat(shard.consumer.state()).isEqualTo(ShardState.READING);
    }

    @Test
    void aShardEndsOnlyWhenItsLastRecordIsDoneHoweverLongThatTakes() {
        shard.begun();
        shard.bringLast(records(1, 2));
        rig.complete(2);
        rig.advance(ConsumerFixture.HOUR);
        assertThat(shard.consumer.state()).isEqualTo(ShardState.FINISHING);
        assertThat(shard.row().ended()).isFalse();
        rig.complete(1);
        assertThat(shard.heard).containsExactly("closed ENDED");
        assertThat(rig.table.calls).containsExactly("commit shardId-0 2", "end shardId-0");
        assertThat(shard.row().ended()).isTrue();
        assertThat(rig.events(WorkerEvent.ShardEnded.class)).hasSize(1);
        rig.assertClean();
    }

    @Test
    void anEmptyShardEndsAtOnce() {
        shard.begun();
        shard.bringLast(List.of());
        assertThat(shard.heard).containsExactly("closed ENDED");
        assertThat(shard.row().checkpoint()).isNull();
    }

    @Test
    void whatDoesNotFitTheWindowAtTheEndIsDeliveredBeforeItEnds() {
        rig.settings.ordering = Ordering.SHARD;
        ConsumerFixture ordered = new ConsumerFixture(rig).begun();
        ordered.bringLast(records(1, 3));
        rig.complete(1, 2);
        assertThat(ordered.consumer.state()).isEqualTo(ShardState.FINISHING);
        rig.complete(3);
        assertThat(ordered.heard).containsExactly("closed ENDED");
        assertThat(ordered.row().checkpoint()).isEqualTo(seq(3));
    }

    @Test
    void drainingLetsTheWindowFinishAndThenReleases() {
        shard.begun();
        shard.bring(List.of(record(1, "a"), record(2, "a"), record(3, "b")));
        shard.drain();
        rig.complete(3);
        assertThat(shard.heard).isEmpty();
        rig.complete(1);
        assertThat(rig.sink.numbers())
                .as("the next of the key, so that 3 is not repeated")
                .containsExactly(1, 3, 2);
        rig.complete(2);
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(shard.row().isFree()).isTrue();
        assertThat(shard.row().checkpoint()).isEqualTo(seq(3));
        assertThat(rig.events(WorkerEvent.LeaseReleased.class))
                .singleElement()
                .satisfies(released -> assertThat(released.drained()).isTrue());
        rig.assertClean();
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void drainingDropsWhatWaitsAndWhatIsReadMeanwhile() {
        rig.settings.ordering = Ordering.SHARD;
        ConsumerFixture ordered = new ConsumerFixture(rig).begun();
        ordered.bring(1, 3);
        rig.advance(Duration.ofSeconds(1));
        ordered.drain();
        ordered.bring(4, 5);
        rig.complete(1);
        assertThat(ordered.heard).containsExactly("closed RELEASED");
        assertThat(rig.sink.numbers()).containsExactly(1);
        rig.assertClean();
    }

    @Test
    void drainingEndsAtItsLimitWithWhatIsDone() {
        shard.begun();
        shard.bring(1, 2);
        rig.complete(1);
        Delivery slow = rig.sink.of(seq(2));
        slow.start();
        shard.drain();
        rig.advance(ConsumerFixture.LIMIT.minusNanos(1));
        assertThat(shard.heard).isEmpty();
        rig.advance(Duration.ofNanos(1));
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(shard.row().checkpoint()).isEqualTo(seq(1));
        assertThat(rig.events(WorkerEvent.LeaseReleased.class))
                .singleElement()
                .satisfies(released -> assertThat(released.drained()).isFalse());
        assertThat(shard.consumer.isQuiet()).isFalse();
        slow.completed();
        rig.advance(ConsumerFixture.HOUR);
        assertThat(shard.heard).containsExactly("closed RELEASED", "quiet");
        assertThat(shard.row().checkpoint())
                .as("late completions are not heard")
                .isEqualTo(seq(1));
        rig.assertClean();
    }

    @Test
    void aReplayThatIsDueWithinTheLimitIsTriedSoThatWhatFollowsIsNotRepeated() {
        shard.begun();
        shard.bring(1, 3);
        rig.fail(1);
        rig.complete(2, 3);
        shard.drain();
        assertThat(shard.heard).as("the replay is due soon").isEmpty();
        rig.advance(rig.settings.replayDelay);
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3, 1);
        rig.complete(1);
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(shard.row().checkpoint()).isEqualTo(seq(3));
        assertThat(rig.events(WorkerEvent.LeaseReleased.class)).singleElement().satisfies(released -> {
            assertThat(released.drained()).isTrue();
            assertThat(released.completed()).isEqualTo(1);
        });
        rig.assertClean();
    }

    @Test
    void aReplayIsTriedOnceInADrain() {
        shard.begun();
        shard.bring(1, 2);
        rig.fail(1);
        rig.complete(2);
        shard.drain();
        rig.advance(rig.settings.replayDelay);
        rig.fail(1);
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(shard.row().checkpoint()).isNull();
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 1);
        assertThat(rig.events(WorkerEvent.LeaseReleased.class)).singleElement().satisfies(released -> {
            assertThat(released.undone()).isEqualTo(1);
            assertThat(released.repeated()).isEqualTo(2);
            assertThat(released.completed()).isZero();
        });
        rig.assertClean();
    }

    @Test
    void aReplayThatIsDueAfterTheLimitHoldsUpNoHandOver() {
        rig.settings.replayDelay = ConsumerFixture.LIMIT.multipliedBy(3);
        ConsumerFixture slow = new ConsumerFixture(rig).begun();
        slow.bring(1, 2);
        rig.fail(1);
        rig.complete(2);
        slow.drain();
        assertThat(slow.heard).containsExactly("closed RELEASED");
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        rig.assertClean();
    }

    @Test
    void aRecordThatFailedBeforeASuspensionIsTriedWhenTheStopFollows() {
        shard.begun();
        shard.bring(1, 2);
        rig.fail(1);
        rig.complete(2);
        rig.run(() -> shard.consumer.pause());
        shard.drain();
        rig.advance(rig.settings.replayDelay);
        rig.complete(1);
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(shard.row().checkpoint()).isEqualTo(seq(2));
    }

    @Test
    void aDrainWithoutALimitTriesNothingAgain() {
        shard.begun();
        shard.bring(1, 2);
        rig.fail(1);
        rig.complete(2);
        rig.advance(rig.settings.replayDelay.dividedBy(4));
        rig.run(() -> shard.consumer.drain(Duration.ZERO));
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
    }

    @Test
    void aShardWhoseEndIsBeingStoredIsNotDrainedAnyMore() {
        rig.table.hold("end");
        shard.begun();
        shard.bringLast(List.of());
        shard.drain();
        assertThat(shard.consumer.state()).isEqualTo(ShardState.FINISHING);
        rig.table.next("end").answer();
        rig.settle();
        assertThat(shard.heard).containsExactly("closed ENDED");
    }

    @Test
    void lostMeansNothingMoreIsDeliveredOrStored() {
        shard.begun();
        shard.bring(List.of(record(1, "a"), record(2, "a"), record(3, "b")));
        Delivery running = rig.sink.of(seq(1));
        running.start();
        shard.lose();
        assertThat(shard.heard).containsExactly("closed LOST");
        assertThat(rig.events(WorkerEvent.LeaseLost.class)).singleElement().satisfies(lost -> assertThat(lost.reason())
                .isEqualTo("test"));
        assertThat(rig.sink.of(seq(3)).start()).isFalse();
        running.completed();
        rig.advance(ConsumerFixture.HOUR);
        assertThat(shard.heard).containsExactly("closed LOST", "quiet");
        assertThat(rig.sink.numbers()).containsExactly(1, 3);
        assertThat(rig.table.calls).isEmpty();
        rig.assertClean();
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void aRefusedCommitLosesIt() {
        shard.begun();
        shard.bring(1, 1);
        rig.table.put(shard.row().claimedBy("other", "T"));
        rig.complete(1);
        rig.advance(Duration.ofSeconds(5));
        assertThat(shard.heard).containsExactly("closed LOST");
    }

    @Test
    void pausedItKeepsTheLeaseAndLetsTheWindowFinish() {
        rig.settings.ordering = Ordering.SHARD;
        ConsumerFixture ordered = new ConsumerFixture(rig).begun();
        ordered.bring(1, 3);
        rig.run(ordered.consumer::pause);
        rig.complete(1);
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.sink.numbers()).containsExactly(1);
        assertThat(ordered.row().checkpoint()).isEqualTo(seq(1));
        assertThat(ordered.heard).isEmpty();
        int reads = rig.reader.reads;
        rig.run(ordered.consumer::resume);
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.reader.reads).isGreaterThanOrEqualTo(reads);
    }

    @Test
    void pausedItReadsNotAndReplaysNot() {
        shard.begun();
        shard.bring(1, 1);
        rig.run(shard.consumer::pause);
        rig.fail(1);
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.sink.numbers()).containsExactly(1);
        assertThat(rig.reader.reads).isEqualTo(1);
        rig.run(shard.consumer::resume);
        assertThat(rig.sink.numbers()).containsExactly(1, 1);
        assertThat(rig.reader.next().from()).isEqualTo(new Position.After(seq(1)));
    }

    @Test
    void begunInAPauseItReadsOnlyAfterIt() {
        rig.run(() -> shard.consumer.begin(true));
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.reader.reads).isZero();
        rig.run(shard.consumer::resume);
        shard.bring(1, 1);
        assertThat(rig.sink.numbers()).containsExactly(1);
    }

    @Test
    void aPauseWhileItFinishesOnlyHoldsItUp() {
        rig.settings.ordering = Ordering.SHARD;
        ConsumerFixture ordered = new ConsumerFixture(rig).begun();
        ordered.bringLast(records(1, 2));
        rig.run(ordered.consumer::pause);
        rig.complete(1);
        rig.advance(ConsumerFixture.HOUR);
        assertThat(ordered.consumer.state()).isEqualTo(ShardState.FINISHING);
        rig.run(ordered.consumer::resume);
        rig.complete(2);
        assertThat(ordered.heard).containsExactly("closed ENDED");
    }

    @Test
    void fencedItStoresNothingAndRenewedItGoesOnUnderTheNextEpoch() {
        shard.begun();
        shard.bring(1, 2);
        Delivery running = rig.sink.of(seq(1));
        running.start();
        shard.fence();
        assertThat(rig.sink.of(seq(2)).start()).isFalse();
        running.completed();
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.table.calls).isEmpty();
        shard.renew();
        assertThat(rig.sink.of(seq(2)).leaseEpoch()).isEqualTo(4);
        rig.complete(2);
        rig.advance(Duration.ofSeconds(5));
        assertThat(shard.row().checkpoint()).isEqualTo(seq(2));
        assertThat(shard.consumer.epoch()).isEqualTo(4);
    }

    @Test
    void aShardThatIsNotListedAnyMoreEndsWithWhatWasReadOfIt() {
        shard.begun();
        shard.bring(1, 1);
        rig.advance(Duration.ofSeconds(1));
        rig.reader.next().answer(new Fetch.Gone(new IllegalStateException("no such shard")));
        rig.settle();
        assertThat(shard.heard).containsExactly("gone");
        rig.run(shard.consumer::finish);
        assertThat(shard.consumer.state()).isEqualTo(ShardState.FINISHING);
        rig.complete(1);
        assertThat(shard.heard).containsExactly("gone", "closed ENDED");
        assertThat(rig.events(WorkerEvent.ShardGone.class)).hasSize(1);
    }

    @Test
    void stopGivesTheShardUp() {
        rig.settings.onFailure = OnFailure.STOP;
        ConsumerFixture strict = new ConsumerFixture(rig).begun();
        strict.bring(1, 2);
        rig.sink.of(seq(2)).start();
        rig.fail(1);
        assertThat(strict.heard).containsExactly("stopped");
        rig.sink.of(seq(2)).completed();
        rig.settle();
        assertThat(strict.heard).containsExactly("stopped", "closed RELEASED");
        assertThat(rig.events(WorkerEvent.ShardStopped.class))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.sequence()).isEqualTo(seq(1)));
        assertThat(strict.row().checkpoint()).isNull();
        rig.assertClean();
    }

    @Test
    void whatCannotBeDeliveredIsSparedAndReadAgainWithoutLoss() {
        rig.settings.checkpointLimit = 2;
        rig.settings.pollInterval = Duration.ofMinutes(1);
        rig.settings.maxPollInterval = Duration.ofMinutes(1);
        ConsumerFixture narrow = new ConsumerFixture(rig).begun();
        narrow.bring(1, 5);
        rig.advance(Duration.ofMillis(200));
        rig.reader.next().records(List.of(), 0);
        rig.run(() -> narrow.consumer.spare(rig.time.nanoTime(), Duration.ofSeconds(1)));
        assertThat(narrow.consumer.status().waiting())
                .as("delivered a moment ago")
                .isEqualTo(3);
        rig.advance(Duration.ofSeconds(1));
        rig.run(() -> narrow.consumer.spare(rig.time.nanoTime(), Duration.ofSeconds(1)));
        assertThat(narrow.consumer.status().waiting()).isZero();
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.reader.waiting).as("no read while the window is full").isEmpty();
        rig.complete(2);
        assertThat(rig.reader.waiting).isEmpty();
        rig.complete(1);
        assertThat(rig.reader.waiting).hasSize(1);
        assertThat(rig.reader.waiting.getFirst().from()).isEqualTo(new Position.After(seq(2)));
        narrow.bring(3, 5);
        rig.complete(3, 4, 5);
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void itsStatusTellsWhereItStands() {
        rig.settings.checkpointLimit = 3;
        ConsumerFixture narrow = new ConsumerFixture(rig).begun();
        narrow.bring(1, 5);
        rig.complete(2);
        rig.fail(1);
        ShardStatus status = narrow.consumer.status();
        assertThat(status.state()).isEqualTo(ShardState.READING);
        assertThat(status.epoch()).isEqualTo(3);
        assertThat(status.waiting()).isEqualTo(2);
        assertThat(status.inFlight()).as("one runs, one is to be replayed").isEqualTo(2);
        assertThat(status.uncommitted()).isEqualTo(3);
        assertThat(status.millisBehindLatest()).isEqualTo(1_000);
        assertThat(status.replays()).isEqualTo(1);
        assertThat(status.lastError()).hasMessage("record 1 is bad");
        assertThat(status.committed()).isNull();
    }

    @Test
    void whatWasReadToTheEndIsSparedTooAndTheEndReadAgain() {
        rig.settings.checkpointLimit = 2;
        ConsumerFixture narrow = new ConsumerFixture(rig).begun();
        narrow.bringLast(records(1, 5));
        rig.advance(Duration.ofSeconds(1));
        rig.run(() -> narrow.consumer.spare(rig.time.nanoTime(), Duration.ofSeconds(1)));
        assertThat(narrow.consumer.state()).isEqualTo(ShardState.READING);
        assertThat(rig.budget.heldRecords()).isZero();
        rig.complete(1, 2);
        assertThat(narrow.row().ended()).as("3, 4 and 5 are to be read again").isFalse();
        FakeReader.Request again = rig.reader.next();
        assertThat(again.from()).isEqualTo(new Position.After(seq(2)));
        again.last(records(3, 5));
        rig.settle();
        rig.complete(3, 4, 5);
        assertThat(narrow.heard).containsExactly("closed ENDED");
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3, 4, 5);
        rig.assertClean();
    }

    @Test
    void whatCannotBeReadAgainIsNotSpared() {
        rig.settings.checkpointLimit = 2;
        ConsumerFixture narrow = new ConsumerFixture(rig).begun();
        narrow.bring(1, 5);
        rig.run(narrow.consumer::finish);
        rig.advance(Duration.ofSeconds(1));
        rig.run(() -> narrow.consumer.spare(rig.time.nanoTime(), Duration.ofSeconds(1)));
        assertThat(narrow.consumer.status().waiting()).isEqualTo(3);
        rig.complete(1, 2, 3, 4, 5);
        assertThat(narrow.heard).containsExactly("closed ENDED");
    }

    @Test
    void aBatchReadsOnUntilItIsFull() {
        rig.settings.batch = new BatchSettings(4_000, 0, Duration.ZERO, false);
        rig.settings.checkpointLimit = 10_000;
        ConsumerFixture batched = new ConsumerFixture(rig).begun();
        batched.bring(1, 3_000);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.reader.waiting)
                .as("although more than enough waits for single records")
                .hasSize(1);
        batched.bring(3_001, 5_000);
        assertThat(rig.sink.ranges()).containsExactly("1-4000");
    }

    @Test
    void aBatchDoesNotWaitAtTheEndOfItsShard() {
        rig.settings.batch = new BatchSettings(10, 0, ConsumerFixture.HOUR, false);
        ConsumerFixture batched = new ConsumerFixture(rig).begun();
        batched.bring(1, 2);
        rig.advance(Duration.ofSeconds(1));
        batched.bringLast(records(3, 3));
        assertThat(rig.sink.ranges()).containsExactly("1-3");
        rig.complete(1);
        assertThat(batched.heard).containsExactly("closed ENDED");
    }

    @Test
    void aBatchThatIsNotFullIsLeftToTheNextOwner() {
        rig.settings.batch = new BatchSettings(2, 0, Duration.ZERO, false);
        ConsumerFixture batched = new ConsumerFixture(rig).begun();
        batched.bring(1, 3);
        batched.drain();
        rig.complete(1);
        assertThat(batched.heard).containsExactly("closed RELEASED");
        assertThat(rig.sink.ranges()).containsExactly("1-2");
        assertThat(batched.row().checkpoint()).isEqualTo(seq(2));
        rig.assertClean();
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void aBatchThatWaitsForMoreGoesWhenAnotherShardNeedsTheRoom() {
        rig.settings.batch = new BatchSettings(10, 0, Duration.ZERO, false);
        ConsumerFixture batched = new ConsumerFixture(rig).begun();
        batched.bring(1, 3);
        rig.advance(Duration.ofSeconds(1));
        rig.run(() -> batched.consumer.spare(rig.time.nanoTime(), Duration.ofSeconds(1)));
        assertThat(rig.sink.ranges()).containsExactly("1-3");
    }

    @Test
    void drainingWaitsForCommitsByHandUpToItsLimit() {
        rig.settings.manualCommit = true;
        ConsumerFixture manual = new ConsumerFixture(rig).begun();
        manual.bring(1, 2);
        Delivery first = rig.sink.of(seq(1));
        first.start();
        first.processed();
        Delivery second = rig.sink.of(seq(2));
        second.start();
        second.processed();
        rig.settle();
        manual.drain();
        first.completed();
        rig.settle();
        assertThat(manual.heard).isEmpty();
        rig.advance(ConsumerFixture.LIMIT);
        assertThat(manual.heard).containsExactly("closed RELEASED");
        assertThat(manual.row().checkpoint()).isEqualTo(seq(1));
        second.completed();
        rig.settle();
        rig.assertClean();
    }

    @Test
    void aDeadLetterOnItsWayIsWaitedForBeforeTheShardIsGivenBack() {
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        ConsumerFixture lettered = new ConsumerFixture(rig).begun();
        lettered.bring(1, 1);
        lettered.drain();
        rig.fail(1);
        assertThat(lettered.heard).isEmpty();
        Delivery letter = rig.sink.letters.get(0);
        assertThat(letter.start()).isTrue();
        letter.completed();
        rig.settle();
        assertThat(lettered.heard).containsExactly("closed RELEASED");
        assertThat(lettered.row().checkpoint()).isEqualTo(seq(1));
    }
}
