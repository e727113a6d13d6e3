// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Since when a shard stands still, and what it waits for. */
class ShardStatusTest {

    private static final ShardId SHARD = STREAM.shard("0");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ConsumeRig rig = new ConsumeRig();

    private ConsumerFixture begun() {
        return new ConsumerFixture(rig).begun();
    }

    private ShardConsumers consumers() {
        return new ShardConsumers("me", rig.context(), new ShardConsumers.Owner() {
            @Override
            public void closed(Lease row, boolean ended) {}

            @Override
            public void seemsEnded(ShardId shard) {}

            @Override
            public void gone(ShardId shard) {}

            @Override
            public void claimable(ShardId shard) {}
        });
    }

    private void begin(ShardConsumers consumers) {
        Lease held = lease(SHARD.name(), "me", 1, null);
        rig.table.put(held);
        rig.run(() -> consumers.begin(held, Position.TRIM_HORIZON, () -> true));
    }

    private static WindowStatus window(ConsumerFixture shard) {
        return shard.consumer.status().window();
    }

    private static ReadStatus reading(ConsumerFixture shard) {
        return shard.consumer.status().reading();
    }

    private static CommitStatus commits(ConsumerFixture shard) {
        return shard.consumer.status().commits();
    }

    @Test
    void anIdleShardWaitsForNothing() {
        ConsumerFixture shard = begun();
        assertThat(window(shard)).isEqualTo(new WindowStatus(1024, false, null, null, null, null, null));
        assertThat(commits(shard)).isEqualTo(new CommitStatus(null, null, 0, null, null));
    }

    @Test
    void theOldestRecordTellsHowLongNothingCouldBeCommitted() {
        rig.settings.checkpointLimit = 3;
        ConsumerFixture shard = begun();
        shard.bring(1, 5);
        rig.advance(Duration.ofSeconds(4));
        assertThat(window(shard).isFull()).isTrue();
        assertThat(window(shard).waitsFor()).isEqualTo(WaitsFor.ROUTE);
        rig.complete(2);
        assertThat(window(shard).unmoved()).as("another was done").isEqualTo(Duration.ofSeconds(4));
        rig.complete(1);
        assertThat(window(shard).oldest()).as("3 came with 1").isEqualTo(Duration.ofSeconds(4));
        assertThat(window(shard).unmoved()).as("but is the oldest only now").isEqualTo(Duration.ZERO);
        rig.complete(3);
        rig.advance(SECOND);
        assertThat(window(shard).oldest()).as("4 and 5 came later").isEqualTo(SECOND);
        assertThat(window(shard).isFull()).isFalse();
        rig.complete(4, 5);
        assertThat(window(shard).oldest()).isNull();
        assertThat(window(shard).unmoved()).isNull();
    }

    @Test
    void aFailureLastsFromTheFirstTimeUntilItIsDoneAlsoWhileItIsTriedAgain() {
        ConsumerFixture shard = begun();
        shard.bring(1, 1);
        rig.fail(1);
        assertThat(window(shard).waitsFor()).isEqualTo(WaitsFor.REPLAY);
        rig.advance(SECOND);
        assertThat(window(shard).waitsFor()).as("the replay runs").isEqualTo(WaitsFor.ROUTE);
        assertThat(window(shard).failure()).isNotNull();
        rig.fail(1);
        rig.advance(SECOND);
        DeliveryFailure failure = window(shard).failure();
        assertThat(failure.since()).isEqualTo(Duration.ofSeconds(2));
        assertThat(failure.last()).isEqualTo(SECOND);
        assertThat(failure.repeats()).isEqualTo(2);
        assertThat(failure.atDeadLetter()).isFalse();
        rig.advance(MINUTE);
        rig.complete(1);
        assertThat(window(shard).failure()).isNull();
    }

