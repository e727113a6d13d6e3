// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;
import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardDispatcherTest extends DispatcherFixture {

    @Test
    void aDeliverySaysWhatTheRouteMayWantToKnow() {
        fetched(open(), records(1, 1));
        Delivery delivery = delivery(1);
        assertThat(delivery.shard()).isEqualTo(SHARD);
        assertThat(delivery.leaseEpoch()).isEqualTo(7);
        assertThat(delivery.replayCount()).isZero();
        assertThat(delivery.millisBehindLatest()).isEqualTo(250);
        assertThat(delivery.records()).hasSize(1);
    }

    @Test
    void orderingShardDeliversOneAtATimeInOrder() {
        ShardDispatcher dispatcher = open(Ordering.SHARD);
        fetched(dispatcher, records(1, 3));
        assertThat(rig.sink.numbers()).containsExactly(1);
        rig.complete(1);
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        rig.complete(2);
        rig.complete(3);
        assertThat(done).containsExactly(seq(1), seq(2), seq(3));
        rig.assertClean();
    }

    @Test
    void orderingKeyDeliversKeysInParallelAndEachInOrder() {
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "b"), record(3, "a"), record(4, "b")));
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        rig.complete(2);
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 4);
        assertThat(done).isEmpty();
        rig.complete(1);
        assertThat(done).containsExactly(seq(2));
        rig.complete(4, 3);
        assertThat(done).containsExactly(seq(2), seq(4));
        rig.assertClean();
    }

    @Test
    void orderingNoneDeliversAsManyAsTheWindowAdmits() {
        rig.settings.checkpointLimit = 3;
        ShardDispatcher dispatcher = open(Ordering.NONE);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "a"), record(3, "a"), record(4, "a")));
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3);
        rig.complete(2, 3);
        assertThat(rig.sink.numbers()).as("the oldest holds the window").containsExactly(1, 2, 3);
        assertThat(dispatcher.canGoOn()).isFalse();
        rig.complete(1);
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3, 4);
        assertThat(done).containsExactly(seq(3));
    }

    @Test
    void aFailedRecordIsReplayedWithGrowingDelaysAndItsKeyWaits() {
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "a"), record(3, "b")));
        rig.fail(1);
        rig.complete(3);
        rig.advance(Duration.ofMillis(999));
        assertThat(rig.sink.numbers()).containsExactly(1, 3);
        rig.advance(Duration.ofMillis(1));
        assertThat(rig.sink.numbers()).containsExactly(1, 3, 1);
        assertThat(delivery(1).replayCount()).isEqualTo(1);
        rig.fail(1);
        rig.advance(Duration.ofSeconds(2));
        assertThat(delivery(1).replayCount()).isEqualTo(2);
        assertThat(dispatcher.failing().lastError).hasMessage("record 1 is bad");
        assertThat(done).isEmpty();
        rig.complete(1);
        assertThat(dispatcher.failing()).isNull();
        rig.complete(2);
        assertThat(done).containsExactly(seq(1), seq(3));
        assertThat(rig.events(WorkerEvent.Replay.class))
                .extracting(WorkerEvent.Replay::delay)
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        rig.assertClean();
    }

    @Test
    void replaysNeverEndAndTheirDelayStopsGrowing() {
        fetched(open(), records(1, 1));
        for (int i = 0; i < 50; i++) {
            rig.fail(1);
            rig.advance(Duration.ofMinutes(1));
        }
        assertThat(delivery(1).replayCount()).isEqualTo(50);
        rig.complete(1);
        assertThat(done).containsExactly(seq(1));
    }

    @Test
    void skipTreatsAFailureAsDoneAndSaysSo() {
        rig.settings.onFailure = OnFailure.SKIP;
        fetched(open(), List.of(record(1, "a"), record(2, "a")));
        rig.fail(1);
        assertThat(done).containsExactly(seq(1));
        assertThat(rig.events(WorkerEvent.Skipped.class))
                .singleElement()
                .satisfies(event -> assertThat(event.sequence()).isEqualTo(seq(1)));
        rig.complete(2);
        rig.assertClean();
    }

    @Test
    void stopTellsOnceAndDeliversTheRecordNoMore() {
        rig.settings.onFailure = OnFailure.STOP;
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, List.of(record(1, "a"), record(2, "a"), record(3, "b")));
        rig.fail(1);
        assertThat(stopped).containsExactly("1: record 1 is bad");
        rig.complete(3);
        rig.advance(Duration.ofMinutes(5));
        assertThat(rig.sink.numbers()).containsExactly(1, 3);
        assertThat(done).isEmpty();
        assertThat(dispatcher.isIdle()).isTrue();
        assertThat(dispatcher.failing().first()).isEqualTo(seq(1));
        rig.run(dispatcher::close);
        rig.assertClean();
    }

    @Test
    void outOfTermNothingStartsAndARenewalDeliversAgainUnderTheNewEpoch() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 2));
        Delivery first = delivery(1);
        inTerm = false;
        assertThat(first.start()).isFalse();
        rig.settle();
        assertThat(dispatcher.running()).isEqualTo(1);
        rig.run(() -> dispatcher.renewed(8, () -> true));
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 1);
        assertThat(delivery(1).leaseEpoch()).isEqualTo(8);
        rig.complete(1);
        assertThat(done).containsExactly(seq(1));
    }

    @Test
    void aStartThatWasRefusedWhileTheRenewalRanIsDeliveredAgain() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 1));
        inTerm = false;
        rig.loop.execute(() -> dispatcher.renewed(8, () -> true));
        assertThat(delivery(1).start()).isFalse();
        rig.settle();
        assertThat(rig.sink.numbers()).containsExactly(1, 1);
        rig.complete(1);
        assertThat(done).containsExactly(seq(1));
        rig.assertClean();
    }

    @Test
    void aDeliveryOfTheOldEpochDoesNotStartInTheNewTerm() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 1));
        Delivery old = delivery(1);
        inTerm = false;
        rig.run(() -> dispatcher.renewed(8, () -> true));
        assertThat(old.leaseEpoch()).isEqualTo(7);
        assertThat(old.start()).as("epoch 7 is no fencing token any more").isFalse();
        rig.settle();
        assertThat(delivery(1).leaseEpoch()).isEqualTo(8);
        rig.complete(1);
        assertThat(done).containsExactly(seq(1));
        rig.assertClean();
    }

    @Test
    void whatRunsWhenTheTermEndsStillCounts() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 1));
        Delivery delivery = delivery(1);
        assertThat(delivery.start()).isTrue();
        inTerm = false;
        delivery.completed();
        rig.settle();
        assertThat(done).containsExactly(seq(1));
        assertThat(dispatcher.isEmpty()).isTrue();
    }

    @Test
    void aSinkThatTakesNothingIsAFailure() {
        rig.sink.refusal = new IllegalStateException("full");
        fetched(open(), records(1, 1));
        assertThat(rig.events(WorkerEvent.Replay.class)).singleElement().satisfies(replay -> assertThat(replay.cause())
                .hasMessage("full"));
        rig.sink.refusal = null;
        rig.advance(Duration.ofSeconds(1));
        rig.complete(1);
        assertThat(done).containsExactly(seq(1));
    }

    @Test
    void onlyTheFirstOutcomeCounts() {
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "a"), record(3, "a")));
        Delivery delivery = delivery(1);
        delivery.start();
        delivery.completed();
        delivery.completed();
        delivery.failed(new IllegalStateException("late"));
        rig.settle();
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        assertThat(dispatcher.running()).isEqualTo(1);
        assertThat(done).containsExactly(seq(1));
        assertThat(rig.events(WorkerEvent.Replay.class)).isEmpty();
        rig.complete(2, 3);
        rig.assertClean();
    }

    @Test
    void aReplayHasAnOutcomeOfItsOwn() {
        fetched(open(), records(1, 1));
        Delivery first = delivery(1);
        rig.fail(1);
        rig.advance(Duration.ofSeconds(1));
        first.completed();
        rig.settle();
        assertThat(done).as("the first delivery has failed for good").isEmpty();
        rig.complete(1);
        assertThat(done).containsExactly(seq(1));
        rig.assertClean();
    }

    @Test
    void withoutAdmissionNothingNewIsTakenInAndTheWindowGoesOn() {
        ShardDispatcher dispatcher = open(Ordering.SHARD);
        fetched(dispatcher, records(1, 3));
        rig.run(() -> dispatcher.admit(false));
        rig.complete(1);
        assertThat(rig.sink.numbers()).containsExactly(1);
        assertThat(done).containsExactly(seq(1));
        assertThat(dispatcher.canGoOn()).isFalse();
        rig.run(() -> dispatcher.admit(true));
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
    }

    @Test
    void replaysThatAreHeldBackComeAtOnceWhenTheyMayAgain() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 2));
        rig.fail(1);
        rig.run(() -> dispatcher.replay(false));
        rig.fail(2);
        rig.advance(Duration.ofMinutes(5));
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        assertThat(rig.time.timers()).isZero();
        rig.run(() -> dispatcher.replay(true));
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 1, 2);
        rig.complete(1, 2);
        assertThat(done).hasSize(2);
        rig.assertClean();
    }

    @Test
    void aReplayThatRunsIsNotDeliveredASecondTime() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 1));
        rig.fail(1);
        rig.advance(Duration.ofSeconds(1));
        rig.run(() -> dispatcher.replay(false));
        rig.run(() -> dispatcher.replay(true));
        assertThat(rig.sink.numbers()).containsExactly(1, 1);
        assertThat(dispatcher.running()).isEqualTo(1);
    }

    @Test
    void closeGivesBackWhatWaitsWhatIsParkedAndWhatStandsInLine() {
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "a"), record(3, "b"), record(4, "c")));
        rig.fail(1);
        rig.complete(3);
        rig.run(() -> dispatcher.admit(false));
        fetched(dispatcher, records(5, 9));
        inTerm = false;
        assertThat(delivery(4).start()).isFalse();
        rig.settle();
        rig.run(dispatcher::close);
        rig.assertClean();
        assertThat(rig.time.timers()).isZero();
        rig.run(dispatcher::close);
        rig.assertClean();
    }

    @Test
    void whatRunsWhenItIsClosedGivesBackItsRoomOnceItEndsAndIsNotHeard() {
        ShardDispatcher dispatcher = open(Ordering.NONE);
        fetched(dispatcher, records(1, 3));
        for (int number = 1; number <= 3; number++) {
            assertThat(delivery(number).start()).isTrue();
        }
        rig.run(dispatcher::close);
        assertThat(rig.budget.heldBytes()).isEqualTo(3 * record(1, "key-1").memoryBytes());
        int movesBefore = moves;
        delivery(1).completed();
        rig.settle();
        delivery(2).failed(new IllegalStateException("late"));
        rig.settle();
        rig.run(dispatcher::close);
        assertThat(dispatcher.isIdle()).isFalse();
        delivery(3).completed();
        delivery(3).completed();
        rig.settle();
        assertThat(dispatcher.isIdle()).isTrue();
        assertThat(moves).isEqualTo(movesBefore + 3);
        assertThat(done).isEmpty();
        rig.advance(Duration.ofMinutes(5));
        assertThat(rig.sink.numbers()).hasSize(3);
        rig.assertClean();
    }

    @Test
    void whatHasNotStartedWhenItIsClosedNeverDoes() {
        ShardDispatcher dispatcher = open();
        fetched(dispatcher, records(1, 1));
        rig.run(dispatcher::close);
        assertThat(delivery(1).start()).isFalse();
        rig.settle();
        assertThat(dispatcher.isIdle()).isTrue();
        rig.run(() -> dispatcher.renewed(8, () -> true));
        assertThat(rig.sink.numbers()).containsExactly(1);
        rig.assertClean();
    }

    @Test
    void remembersWhatItTookInLastAndWhen() {
        ShardDispatcher dispatcher = open();
        assertThat(dispatcher.lastAdmitted()).isNull();
        fetched(dispatcher, records(1, 4));
        assertThat(dispatcher.lastAdmitted()).isEqualTo(seq(4));
        assertThat(dispatcher.lastAdmissionNanos()).isEqualTo(rig.time.nanoTime());
        assertThat(dispatcher.uncommitted()).isEqualTo(4);
    }
}
