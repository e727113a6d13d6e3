// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardConsumersTest {

    private static final ShardId A = STREAM.shard("a");
    private static final ShardId B = STREAM.shard("b");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ConsumeRig rig = new ConsumeRig();
    private final List<String> heard = new ArrayList<>();
    private Lease closedRow;
    private ShardConsumers consumers = consumers();

    private ShardConsumers consumers() {
        return new ShardConsumers("me", rig.context(), new ShardConsumers.Owner() {
            @Override
            public void closed(Lease row, boolean ended) {
                closedRow = row;
                heard.add(row.shard().name() + (ended ? " ended" : " closed"));
            }

            @Override
            public void seemsEnded(ShardId shard) {
                heard.add("seems ended");
            }

            @Override
            public void gone(ShardId shard) {
                heard.add(shard.name() + " gone");
            }

            @Override
            public void claimable(ShardId shard) {
                heard.add(shard.name() + " claimable");
            }
        });
    }

    private void begin(ShardId shard) {
        Lease held = lease(shard.name(), "me", 1, null);
        rig.table.put(held);
        rig.run(() -> consumers.begin(held, Position.TRIM_HORIZON, () -> true));
    }

    private void bring(long first, long last) {
        rig.reader.next().records(records(first, last), 0);
        rig.settle();
    }

    private ShardStatus status(ShardId shard) {
        return consumers.status().stream()
                .filter(status -> status.shard().equals(shard))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void knowsWhatItHoldsUntilThatIsGivenBack() {
        begin(B);
        begin(A);
        assertThat(consumers.shards()).containsExactly(A, B);
        assertThat(consumers.held(A)).isEqualTo(rig.table.row(A));
        assertThat(consumers.status()).extracting(ShardStatus::shard).containsExactly(A, B);
        rig.run(() -> consumers.drain(A, LIMIT));
        assertThat(heard).containsExactly("a closed");
        assertThat(consumers.shards()).containsExactly(B);
        assertThat(consumers.held(A)).isNull();
        assertThat(consumers.isBarred(A)).isFalse();
    }

    @Test
    void tellsWhetherAShardHasEnded() {
        begin(A);
        rig.reader.next().last(List.of());
        rig.settle();
        assertThat(heard).containsExactly("a ended");
        assertThat(closedRow).isEqualTo(rig.table.row(A));
    }

    /** Who has consumed a shard remembers the end, also when only the row has told that it was written. */
    @Test
    void tellsOfTheRowOfAShardWhoseEndWasNotAnswered() {
        begin(A);
        rig.table.hold("end");
        rig.reader.next().last(List.of());
        rig.settle();
        rig.table.next("end").perform().lose();
        rig.advance(Duration.ofSeconds(5));
        assertThat(heard).containsExactly("a ended");
        assertThat(closedRow.ended()).isTrue();
        assertThat(closedRow).isEqualTo(rig.table.row(A));
    }

    @Test
    void drainsAll() {
        begin(A);
        begin(B);
        rig.run(() -> consumers.drainAll(LIMIT));
        assertThat(heard).containsExactly("a closed", "b closed");
    }

    @Test
    void aShardThatIsNotHeldIsNobodysBusiness() {
        rig.run(() -> {
            consumers.drain(A, LIMIT);
            consumers.lose(A, "test");
            consumers.fence(A);
            consumers.finish(A);
            consumers.renew(lease("a", "me", 2, null), () -> true);
        });
        assertThat(heard).isEmpty();
        assertThat(rig.bugs).isEmpty();
    }

    @Test
    void aPauseHoldsForShardsThatComeLater() {
        begin(A);
        bring(1, 1);
        rig.run(consumers::pause);
        begin(B);
        rig.advance(Duration.ofHours(1));
        assertThat(rig.reader.reads).isEqualTo(1);
        rig.complete(1);
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.table.row(A).checkpoint()).isEqualTo(seq(1));
        rig.run(consumers::resume);
        assertThat(rig.reader.waiting).hasSize(2);
    }

    @Test
    void whileAShardWaitsForRoomThoseThatCannotDeliverGiveBackWhatTheyReadAhead() {
        rig = new ConsumeRig(64L << 20, 1_000);
        rig.settings.ordering = Ordering.SHARD;
        rig.settings.pollInterval = Duration.ofMinutes(1);
        rig.settings.maxPollInterval = Duration.ofMinutes(1);
        consumers = consumers();
        begin(A);
        bring(1, 500);
        begin(B);
        assertThat(rig.reader.waiting).as("room for b").hasSize(1);
        bring(1_001, 1_500);
        begin(STREAM.shard("c"));
        assertThat(rig.budget.isShort()).isTrue();
        rig.advance(Duration.ofSeconds(2));
        assertThat(status(A).waiting()).as("given back").isZero();
        assertThat(rig.budget.isShort()).isFalse();
        FakeReader.Request c = rig.reader.next();
        assertThat(c.shard().name()).isEqualTo("c");
        assertThat(status(B).waiting()).as("there was room enough").isEqualTo(499);
        rig.complete(1);
        c.records(List.of(), 0);
        rig.settle();
        assertThat(rig.reader.next().from()).isEqualTo(new Position.After(seq(1)));
    }

    @Test
    void aFailingKeyWithLargeRecordsDoesNotStarveOtherShards() {
        rig.settings.pollInterval = Duration.ofMinutes(1);
        rig.settings.maxPollInterval = Duration.ofMinutes(1);
        consumers = consumers();
        begin(A);
        long held = 0;
        for (int round = 0; round < 200 && !rig.budget.isShort(); round++) {
            while (!rig.reader.waiting.isEmpty()) {
                rig.reader.next().records(megabytes(held + 1, held + 8), 60_000);
                held += 8;
                rig.settle();
            }
            if (round == 0) {
                rig.fail(1);
            }
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.budget.heldBytes()).isGreaterThan(25L << 20);
        begin(B);
        rig.advance(Duration.ofSeconds(2));
        FakeReader.Request b = readOf(B);
        b.records(megabytes(1, 8), 60_000);
        rig.settle();
        assertThat(rig.sink.deliveries)
                .as("b delivers beside the failing key of a")
                .anySatisfy(delivery -> assertThat(delivery.shard()).isEqualTo(B));
    }

    private FakeReader.Request readOf(ShardId shard) {
        FakeReader.Request read = rig.reader.waiting.stream()
                .filter(request -> request.shard().equals(shard))
                .findFirst()
                .orElseThrow(() -> new AssertionError(shard + " does not read: " + consumers.status()));
        rig.reader.waiting.remove(read);
        return read;
    }

    /** All of one key. */
    private static List<StreamRecord> megabytes(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> record(seq(number), "poison", 1 << 20))
                .toList();
    }

    @Test
    void withoutShortageNothingIsGivenBack() {
        rig.settings.ordering = Ordering.SHARD;
        consumers = consumers();
        begin(A);
        bring(1, 500);
        rig.advance(Duration.ofMinutes(1));
        assertThat(status(A).waiting()).isEqualTo(499);
    }

    @Test
    void watchesRoomOnlyWhileItHoldsShards() {
        begin(A);
        rig.run(() -> consumers.drain(A, LIMIT));
        rig.reader.next().records(List.of(), 0);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void aLostShardWithDeliveriesThatRunIsBarredUntilTheyEnd() {
        begin(A);
        bring(1, 1);
        Delivery running = rig.sink.of(seq(1));
        running.start();
        rig.run(() -> consumers.lose(A, "test"));
        assertThat(heard).containsExactly("a closed");
        assertThat(consumers.isBarred(A)).isTrue();
        assertThat(consumers.isStopped(A)).isFalse();
        assertThat(heard).containsExactly("a closed");
        running.completed();
        rig.settle();
        assertThat(consumers.isBarred(A)).isFalse();
        assertThat(heard).as("somebody may want to look").containsExactly("a closed", "a claimable");
    }

    @Test
    void butForTheStopLimitAtTheMost() {
        begin(A);
        bring(1, 1);
        rig.sink.of(seq(1)).start();
        rig.run(() -> consumers.lose(A, "test"));
        rig.advance(LIMIT.minusNanos(1));
        assertThat(consumers.isBarred(A)).isTrue();
        rig.advance(Duration.ofNanos(1));
        assertThat(consumers.isBarred(A)).isFalse();
        assertThat(heard).containsExactly("a closed", "a claimable");
    }

    @Test
    void aLostShardWithoutDeliveriesIsNotBarred() {
        begin(A);
        rig.run(() -> consumers.lose(A, "test"));
        assertThat(consumers.isBarred(A)).isFalse();
    }

    @Test
    void theBarOfAnEarlierLossDoesNotLiftThatOfALaterOne() {
        begin(A);
        bring(1, 1);
        Delivery first = rig.sink.of(seq(1));
        first.start();
        rig.run(() -> consumers.lose(A, "test"));
        rig.advance(LIMIT);
        begin(A);
        rig.reader.next().records(records(1, 1), 0);
        rig.settle();
        rig.sink.of(seq(1)).start();
        rig.run(() -> consumers.lose(A, "test"));
        first.completed();
        rig.settle();
        assertThat(consumers.isBarred(A)).isTrue();
    }

    @Test
    void aStoppedShardIsGivenUpAndBarredForGood() {
        rig.settings.onFailure = OnFailure.STOP;
        consumers = consumers();
        begin(A);
        bring(1, 1);
        rig.fail(1);
        assertThat(heard).containsExactly("a closed");
        assertThat(rig.table.row(A).isFree()).isTrue();
        rig.advance(Duration.ofHours(1));
        assertThat(consumers.isBarred(A)).isTrue();
        assertThat(consumers.isStopped(A)).isTrue();
        assertThat(consumers.isBarred(B)).isFalse();
    }

    @Test
    void aShardThatIsGoneIsToldAndEndsWhenItShallFinish() {
        begin(A);
        rig.reader.next().answer(new Fetch.Gone(new IllegalStateException("no such shard")));
        rig.settle();
        assertThat(heard).containsExactly("a gone");
        assertThat(status(A).state()).isEqualTo(ShardState.READING);
        rig.run(() -> consumers.finish(A));
        assertThat(heard).containsExactly("a gone", "a ended");
    }
}
