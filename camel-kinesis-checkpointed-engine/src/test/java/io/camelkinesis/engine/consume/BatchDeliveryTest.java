// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records that are delivered together. */
class BatchDeliveryTest extends DispatcherFixture {

    private ShardDispatcher open(Ordering ordering, int size) {
        rig.settings.batch = new BatchSettings(size, 0, Duration.ZERO, false);
        return open(ordering);
    }

    @Test
    void aBatchIsDoneAsAWhole() {
        ShardDispatcher dispatcher = open(Ordering.NONE, 3);
        fetched(dispatcher, records(1, 7));
        assertThat(rig.sink.ranges()).containsExactly("1-3", "4-6");
        assertThat(dispatcher.inFlight()).isEqualTo(6);
        complete(delivery(4));
        assertThat(done).isEmpty();
        complete(delivery(1));
        assertThat(done).containsExactly(seq(6));
        rig.run(dispatcher::close);
        rig.assertClean();
    }

    @Test
    void underShardOneBatchAtATime() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 2);
        fetched(dispatcher, records(1, 4));
        assertThat(rig.sink.ranges()).containsExactly("1-2");
        complete(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "3-4");
    }

    @Test
    void underKeyBatchesThatShareAKeyWaitForEachOther() {
        ShardDispatcher dispatcher = open(Ordering.KEY, 2);
        fetched(
                dispatcher,
                List.of(
                        record(1, "a"),
                        record(2, "b"),
                        record(3, "b"),
                        record(4, "c"),
                        record(5, "d"),
                        record(6, "e")));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "5-6");
        complete(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "5-6", "3-4");
        complete(delivery(3));
        complete(delivery(5));
        assertThat(done).containsExactly(seq(2), seq(4), seq(6));
        rig.assertClean();
    }

    @Test
    void aBatchThatIsLargerThanTheWindowPassesAlone() {
        rig.settings.checkpointLimit = 2;
        ShardDispatcher dispatcher = open(Ordering.NONE, 5);
        fetched(dispatcher, records(1, 10));
        assertThat(rig.sink.ranges()).containsExactly("1-5");
        complete(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-5", "6-10");
    }

    @Test
    void theFirstRecordWaitsForThePeriodAtTheMost() {
        rig.settings.batch = new BatchSettings(10, 0, Duration.ofSeconds(5), false);
        ShardDispatcher dispatcher = open(Ordering.NONE);
        fetched(dispatcher, records(1, 2));
        rig.advance(Duration.ofSeconds(3));
        fetched(dispatcher, records(3, 3));
        rig.advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(rig.sink.deliveries).isEmpty();
        rig.advance(Duration.ofNanos(1));
        assertThat(rig.sink.ranges()).containsExactly("1-3");
        fetched(dispatcher, records(4, 4));
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.sink.ranges()).containsExactly("1-3", "4");
    }

    @Test
    void aBatchThatIsDueWhileNothingIsTakenInGoesWhenThatEnds() {
        rig.settings.batch = new BatchSettings(10, 0, Duration.ofSeconds(5), false);
        ShardDispatcher dispatcher = open(Ordering.NONE);
        fetched(dispatcher, records(1, 2));
        rig.run(() -> dispatcher.admit(false));
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.sink.deliveries).isEmpty();
        rig.run(() -> dispatcher.admit(true));
        assertThat(rig.sink.ranges()).containsExactly("1-2");
    }

    @Test
    void wantsMoreUntilItHasABatch() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 3);
        assertThat(dispatcher.wantsMore()).isFalse();
        fetched(dispatcher, records(1, 5));
        assertThat(dispatcher.wantsMore()).as("4 and 5 want a third").isTrue();
        fetched(dispatcher, records(6, 6));
        assertThat(dispatcher.wantsMore()).as("it waits for the window now").isFalse();
    }

    @Test
    void theLastRecordsOfAShardGoAtOnce() {
        ShardDispatcher dispatcher = open(Ordering.NONE, 10);
        fetched(dispatcher, records(1, 2));
        rig.run(() -> dispatcher.last(true));
        assertThat(rig.sink.ranges()).containsExactly("1-2");
    }

    @Test
    void aFailedBatchIsReplayedAsAWhole() {
        ShardDispatcher dispatcher = open(Ordering.KEY, 2);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "b"), record(3, "a"), record(4, "c")));
        fail(delivery(1));
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1-2");
        assertThat(delivery(1).replayCount()).isEqualTo(1);
        complete(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1-2", "3-4");
    }

    @Test
    void aSkippedBatchSaysHowManyRecordsItHad() {
        rig.settings.onFailure = OnFailure.SKIP;
        ShardDispatcher dispatcher = open(Ordering.KEY, 3);
        fetched(dispatcher, records(1, 3));
        fail(delivery(1));
        assertThat(rig.events(WorkerEvent.Skipped.class)).singleElement().satisfies(skipped -> {
            assertThat(skipped.sequence()).isEqualTo(seq(1));
            assertThat(skipped.records()).isEqualTo(3);
            assertThat(skipped.reason()).isEqualTo(GiveUpReason.FAILED);
        });
        assertThat(done).containsExactly(seq(3));
    }

    @Test
    void bisectionHoldsTheOrderOfAKey() {
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        ShardDispatcher dispatcher = open(Ordering.KEY, 4);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "b"), record(3, "a"), record(4, "c")));
        fail(delivery(1));
        assertThat(rig.sink.ranges()).as("3 waits for 1").containsExactly("1-4", "1-2");
        fail(delivery(1));
        assertThat(rig.sink.ranges()).as("at once, without a delay").containsExactly("1-4", "1-2", "1", "2");
        complete(delivery(1));
        assertThat(done).as("what is done of the batch may be committed").containsExactly(seq(1));
        assertThat(rig.sink.ranges()).containsExactly("1-4", "1-2", "1", "2", "3-4");
        assertThat(delivery(3).replayCount()).isEqualTo(1);
        complete(delivery(3));
        complete(delivery(2));
        assertThat(done).containsExactly(seq(1), seq(4));
        rig.assertClean();
    }

    @Test
    void halvesThatShareNoKeyGoTogether() {
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        ShardDispatcher dispatcher = open(Ordering.KEY, 2);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "b")));
        fail(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1", "2");
    }

    @Test
    void underShardTheHalvesGoOneAfterTheOther() {
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        ShardDispatcher dispatcher = open(Ordering.SHARD, 2);
        fetched(dispatcher, records(1, 4));
        fail(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1");
        complete(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1", "2");
        complete(delivery(2));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1", "2", "3-4");
    }

    @Test
    void theReplaysOfARecordCountFromWhenItIsAlone() {
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        rig.settings.maxReplays = 1;
        ShardDispatcher dispatcher = open(Ordering.NONE, 2);
        fetched(dispatcher, records(1, 2));
        fail(delivery(1));
        complete(delivery(2));
        fail(delivery(1));
        assertThat(rig.events(WorkerEvent.Skipped.class)).isEmpty();
        rig.advance(Duration.ofSeconds(1));
        fail(delivery(1));
        assertThat(rig.events(WorkerEvent.Skipped.class))
                .extracting(WorkerEvent.Skipped::reason)
                .containsExactly(GiveUpReason.TOO_MANY_REPLAYS);
    }

    /** While it is paused or drained nothing that failed is delivered again, not in halves either. */
    @Test
    void aBatchThatFailsWhileNothingIsReplayedStaysWhole() {
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        ShardDispatcher dispatcher = open(Ordering.NONE, 2);
        fetched(dispatcher, records(1, 2));
        rig.run(() -> dispatcher.replay(false));
        fail(delivery(1));
        assertThat(rig.sink.ranges()).containsExactly("1-2");
        rig.run(() -> dispatcher.replay(true));
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1-2");
    }

    @Test
    void oneBadRecordOfFiveHundred() {
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        ShardDispatcher dispatcher = open(Ordering.KEY, 500);
        fetched(dispatcher, records(1, 500));
        Map<Integer, Integer> completed = new HashMap<>();
        for (int next = 0; next < rig.sink.deliveries.size(); next++) {
            Delivery delivery = rig.sink.deliveries.get(next);
            List<Integer> numbers = new ArrayList<>();
            for (StreamRecord record : delivery.records()) {
                numbers.add(Integer.valueOf(record.sequence().digits()));
            }
            if (numbers.contains(333)) {
                fail(delivery);
            } else {
                numbers.forEach(number -> completed.merge(number, 1, Integer::sum));
                complete(delivery);
            }
        }
        assertThat(completed).hasSize(499).doesNotContainKey(333).allSatisfy((number, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(rig.sink.deliveries).as("twice the depth of the search").hasSizeLessThanOrEqualTo(19);
        assertThat(rig.sink.letters).singleElement().satisfies(letter -> assertThat(FakeSink.range(letter))
                .isEqualTo("333"));
        assertThat(last(done)).as("the checkpoint waits for the dead letter").isEqualTo(seq(332));
        complete(last(rig.sink.letters));
        assertThat(last(done)).isEqualTo(seq(500));
        rig.assertClean();
    }
}
