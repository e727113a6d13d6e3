// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;
import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShardFetcherTest extends FetcherFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final IllegalStateException cause = new IllegalStateException("no");

    private ShardFetcher opened(Position from) {
        ShardFetcher fetcher = fetcher(from);
        rig.run(fetcher::open);
        return fetcher;
    }

    private static Position after(long number) {
        return new Position.After(seq(number));
    }

    private void bring(long first, long last) {
        rig.reader.next().records(records(first, last), 1_000);
        rig.settle();
    }

    @Test
    void readsFromItsStartAndGoesOnBehindWhatItRead() {
        opened(Position.TRIM_HORIZON);
        FakeReader.Request first = rig.reader.next();
        assertThat(first.from()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(first.cursor()).isNull();
        first.records(records(1, 3), 1_000);
        rig.advance(MINUTE);
        FakeReader.Request second = rig.reader.next();
        assertThat(second.from()).isEqualTo(after(3));
        assertThat(second.cursor()).isEqualTo(new FakeReader.Place("behind " + Position.TRIM_HORIZON));
        assertThat(heard).containsExactly("fetched");
        assertThat(taken()).containsExactly(seq(1), seq(2), seq(3));
    }

    @Test
    void anAnswerThatItCannotTakeGivesItsRoomBackAndTheShardIsReadOn() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        List<StreamRecord> broken = new ArrayList<>(records(1, 1));
        broken.add(null);
        rig.reader.next().records(broken, 1_000);
        rig.settle();
        assertThat(rig.bugs).hasSize(1);
        assertThat(rig.budget.heldBytes()).isZero();
        assertThat(rig.budget.heldRecords()).isZero();
        rig.run(fetcher::kick);
        rig.advance(MINUTE);
        bring(1, 1);
        assertThat(taken()).containsExactly(seq(1));
    }

    @Test
    void oneReadAtATimeHoweverOftenItIsKicked() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        rig.run(fetcher::kick);
        rig.run(fetcher::kick);
        assertThat(rig.reader.reads).isEqualTo(1);
        bring(1, 1);
        rig.run(fetcher::kick);
        rig.run(fetcher::kick);
        assertThat(rig.time.timers()).isEqualTo(1);
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isEqualTo(2);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void anEmptyReadIsFollowedByALaterOneAtTheSamePlace() {
        opened(after(5));
        rig.reader.next().records(List.of(), 0);
        rig.settle();
        assertThat(rig.reader.waiting).isEmpty();
        rig.advance(Duration.ofMillis(250));
        assertThat(rig.reader.next().from()).isEqualTo(after(5));
        assertThat(heard).isEmpty();
        assertThat(rig.budget.heldRecords())
                .as("promised to the second read alone")
                .isEqualTo(100);
    }

    @Test
    void withAnExpiredCursorItGoesOnFromTheLastRecordRead() {
        opened(Position.TRIM_HORIZON);
        bring(1, 3);
        rig.advance(MINUTE);
        FakeReader.Request second = rig.reader.next();
        second.answer(new Fetch.Expired());
        rig.advance(Duration.ofSeconds(1));
        FakeReader.Request third = rig.reader.next();
        assertThat(third.from()).as("read, although nothing of it is committed").isEqualTo(after(3));
        assertThat(third.cursor()).isNull();
        assertThat(rig.reader.released).containsExactly(second.cursor());
        assertThat(rig.events(WorkerEvent.FetchDelayed.class)).isEmpty();
    }

    @Test
    void throttledAndFailedReadsComeAgainLaterAndAreReportedWhenTheyPersist() {
        opened(after(5));
        answer(new Fetch.Throttled(cause));
        for (int i = 0; i < 3; i++) {
            rig.advance(MINUTE);
            answer(new Fetch.Failed(cause));
        }
        rig.advance(MINUTE);
        assertThat(rig.reader.next().from()).isEqualTo(after(5));
        List<WorkerEvent.FetchDelayed> delays = rig.events(WorkerEvent.FetchDelayed.class);
        assertThat(delays).extracting(WorkerEvent.FetchDelayed::attempts).containsExactly(1, 2, 3, 4);
        assertThat(delays).extracting(WorkerEvent.FetchDelayed::throttled).containsExactly(true, false, false, false);
        assertThat(delays).extracting(WorkerEvent.FetchDelayed::persistent).containsExactly(false, false, false, true);
    }

    @Test
    void aReaderThatFailsInsteadOfAnsweringCountsAsAFailedRead() {
        opened(after(5));
        rig.reader.next().answer().completeExceptionally(cause);
        rig.settle();
        assertThat(rig.events(WorkerEvent.FetchDelayed.class))
                .singleElement()
                .satisfies(delay -> assertThat(delay.cause()).isSameAs(cause));
        assertThat(rig.budget.heldBytes()).isZero();
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isEqualTo(2);
    }

    @Test
    void anAnswerAfterStopIsDroppedAndReadAgainAfterOpen() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        rig.run(fetcher::stop);
        bring(1, 3);
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(heard).isEmpty();
        rig.assertClean();
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isEqualTo(1);
        rig.run(fetcher::open);
        assertThat(rig.reader.next().from()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void anAnswerThatComesAfterStopAndOpenIsTakenOnce() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        rig.run(fetcher::stop);
        rig.run(fetcher::open);
        bring(1, 3);
        assertThat(taken()).containsExactly(seq(1), seq(2), seq(3));
        rig.advance(MINUTE);
        assertThat(rig.reader.next().from()).isEqualTo(after(3));
    }

    @Test
    void stopGivesUpItsPlaceInTheLineForRoom() {
        ReceiveBudget.Request all = rig.budget.request(64L << 20, 0, 10_000, () -> {});
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        assertThat(rig.budget.isShort()).isTrue();
        rig.run(fetcher::stop);
        assertThat(rig.budget.isShort()).isFalse();
        all.settle(0, 0);
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isZero();
        rig.assertClean();
    }

    @Test
    void stopGivesBackRoomThatWasGrantedButNotUsedYet() {
        ShardFetcher fetcher = fetcher(after(1));
        rig.run(() -> {
            fetcher.open();
            fetcher.stop();
        });
        assertThat(rig.reader.reads).isZero();
        rig.assertClean();
    }

    @Test
    void aGrantThatCameForARequestOfBeforeIsNotTaken() {
        ShardFetcher fetcher = fetcher(after(1));
        rig.run(() -> {
            fetcher.open();
            fetcher.stop();
            fetcher.open();
        });
        assertThat(rig.reader.reads).isEqualTo(1);
        bring(2, 2);
        assertThat(taken()).containsExactly(seq(2));
    }

    @Test
    void closedIsForEver() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        bring(1, 1);
        rig.run(fetcher::close);
        assertThat(rig.reader.released).containsExactly(new FakeReader.Place("behind " + Position.TRIM_HORIZON));
        rig.run(fetcher::open);
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isEqualTo(1);
    }

    @Test
    void theEndOfTheShardIsToldAfterItsLastRecordsAndNothingIsReadAnyMore() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        rig.reader.next().last(records(1, 2));
        rig.settle();
        assertThat(heard).containsExactly("fetched", "end");
        assertThat(taken()).hasSize(2);
        rig.run(fetcher::kick);
        rig.run(fetcher::open);
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isEqualTo(1);
        rig.assertClean();
    }

    @Test
    void anEndAfterStopIsDroppedTooAndReadAgain() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        rig.run(fetcher::stop);
        rig.reader.next().last(records(1, 2));
        rig.settle();
        assertThat(heard).isEmpty();
        rig.run(fetcher::open);
        rig.advance(MINUTE);
        rig.reader.next().last(records(1, 2));
        rig.settle();
        assertThat(heard).containsExactly("fetched", "end");
    }

    @Test
    void aShardThatIsGoneIsToldAndReadAgainLater() {
        opened(after(5));
        answer(new Fetch.Gone(cause));
        assertThat(heard).containsExactly("gone: no");
        assertThat(rig.reader.waiting).isEmpty();
        rig.advance(MINUTE);
        assertThat(rig.reader.next().from()).isEqualTo(after(5));
    }

    @Test
    void aShardThatIsGoneMayBeClosedWhenItIsTold() {
        ShardFetcher[] fetcher = new ShardFetcher[1];
        fetcher[0] = new ShardFetcher(SHARD, after(5), rig.context(), waiting, new ShardFetcher.Reader() {
            @Override
            public void fetched() {}

            @Override
            public void endOfShard() {}

            @Override
            public void seemsEnded() {
                heard.add("seems ended");
            }

            @Override
            public void gone(Throwable why) {
                fetcher[0].close();
            }
        });
        rig.run(fetcher[0]::open);
        answer(new Fetch.Gone(cause));
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isEqualTo(1);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void recordsAtOrBeforeThePositionAreLeftOut() {
        opened(new Position.After(SequenceNumber.of("7", 1)));
        rig.reader
                .next()
                .records(
                        List.of(
                                record(seq(6), "k", 1),
                                record(SequenceNumber.of("7", 0), "k", 1),
                                record(SequenceNumber.of("7", 1), "k", 1),
                                record(SequenceNumber.of("7", 2), "k", 1),
                                record(seq(8), "k", 1)),
                        0);
        rig.settle();
        assertThat(taken()).containsExactly(SequenceNumber.of("7", 2), seq(8));
        assertThat(rig.events(WorkerEvent.Fetched.class))
                .singleElement()
                .satisfies(fetched -> assertThat(fetched.records()).isEqualTo(2));
    }

    @Test
    void anAnswerOfOnlyOldRecordsMovesNothing() {
        opened(after(7));
        bring(5, 7);
        assertThat(heard).isEmpty();
        rig.advance(MINUTE);
        assertThat(rig.reader.next().from()).isEqualTo(after(7));
    }

    @Test
    void readsAheadOnlyToItsLowWater() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        bring(1, 3_000);
        rig.advance(MINUTE);
        assertThat(rig.reader.waiting)
                .as("half of the fair part of 5,000 is waiting")
                .isEmpty();
        for (int i = 0; i < 500; i++) {
            waiting.poll();
        }
        rig.run(fetcher::kick);
        assertThat(rig.reader.waiting).hasSize(1);
    }

    @Test
    void holdsWhatCameUntilItIsDelivered() {
        opened(Position.TRIM_HORIZON);
        bring(1, 3_000);
        assertThat(rig.budget.heldRecords()).isEqualTo(3_000);
        assertThat(rig.budget.heldBytes()).isEqualTo(waiting.memoryBytes());
    }

    @Test
    void waitsForRoom() {
        ReceiveBudget.Request all = rig.budget.request(64L << 20, 0, 10_000, () -> {});
        opened(Position.TRIM_HORIZON);
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).isZero();
        rig.run(() -> all.settle(0, 0));
        assertThat(rig.reader.reads).isEqualTo(1);
    }

    @Test
    void whatWasGivenBackIsReadAgainWhenItIsWanted() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        bring(1, 3_000);
        rig.run(() -> fetcher.evict(after(10)));
        assertThat(waiting.isEmpty()).isTrue();
        rig.assertClean();
        rig.run(fetcher::kick);
        rig.advance(MINUTE);
        assertThat(rig.reader.reads).as("until it is wanted").isEqualTo(1);
        rig.run(fetcher::wanted);
        FakeReader.Request again = rig.reader.next();
        assertThat(again.from()).isEqualTo(after(10));
        assertThat(again.cursor()).isNull();
        assertThat(rig.reader.released).hasSize(1);
    }

    @Test
    void whileAReadIsOnItsWayNothingIsGivenBack() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        bring(1, 10);
        rig.advance(MINUTE);
        assertThat(rig.reader.waiting).hasSize(1);
        rig.run(() -> fetcher.evict(after(0)));
        assertThat(waiting.size()).isEqualTo(10);
        bring(11, 12);
        assertThat(taken()).hasSize(12);
    }

    @Test
    void theLagIsThatOfTheLastRead() {
        ShardFetcher fetcher = opened(Position.TRIM_HORIZON);
        assertThat(fetcher.millisBehindLatest()).isEqualTo(-1);
        bring(1, 1);
        assertThat(fetcher.millisBehindLatest()).isEqualTo(1_000);
    }

    @Test
    void anAnswerThatIsAlreadyThereIsTakenOnTheLoop() {
        ShardReader immediate =
                (shard, from, cursor, limit) -> CompletableFuture.completedFuture(Fetch.Records.last(records(1, 1)));
        ConsumeContext context = rig.context();
        ShardFetcher fetcher = new ShardFetcher(
                SHARD,
                Position.TRIM_HORIZON,
                new ConsumeContext(
                        context.settings(),
                        context.loop(),
                        context.table(),
                        immediate,
                        context.sink(),
                        context.budget(),
                        context.random(),
                        context.events(),
                        context.stopLimit()),
                waiting,
                listener);
        rig.run(fetcher::open);
        assertThat(heard).containsExactly("fetched", "end");
    }

    @Test
    void whatIsPushedIsReadOnWithoutAPause() {
        rig.reader.pushed = true;
        opened(Position.TRIM_HORIZON);
        for (int i = 0; i < 20; i++) {
            rig.reader.next().records(List.of(), 0);
            rig.settle();
        }
        assertThat(rig.reader.reads).isEqualTo(21);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void whatIsPushedAndDroppedIsReadAgainFromThePositionAndNotBehindTheCursor() {
        rig.reader.pushed = true;
        opened(after(5));
        answer(new Fetch.Records(List.of(), 0, new FakeReader.Place("tip")));
        FakeReader.Request small = rig.reader.next();
        ReceiveBudget.Request others = rig.budget.request((64L << 20) - rig.budget.heldBytes(), 0, 0, () -> {});
        small.answer(new Fetch.Records(List.of(record(seq(6), "key", 20 << 20)), 0, new FakeReader.Place("behind")));
        rig.settle();
        assertThat(rig.reader.released).containsExactly(new FakeReader.Place("behind"));
        others.cancel();
        rig.advance(MINUTE);
        FakeReader.Request again = rig.reader.next();
        assertThat(again.cursor()).isNull();
        assertThat(again.from()).isEqualTo(after(5));
    }

    @Test
    void aFailureOfWhatIsPushedIsFollowedByADelayAllTheSame() {
        rig.reader.pushed = true;
        opened(Position.TRIM_HORIZON);
        answer(new Fetch.Failed(cause));
        assertThat(rig.reader.waiting).isEmpty();
        rig.advance(MINUTE);
        assertThat(rig.reader.waiting).hasSize(1);
    }

    @Test
    void hundredsOfIdleShardsThatWaitForWhatIsPushedLeaveRoomForOthers() {
        rig.reader.pushed = true;
        for (int i = 0; i < 500; i++) {
            opened(after(5));
            rig.reader.waiting.removeLast().records(List.of(), 0);
            rig.settle();
        }
        assertThat(rig.reader.waiting).as("wait for an event each").hasSize(500);
        assertThat(rig.budget.isShort()).isFalse();
        rig.reader.pushed = false;
        opened(after(5));
        assertThat(rig.reader.waiting).as("a read of 10 MiB finds room").hasSize(501);
    }

    @Test
    void anAnswerForWhichThereIsNoRoomIsDroppedAndReadAgainWhenThereIs() {
        opened(Position.TRIM_HORIZON);
        answer(new Fetch.Records(List.of(), 0, new FakeReader.Place("tip")));
        rig.advance(MINUTE);
        int large = 20 << 20;
        FakeReader.Request small = rig.reader.next();
        ReceiveBudget.Request others = rig.budget.request((64L << 20) - rig.budget.heldBytes(), 0, 0, () -> {});
        List<StreamRecord> one = List.of(record(seq(1), "key", large));
        small.records(one, 0);
        rig.advance(MINUTE);

        assertThat(waiting.isEmpty()).isTrue();
        assertThat(rig.reader.waiting).as("reads while there is no room").isEmpty();
        others.cancel();
        rig.settle();
        FakeReader.Request again = rig.reader.next();
        assertThat(again.cursor()).isEqualTo(new FakeReader.Place("tip"));
        assertThat(rig.budget.heldBytes()).as("asked for").isGreaterThanOrEqualTo(large);
        again.records(one, 0);
        rig.settle();
        assertThat(taken()).containsExactly(seq(1));
        assertThat(heard).containsExactly("fetched");
    }
}
