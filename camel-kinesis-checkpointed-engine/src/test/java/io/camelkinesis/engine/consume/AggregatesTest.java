// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.seq;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Aggregates on their way: waiting in one piece, delivered one by one, committed inside. */
class AggregatesTest {

    private static final Duration COMMIT = Duration.ofSeconds(5);

    private final ConsumerFixture shard = new ConsumerFixture();
    private final ConsumeRig rig = shard.rig;

    /** An aggregate of so many user records, each with a key of its own. */
    private static StreamRecord aggregate(long number, int users) {
        return aggregate(number, users, 1);
    }

    private static StreamRecord aggregate(long number, int users, int bytes) {
        List<UserRecord> records = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            records.add(new UserRecord("key-" + i, "x".repeat(bytes).getBytes(UTF_8)));
        }
        byte[] data = Aggregate.encode(records);
        return new StreamRecord(seq(number), "key-0", data, Instant.EPOCH, null).packed(Aggregate.decode(data));
    }

    private void complete(SequenceNumber... sequences) {
        for (SequenceNumber sequence : sequences) {
            Delivery delivery = rig.sink.of(sequence);
            assertThat(delivery.start()).isTrue();
            delivery.completed();
            rig.settle();
        }
    }

    private List<String> delivered() {
        return rig.sink.deliveries.stream()
                .map(delivery -> delivery.records().get(0).sequence().toString())
                .toList();
    }

    private Lease committed() {
        rig.advance(COMMIT);
        return shard.row();
    }

    @Test
    void eachUserRecordIsDeliveredByItselfAndTheLastOneCommitsTheWhole() {
        shard.begun();
        shard.bring(List.of(record(1, "a"), aggregate(2, 3), record(3, "b")));
        assertThat(delivered()).containsExactly("1", "2.0", "2.1", "2.2", "3");
        complete(seq(1), seq(2).part(1), seq(2).part(0));
        Lease inside = committed();
        assertThat(inside.checkpoint()).isEqualTo(SequenceNumber.of("2", 1));
        assertThat(inside.sequenceText())
                .as("for a program that knows no aggregates")
                .isEqualTo("1");
        assertThat(inside.aggregateText()).isEqualTo("2");
        complete(seq(2).part(2));
        Lease behind = committed();
        assertThat(behind.checkpoint()).isEqualTo(seq(2));
        assertThat(behind.subSequence()).isNull();
        assertThat(behind.aggregateText()).isNull();
        complete(seq(3));
        shard.drain();
        answerOpenReads();
        rig.assertClean();
    }

    @Test
    void theWholeRecordBesideACheckpointInsideIsTheNewestThereIs() {
        rig.settings.ordering = Ordering.NONE;
        new ConsumerFixture(rig).begun();
        shard.bring(List.of(record(1, "a"), aggregate(2, 2), aggregate(3, 2)));
        // the prefix grows from nothing into the second aggregate at once
        complete(seq(3).part(0), seq(2).part(1), seq(2).part(0), seq(1));
        assertThat(committed().sequenceText()).isEqualTo("2");
        assertThat(shard.row().checkpoint()).isEqualTo(SequenceNumber.of("3", 0));
    }

    @Test
    void aRestartInsideGoesOnAtTheNextUserRecord() {
        StreamRecord aggregate = aggregate(2, 4);
        ShardConsumer again = startedAt(SequenceNumber.of("2", 1));
        FakeReader.Request read = rig.reader.next();
        assertThat(read.from()).isEqualTo(new Position.After(SequenceNumber.of("2", 1)));
        read.records(List.of(aggregate, record(3, "z")), 0);
        rig.settle();
        assertThat(delivered()).containsExactly("2.2", "2.3", "3");
        assertThat(again.status().waiting()).isZero();
        complete(seq(2).part(2), seq(2).part(3), seq(3));
        rig.run(() -> again.drain(COMMIT));
        answerOpenReads();
        rig.assertClean();
    }

    @Test
    void aRestartBehindTheLastUserRecordRepeatsNothing() {
        startedAt(SequenceNumber.of("2", 3));
        rig.reader.next().records(List.of(aggregate(2, 4), record(3, "z")), 0);
        rig.settle();
        assertThat(delivered()).containsExactly("3");
    }

    @Test
    void aRestartInsideThatDoesNotTakeApartRepeatsTheWholeRecord() {
        startedAt(SequenceNumber.of("2", 1));
        StreamRecord plain = new StreamRecord(seq(2), "key-0", aggregate(2, 4).data(), Instant.EPOCH, null);
        rig.reader.next().records(List.of(plain), 0);
        rig.settle();
        assertThat(delivered()).containsExactly("2");
        complete(seq(2));
        rig.advance(COMMIT);
        assertThat(rig.table.row(shard.consumer.shard()).checkpoint()).isEqualTo(seq(2));
    }

    @Test
    void whenTheAggregateHasExpiredNothingOfTheNextRecordIsLeftOut() {
        startedAt(SequenceNumber.of("2", 1));
        rig.reader.next().records(List.of(aggregate(5, 3)), 0);
        rig.settle();
        assertThat(delivered()).containsExactly("5.0", "5.1", "5.2");
    }

    @Test
    void theOrderOfAKeyHoldsBetweenAggregatesAndRecords() {
        shard.begun();
        shard.bring(List.of(aggregate(1, 2), record(2, "key-1"), aggregate(3, 2)));
        assertThat(delivered()).containsExactly("1.0", "1.1");
        complete(seq(1).part(1));
        assertThat(delivered()).containsExactly("1.0", "1.1", "2");
        complete(seq(2));
        assertThat(delivered()).containsExactly("1.0", "1.1", "2", "3.1");
    }

    @Test
    void anAggregateWaitsInOnePieceAndOnlyTheWindowIsTakenApart() {
        rig.settings.checkpointLimit = 10;
        ConsumerFixture small = new ConsumerFixture(rig).begun();
        StreamRecord large = aggregate(1, 10_000);
        small.bring(List.of(large));
        assertThat(rig.sink.deliveries).hasSize(10);
        assertThat(rig.budget.heldRecords())
                .as("one record waits, in one piece")
                .isEqualTo(1);
        long copies = rig.sink.deliveries.stream()
                .mapToLong(delivery -> delivery.records().get(0).memoryBytes())
                .sum();
        assertThat(rig.budget.heldBytes()).isEqualTo(large.memoryBytes() + copies);
        assertThat(large.memoryBytes()).as("of 10,000 user records").isLessThan(3L * large.data().length);
    }

    @Test
    void aSmallUserRecordDoesNotPinItsAggregateUncounted() {
        shard.begun();
        StreamRecord large = aggregate(1, 3, 100_000);
        shard.bring(List.of(large));
        assertThat(rig.budget.heldBytes())
                .as("all are copies in flight; the aggregate has been let go")
                .isBetween(300_000L, 310_000L);
        complete(seq(1).part(0), seq(1).part(2));
        assertThat(rig.budget.heldBytes()).isBetween(100_000L, 110_000L);
        complete(seq(1).part(1));
        shard.drain();
        answerOpenReads();
        rig.assertClean();
    }

    @Test
    void batchesCountUserRecordsAndMayEndInsideAnAggregate() {
        rig.settings.ordering = Ordering.NONE;
        rig.settings.batch = new BatchSettings(4, 0, Duration.ZERO, false);
        new ConsumerFixture(rig).begun();
        shard.bring(List.of(record(1, "a"), aggregate(2, 5), record(3, "b"), aggregate(4, 2)));
        assertThat(batches()).containsExactly("1 2.0 2.1 2.2", "2.3 2.4 3 4.0");
        rig.sink.deliveries.forEach(delivery -> assertThat(delivery.start()).isTrue());
        rig.sink.deliveries.get(0).completed();
        rig.settle();
        Lease first = committed();
        assertThat(first.checkpoint()).isEqualTo(SequenceNumber.of("2", 2));
        assertThat(first.sequenceText()).isEqualTo("1");
        rig.sink.deliveries.get(1).completed();
        rig.settle();
        Lease second = committed();
        assertThat(second.checkpoint()).isEqualTo(SequenceNumber.of("4", 0));
        assertThat(second.sequenceText()).isEqualTo("3");
    }

    @Test
    void aUserRecordMayCloseABatch() {
        rig.settings.ordering = Ordering.NONE;
        rig.settings.batch = new BatchSettings(100, 0, Duration.ZERO, true);
        new ConsumerFixture(rig).begun();
        List<StreamRecord> records = List.of(record(1, "key-1"), aggregate(2, 5));
        shard.bring(records.stream()
                .map(read -> read.closingBatchWhere(one -> one.partitionKey().equals("key-1")))
                .toList());
        assertThat(batches()).containsExactly("1", "2.0 2.1");
    }

    private List<String> batches() {
        return rig.sink.deliveries.stream()
                .map(delivery -> delivery.records().stream()
                        .map(record -> record.sequence().toString())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void losingTheLeaseInsideGivesAllRoomBack() {
        rig.settings.checkpointLimit = 2;
        ConsumerFixture small = new ConsumerFixture(rig).begun();
        small.bring(List.of(aggregate(1, 5), aggregate(2, 5)));
        Delivery running = rig.sink.of(seq(1).part(0));
        assertThat(running.start()).isTrue();
        small.lose();
        running.completed();
        rig.sink.of(seq(1).part(1)).failed(new IllegalStateException("late"));
        rig.settle();
        answerOpenReads();
        rig.assertClean();
    }

    @Test
    void aShardThatSparesItsRoomInsideAnAggregateReadsOnInside() {
        rig.settings.checkpointLimit = 2;
        ConsumerFixture small = new ConsumerFixture(rig).begun();
        small.bring(List.of(aggregate(1, 5)));
        rig.advance(ConsumerFixture.HOUR);
        answerOpenReads();
        rig.run(() -> small.consumer.spare(rig.loop.nanoTime(), Duration.ofSeconds(1)));
        complete(seq(1).part(0), seq(1).part(1));
        rig.settle();
        rig.advance(COMMIT);
        FakeReader.Request again = rig.reader.next();
        assertThat(again.from()).isEqualTo(new Position.After(SequenceNumber.of("1", 1)));
        again.records(List.of(aggregate(1, 5)), 0);
        rig.settle();
        assertThat(delivered()).containsExactly("1.0", "1.1", "1.2", "1.3");
    }

    @Test
    void whatWasFoundOutIsTold() {
        shard.begun();
        Unpacking unpacking = new Unpacking(1, 3, 1, 2);
        rig.reader
                .next()
                .answer(new Fetch.Records(List.of(aggregate(1, 3)), 0, new FakeReader.Place("x"), false, unpacking));
        rig.settle();
        assertThat(rig.events(WorkerEvent.Unpacked.class))
                .containsExactly(new WorkerEvent.Unpacked(shard.consumer.shard(), 1, 3, 1, 2));
    }

    /** Room is held for a read until it is answered. */
    private void answerOpenReads() {
        while (!rig.reader.waiting.isEmpty()) {
            rig.reader.next().records(List.of(), 0);
            rig.settle();
        }
    }

    private ShardConsumer startedAt(SequenceNumber checkpoint) {
        Lease held = shard.row().committedAt(checkpoint, seq(1), "T");
        rig.table.put(held);
        ShardConsumer again = new ShardConsumer(
                "me", held, new Position.After(checkpoint), () -> true, rig.context(), new IgnoringOwner());
        rig.run(() -> again.begin(false));
        return again;
    }

    private static final class IgnoringOwner implements ShardConsumer.Owner {
        @Override
        public void closed(ShardConsumer consumer) {}

        @Override
        public void seemsEnded(ShardConsumer consumer) {}

        @Override
        public void gone(ShardConsumer consumer) {}

        @Override
        public void stopped(ShardConsumer consumer, SequenceNumber sequence, Throwable cause) {}

        @Override
        public void quiet(ShardConsumer consumer) {}
    }
}