    @Test
    void aBatchThatIsBisectedFailsOnInItsHalves() {
        rig.settings.batch = new BatchSettings(2, 0, Duration.ZERO, false);
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        rig.settings.ordering = Ordering.SHARD;
        ConsumerFixture shard = begun();
        shard.bring(1, 2);
        rig.fail(1);
        assertThat(rig.events(WorkerEvent.BatchBisected.class)).hasSize(1);
        assertThat(window(shard).failure()).as("no gap").isNotNull();
        rig.complete(1);
        assertThat(window(shard).failure()).as("the other half").isNotNull();
        rig.complete(2);
        assertThat(window(shard).failure()).isNull();
    }

    @Test
    void whatIsCommittedByHandAndWhatGoesToTheDeadLettersIsTold() {
        rig.settings.manualCommit = true;
        ConsumerFixture byHand = begun();
        byHand.bring(1, 1);
        Delivery delivery = rig.sink.of(record(1, "key").sequence());
        delivery.start();
        rig.run(delivery::processed);
        assertThat(window(byHand).waitsFor()).isEqualTo(WaitsFor.COMMIT_BY_HAND);

        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        rig.settings.manualCommit = false;
        ConsumerFixture dead = begun();
        dead.bring(7, 7);
        rig.fail(7);
        assertThat(window(dead).waitsFor()).isEqualTo(WaitsFor.DEAD_LETTER);
        assertThat(window(dead).failure().atDeadLetter()).isTrue();
        assertThat(window(dead).failure().refusals()).as("on its way").isZero();
        Delivery letter = rig.sink.letters.get(0);
        letter.start();
        rig.run(() -> letter.failed(new IllegalStateException("the archive is full")));
        assertThat(window(dead).failure().refusals()).isEqualTo(1);
        assertThat(window(dead).failure().error()).hasMessage("the archive is full");
    }

    @Test
    void outOfTermARecordWaitsForAHeartbeat() {
        ConsumerFixture shard = begun();
        shard.fence();
        shard.bring(1, 1);
        rig.sink.deliveries.get(0).start();
        rig.settle();
        assertThat(window(shard).waitsFor()).isEqualTo(WaitsFor.HEARTBEAT);
    }

