// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of records that failed or are too old, as a route and its dead letter endpoint see it. */
class FailedDeliveriesTest extends DispatcherFixture {

    private static final Duration HOUR = Duration.ofHours(1);

    private StreamRecord aged(long number, String key, Duration age) {
        Instant arrival = rig.time.now().minus(age);
        return new StreamRecord(seq(number), key, new byte[1], arrival, null);
    }

    @Test
    void aDeadLetterSaysWhy() {
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        fetched(open(Ordering.KEY), records(1, 1));
        rig.fail(1);
        assertThat(rig.sink.reasons).singleElement().satisfies(why -> {
            assertThat(why.reason()).isEqualTo(GiveUpReason.FAILED);
            assertThat(why.attempts()).isEqualTo(1);
            assertThat(why.lastError()).hasMessage("record 1 is bad");
        });
        assertThat(last(rig.sink.letters).replayCount()).isEqualTo(1);
    }

    @Test
    void untilADeadLetterIsAcceptedItsKeyWaitsAndNothingIsCommitted() {
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "a"), record(3, "b")));
        rig.fail(1);
        rig.complete(3);
        assertThat(done).isEmpty();
        assertThat(rig.sink.numbers()).containsExactly(1, 3);
        assertThat(dispatcher.running()).as("it runs at the endpoint").isEqualTo(1);
        complete(last(rig.sink.letters));
        assertThat(done).containsExactly(seq(1));
        assertThat(rig.sink.numbers()).containsExactly(1, 3, 2);
        assertThat(rig.events(WorkerEvent.DeadLettered.class)).singleElement().satisfies(event -> {
            assertThat(event.sequence()).isEqualTo(seq(1));
            assertThat(event.attempts()).isEqualTo(1);
            assertThat(event.cause()).hasMessage("record 1 is bad");
        });
        rig.complete(2);
        rig.assertClean();
    }

    @Test
    void whatTheEndpointDoesNotAcceptComesAgainForEver() {
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, records(1, 1));
        rig.fail(1);
        for (int i = 1; i <= 50; i++) {
            fail(last(rig.sink.letters));
            rig.advance(Duration.ofMinutes(1));
            assertThat(rig.sink.letters).hasSize(i + 1);
        }
        assertThat(rig.sink.deliveries).as("never to the route again").hasSize(1);
        assertThat(rig.sink.reasons).extracting(DeadLetter::lastError).allMatch(error -> error.getMessage()
                .equals("record 1 is bad"));
        assertThat(dispatcher.failing().repeats()).isEqualTo(50);
        assertThat(dispatcher.failing().lastError).hasMessage("no");
        assertThat(rig.events(WorkerEvent.DeadLetterDelayed.class))
                .hasSize(50)
                .extracting(WorkerEvent.DeadLetterDelayed::attempts)
                .startsWith(1, 2, 3)
                .endsWith(50);
        complete(last(rig.sink.letters));
        assertThat(done).containsExactly(seq(1));
        rig.assertClean();
    }

    @Test
    void aSinkWithoutAnEndpointLosesNothing() {
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        List<Delivery> deliveries = new ArrayList<>();
        RecordSink plain = deliveries::add;
        ShardDispatcher dispatcher = open(plain);
        fetched(dispatcher, records(1, 1));
        fail(deliveries.get(0));
        assertThat(rig.events(WorkerEvent.DeadLetterDelayed.class))
                .singleElement()
                .satisfies(delayed -> assertThat(delayed.cause()).hasMessage("There is no dead letter endpoint"));
        assertThat(done).isEmpty();
        assertThat(rig.bugs).isEmpty();
    }

    @Test
    void afterTheLastReplayThePolicySaysWhatFollows() {
        rig.settings.maxReplays = 2;
        rig.settings.afterMaxReplays = OnFailure.DEAD_LETTER;
        fetched(open(), records(1, 1));
        for (int i = 0; i < 3; i++) {
            assertThat(rig.sink.letters).isEmpty();
            rig.fail(1);
            rig.advance(Duration.ofMinutes(1));
        }
        assertThat(rig.sink.deliveries).hasSize(3);
        assertThat(rig.sink.reasons).singleElement().satisfies(why -> {
            assertThat(why.reason()).isEqualTo(GiveUpReason.TOO_MANY_REPLAYS);
            assertThat(why.attempts()).isEqualTo(3);
        });
    }

    @Test
    void whatIsTooOldIsNotDeliveredAtAll() {
        rig.settings.maxRecordAge = HOUR;
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(
                dispatcher,
                List.of(
                        aged(1, "a", HOUR.plusSeconds(1)),
                        aged(2, "a", Duration.ZERO),
                        aged(3, "b", HOUR.multipliedBy(9))));
        assertThat(rig.sink.numbers()).containsExactly(2);
        assertThat(done).containsExactly(seq(1));
        assertThat(rig.events(WorkerEvent.Skipped.class))
                .extracting(
                        WorkerEvent.Skipped::reason, skipped -> skipped.cause().getClass())
                .containsOnly(tuple(GiveUpReason.TOO_OLD, RecordTooOldException.class));
        rig.complete(2);
        assertThat(done).containsExactly(seq(1), seq(3));
        rig.assertClean();
    }

    @Test
    void whatGetsTooOldInReplayIsDeliveredNoMore() {
        rig.settings.maxRecordAge = HOUR;
        rig.settings.afterMaxReplays = OnFailure.DEAD_LETTER;
        fetched(open(), List.of(aged(1, "a", Duration.ZERO)));
        rig.fail(1);
        rig.time.setWall(rig.time.now().plus(HOUR).plusSeconds(1));
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.sink.deliveries).hasSize(1);
        assertThat(rig.sink.reasons).singleElement().satisfies(why -> {
            assertThat(why.reason()).isEqualTo(GiveUpReason.TOO_OLD);
            assertThat(why.attempts()).isEqualTo(1);
            assertThat(why.lastError()).hasMessage("record 1 is bad");
        });
    }

    @Test
    void theOldHeadOfABatchIsGivenUpAndTheRestDelivered() {
        rig.settings.maxRecordAge = HOUR;
        rig.settings.batch = new BatchSettings(4, 0, Duration.ZERO, false);
        Duration old = HOUR.multipliedBy(2);
        fetched(
                open(Ordering.SHARD),
                List.of(
                        aged(1, "a", old),
                        aged(2, "b", old),
                        aged(3, "a", Duration.ZERO),
                        aged(4, "c", Duration.ZERO)));
        assertThat(rig.sink.ranges()).containsExactly("3-4");
        assertThat(rig.events(WorkerEvent.Skipped.class)).singleElement().satisfies(skipped -> {
            assertThat(skipped.sequence()).isEqualTo(seq(1));
            assertThat(skipped.records()).isEqualTo(2);
        });
        complete(delivery(3));
        assertThat(done).containsExactly(seq(2), seq(4));
        rig.assertClean();
    }

    @Test
    void aLongRowOfOldRecordsIsPassedWithoutDeepCalls() {
        rig.settings.maxRecordAge = HOUR;
        rig.settings.checkpointLimit = 100_000;
        List<StreamRecord> old = new ArrayList<>();
        for (int number = 1; number <= 50_000; number++) {
            old.add(aged(number, "a", HOUR.multipliedBy(2)));
        }
        fetched(open(Ordering.KEY), old);
        assertThat(last(done)).isEqualTo(seq(50_000));
        rig.assertClean();
    }

    @Test
    void stopAfterTheLastReplayGivesTheShardUp() {
        rig.settings.maxReplays = 1;
        rig.settings.afterMaxReplays = OnFailure.STOP;
        fetched(open(), records(1, 1));
        rig.fail(1);
        assertThat(stopped).isEmpty();
        rig.advance(Duration.ofMinutes(1));
        rig.fail(1);
        assertThat(stopped).containsExactly("1: record 1 is bad");
        assertThat(done).isEmpty();
    }

    @Test
    void theStatusNamesTheOneThatFailsMost() {
        ShardDispatcher dispatcher = open(Ordering.NONE);
        fetched(dispatcher, records(1, 3));
        rig.fail(1);
        rig.fail(2);
        rig.advance(Duration.ofSeconds(1));
        rig.fail(2);
        assertThat(dispatcher.failing().first()).isEqualTo(seq(2));
        rig.advance(Duration.ofSeconds(2));
        rig.complete(2);
        assertThat(dispatcher.failing().first()).as("1 fails still").isEqualTo(seq(1));
        rig.complete(1, 3);
        assertThat(dispatcher.failing()).isNull();
    }
}