    @Test
    void readsThatFailAreCountedFromTheStartOfTheFirst() {
        ConsumerFixture shard = begun();
        rig.advance(SECOND);
        assertThat(reading(shard).unanswered()).as("under way").isEqualTo(SECOND);
        IllegalStateException cause = new IllegalStateException("no network");
        rig.reader.next().answer(new Fetch.Failed(cause));
        rig.advance(SECOND);
        assertThat(reading(shard))
                .isEqualTo(new ReadStatus(
                        Duration.ofSeconds(2), null, Duration.ofSeconds(2), 1, false, false, cause, SECOND));
        assertThat(reading(shard).tried()).as("without the pause after it").isEqualTo(SECOND);
        rig.advance(MINUTE);
        assertThat(reading(shard).tried()).as("under way again").isEqualTo(MINUTE.plusSeconds(2));
        rig.reader.next().answer(new Fetch.Throttled(cause));
        rig.settle();
        assertThat(reading(shard).isThrottled()).isTrue();
        rig.advance(MINUTE);
        rig.reader.next().answer(new Fetch.Gone(cause));
        rig.settle();
        assertThat(reading(shard).isGone()).isTrue();
        assertThat(reading(shard).isThrottled()).isFalse();
        assertThat(reading(shard).failures()).isEqualTo(3);
        rig.advance(MINUTE);
        shard.bring(1, 1);
        assertThat(reading(shard).failures()).isZero();
        assertThat(reading(shard).lastError()).isNull();
        assertThat(reading(shard).sinceRead()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aCheckpointThatCannotBeStoredIsCountedFromWhenItWasDone() {
        ConsumerFixture shard = begun();
        rig.table.hold("commit");
        shard.bring(1, 2);
        rig.complete(1);
        rig.advance(Duration.ofSeconds(10));
        rig.table.hold("commit", "read");
        rig.table.next("commit").lose();
        rig.advance(SECOND);
        rig.complete(2);
        assertThat(commits(shard).unstored()).isEqualTo(Duration.ofSeconds(11));
        assertThat(commits(shard).failures()).isEqualTo(1);
        assertThat(commits(shard).lastError()).isNotNull();
        assertThat(commits(shard).errorAge()).isEqualTo(SECOND);
        rig.table.holdNothing();
        rig.table.next("read").answer();
        rig.advance(Duration.ofSeconds(20));
        assertThat(commits(shard).unstored()).isNull();
        assertThat(commits(shard).failures()).isZero();
        assertThat(commits(shard).sinceStored()).isNotNull();
    }

    @Test
    void aStoppedShardAndADeletedRowAreRemembered() {
        rig.settings.onFailure = OnFailure.STOP;
        ShardConsumers consumers = consumers();
        begin(consumers);
        rig.reader.next().records(List.of(record(1, "key")), 0);
        rig.settle();
        rig.fail(1);
        rig.advance(SECOND);
        assertThat(consumers.stopped()).singleElement().satisfies(stopped -> {
            assertThat(stopped.since()).isEqualTo(SECOND);
            assertThat(stopped.cause()).hasMessage("record 1 is bad");
        });

        Predicate<ShardId> nobody = any -> false;
        begin(consumers);
        rig.run(() -> consumers.lose(SHARD, WorkerEvent.LeaseLost.ROW_IS_GONE));
        assertThat(consumers.deletedRows(nobody, SECOND)).containsExactly(new DeletedRow(SHARD, Duration.ZERO, false));
        rig.reader.waiting.clear();
        begin(consumers);
        rig.advance(MINUTE);
        assertThat(consumers.deletedRows(nobody, SECOND))
                .as("held again, nothing read yet")
                .containsExactly(new DeletedRow(SHARD, MINUTE, true));
        rig.reader.next().records(List.of(), 0);
        rig.settle();
        assertThat(consumers.deletedRows(nobody, MINUTE.plusSeconds(1)))
                .as("shown for a while at least")
                .hasSize(1);
        assertThat(consumers.deletedRows(nobody, MINUTE)).as("read to its tip").isEmpty();
    }

    @Test
    void aDeletedRowThatNobodyNeedsIsForgotten() {
        ShardConsumers consumers = consumers();
        begin(consumers);
        rig.run(() -> consumers.lose(SHARD, "taken over by other under epoch 4"));
        assertThat(consumers.deletedRows(any -> false, Duration.ZERO)).isEmpty();
        rig.reader.waiting.clear();
        begin(consumers);
        rig.run(() -> consumers.lose(SHARD, WorkerEvent.LeaseLost.ROW_IS_GONE));
        assertThat(consumers.deletedRows(any -> true, SECOND)).hasSize(1);
        rig.advance(SECOND);
        assertThat(consumers.deletedRows(any -> false, SECOND)).hasSize(1);
        assertThat(consumers.deletedRows(any -> true, SECOND)).isEmpty();
    }

    @Test
    void aReleaseThatIsNotAnsweredIsToldWithItsTime() {
        ConsumerFixture shard = begun();
        rig.table.hold("release");
        shard.drain();
        rig.advance(MINUTE);
        assertThat(shard.consumer.status().closing()).isEqualTo(MINUTE);
        assertThat(shard.consumer.status().state()).isEqualTo(ShardState.DRAINING);
        rig.table.next("release").answer();
        rig.settle();
        assertThat(shard.heard).containsExactly("closed RELEASED");
        assertThat(shard.consumer.status().closing()).isNull();
    }

    @Test
    void howLongAgoAReadWasSentIsToldAlsoWhenNoneIsUnderWay() {
        ConsumerFixture shard = begun();
        rig.advance(SECOND);
        assertThat(reading(shard).sinceAsked()).isEqualTo(SECOND);
        rig.run(() -> shard.consumer.pause());
        rig.reader.next().records(records(1, 1), 0);
        rig.advance(MINUTE);
        assertThat(reading(shard).sinceAsked()).isEqualTo(MINUTE.plus(SECOND));
        assertThat(reading(shard).unanswered()).isNull();
        rig.run(() -> shard.consumer.resume());
        rig.advance(SECOND);
        assertThat(reading(shard).sinceAsked()).isLessThanOrEqualTo(SECOND);
    }
}
