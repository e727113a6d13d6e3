// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.test.contract.ShardReaderContract;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Subscriptions on virtual time: what five minutes, silence and refusals do to them. */
class FanOutShardReaderTest {

    private static final ShardId SHARD = StreamId.of("orders").shard("shardId-000000000000");
    private static final int ANY = 10_000;
    private static final Duration PROTECTION = Duration.ofSeconds(5);
    private static final Duration MINUTES = Duration.ofMinutes(5);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();

    @Nested
    class Contract extends ShardReaderContract {

        @Override
        protected ShardReader reader() {
            return new ContractFanOut(kinesis.client(), FanOutShardReaderTest.this::reader);
        }

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }

        @Override
        protected Fetch answerOf(CompletionStage<Fetch> answer) {
            return FanOutShardReaderTest.this.answerOf(answer);
        }

        @Override
        protected void letTimePass() {
            time.advance(Duration.ofMillis(20));
        }

        @Override
        protected Instant now() {
            return time.now();
        }
    }

    private FanOutShardReader reader(FanOutConsumers consumers) {
        return new FanOutShardReader(kinesis.asyncClient(time), consumers, time::execute, time, time, null);
    }

    private static FanOutConsumers billing(InMemoryKinesis kinesis) {
        return FanOutConsumers.named(kinesis.client(), "billing", Duration.ofSeconds(30), Duration.ofMillis(1));
    }

    /** With a stream of one shard. */
    private FanOutShardReader reader() {
        kinesis.createStream("orders", 1);
        return prepared(reader(billing(kinesis)));
    }

    private static FanOutShardReader prepared(FanOutShardReader reader) {
        reader.prepare(SHARD.stream());
        return reader;
    }

    /** One that polls when it may not subscribe. */
    private FanOutShardReader fallingBack() {
        kinesis.createStream("orders", 1);
        return new FanOutShardReader(
                kinesis.asyncClient(time),
                billing(kinesis),
                time::execute,
                time,
                time,
                new KinesisShardReader(kinesis.client(), time::execute));
    }

    private Fetch answerOf(CompletionStage<Fetch> answer) {
        CompletableFuture<Fetch> future = answer.toCompletableFuture();
        assertThat(time.runUntil(future::isDone, Duration.ofMinutes(1)))
                .as("answered")
                .isTrue();
        return future.join();
    }

    private Fetch fetch(FanOutShardReader reader, Position from, @Nullable Cursor cursor) {
        return answerOf(reader.fetch(SHARD, from, cursor, ANY));
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            kinesis.put("orders", "key", "r" + i);
        }
    }

    private static List<String> expected(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add("r" + i);
        }
        return texts;
    }

    /** Reads as the engine does, and backs off as it does. */
    private final class Reading {
        private final FanOutShardReader reader;
        private final List<String> texts = new ArrayList<>();
        private final List<Fetch> troubles = new ArrayList<>();
        private Position at = Position.TRIM_HORIZON;
        private @Nullable Cursor cursor;
        private boolean ended;

        private Reading(FanOutShardReader reader) {
            this.reader = reader;
        }

        private Reading readUntil(int records) {
            for (int i = 0; i < 1_000 && texts.size() < records && !ended; i++) {
                readOnce();
            }
            assertThat(texts).isEqualTo(expected(0, records));
            return this;
        }

        private void readOnce() {
            Fetch answer = fetch(reader, at, cursor);
            if (answer instanceof Fetch.Records records) {
                for (StreamRecord record : records.records()) {
                    texts.add(new String(record.data(), StandardCharsets.UTF_8));
                    at = new Position.After(record.sequence());
                }
                cursor = records.next();
                ended = cursor == null;
            } else {
                troubles.add(answer);
                if (answer instanceof Fetch.Expired) {
                    cursor = null;
                } else {
                    time.advance(Duration.ofSeconds(3));
                }
            }
        }
    }

    @Test
    void theServicesEndAfterFiveMinutesIsFollowedByTheNextSubscriptionBehindTheLastEvent() {
        Reading reading = new Reading(reader());
        int put = 0;
        for (int round = 0; round < 60; round++) {
            put(put, put + 3);
            put += 3;
            reading.readUntil(put);
            time.advance(Duration.ofSeconds(20));
        }
        assertThat(kinesis.calls(Operation.SUBSCRIBE_TO_SHARD)).isEqualTo(4);
        assertThat(reading.troubles).isEmpty();
    }

    @Test
    void aSubscriptionThatTheServiceDoesNotEndIsLeftAfterFiveMinutes() {
        InMemoryKinesis endless = InMemoryKinesis.builder()
                .clock(time)
                .subscriptionLength(Duration.ofDays(1))
                .build();
        endless.createStream("orders", 1);
        FanOutShardReader reader = prepared(
                new FanOutShardReader(endless.asyncClient(time), billing(endless), time::execute, time, time, null));
        Cursor cursor = ((Fetch.Records) fetch(reader, Position.TRIM_HORIZON, null)).next();
        for (int i = 0; i < 130; i++) {
            cursor = ((Fetch.Records) fetch(reader, Position.TRIM_HORIZON, cursor)).next();
        }
        assertThat(time.elapsed()).isGreaterThan(Duration.ofMinutes(10));
        assertThat(endless.calls(Operation.SUBSCRIBE_TO_SHARD)).isEqualTo(3);
    }

    @Test
    void aSilentSubscriptionIsGivenUpAndReplaced() {
        FanOutShardReader reader = reader();
        kinesis.failNext(Operation.SUBSCRIBE_TO_SHARD, Fault.SUBSCRIPTION_SILENT);
        put(0, 2);
        Reading reading = new Reading(reader).readUntil(2);
        put(2, 4);
        Duration before = time.elapsed();
        reading.readUntil(4);
        assertThat(time.elapsed().minus(before)).isBetween(FanOutShardReader.SILENCE, Duration.ofSeconds(20));
        assertThat(reading.troubles).isEmpty();
    }

    @Test
    void aCallThatIsNeverAnsweredFails() {
        kinesis.createStream("orders", 1);
        FanOutShardReader reader = prepared(new FanOutShardReader(
                SubscribingClient.with((request, handler) -> new CompletableFuture<>()),
                billing(kinesis),
                time::execute,
                time,
                time,
                null));
        assertThat(fetch(reader, Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Failed.class);
        assertThat(time.elapsed()).isEqualTo(FanOutShardReader.SILENCE);
    }

    @Test
    void whatBreaksIsTakenUpAgainBehindTheLastRecord() {
        FanOutShardReader reader = reader();
        kinesis.faults(FaultPlan.seeded(7)
                .subscriptionBroken(0.2)
                .subscriptionSilent(0.1)
                .requestLost(0.1)
                .replyLost(0.1)
                .internalFailure(0.1)
                .throttled(0.1)
                .only(Operation.SUBSCRIBE_TO_SHARD)
                .build());
        Reading reading = new Reading(reader);
        for (int round = 0; round < 100; round++) {
            put(10 * round, 10 * round + 10);
            reading.readUntil(10 * round + 10);
            time.advance(Duration.ofSeconds(30));
        }
        assertThat(reading.troubles)
                .hasAtLeastOneElementOfType(Fetch.Failed.class)
                .hasAtLeastOneElementOfType(Fetch.Throttled.class);
    }

    @Test
    void nothingIsSentUnlessAReadWaits() {
        FanOutShardReader reader = reader();
        put(0, 1);
        Reading reading = new Reading(reader).readUntil(1);
        byte[] large = new byte[800_000];
        for (int i = 0; i < 4; i++) {
            kinesis.put("orders", "key", large);
        }
        time.advance(Duration.ofMinutes(1));
        Fetch.Records next = (Fetch.Records) fetch(reader, reading.at, reading.cursor);
        assertThat(next.records()).as("one event of at most 1 MiB").hasSize(1);
        assertThat(next.millisBehindLatest()).isGreaterThan(50_000);
    }

    @Test
    void aReleaseEndsTheReadThatWaits() {
        FanOutShardReader reader = reader();
        Cursor cursor = ((Fetch.Records) fetch(reader, Position.TRIM_HORIZON, null)).next();
        CompletionStage<Fetch> waits = reader.fetch(SHARD, Position.TRIM_HORIZON, cursor, ANY);
        reader.release(cursor);
        assertThat(answerOf(waits)).isInstanceOf(Fetch.Expired.class);
        assertThat(fetch(reader, Position.TRIM_HORIZON, cursor)).isInstanceOf(Fetch.Expired.class);
        time.advance(MINUTES);
        assertThat(kinesis.calls(Operation.SUBSCRIBE_TO_SHARD)).isEqualTo(1);
        assertThat(time.pending()).as("nothing is left behind").isZero();
    }

    @Test
    void aPlaceBehindWhichAnAnswerWasDroppedIsNotReadOn() {
        FanOutShardReader reader = reader();
        put(0, 2);
        Reading reading = new Reading(reader).readUntil(2);
        put(2, 3);
        Cursor dropped = ((Fetch.Records) fetch(reader, reading.at, reading.cursor)).next();
        assertThat(dropped).isNotNull();
        put(3, 4);
        assertThat(fetch(reader, reading.at, reading.cursor)).isInstanceOf(Fetch.Expired.class);
        reading.readUntil(4);
    }

    @Test
    void aFirstReadEndsTheFormerSubscriptionToItsShard() {
        FanOutShardReader reader = reader();
        Cursor former = ((Fetch.Records) fetch(reader, Position.TRIM_HORIZON, null)).next();
        CompletionStage<Fetch> waits = reader.fetch(SHARD, Position.TRIM_HORIZON, former, ANY);
        assertThat(fetch(reader, Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Throttled.class);
        assertThat(answerOf(waits)).isInstanceOf(Fetch.Expired.class);
    }

    @Test
    void closingEndsEveryReadThatWaits() {
        FanOutShardReader reader = reader();
        CompletionStage<Fetch> first = reader.fetch(SHARD, Position.TRIM_HORIZON, null, ANY);
        reader.close();
        assertThat(answerOf(first)).isInstanceOf(Fetch.Expired.class);
    }

    @Test
    void aShardThatWasSubscribedJustNowIsAThrottle() {
        FanOutShardReader first = reader();
        FanOutShardReader second = prepared(reader(billing(kinesis)));
        put(0, 1);
        fetch(first, Position.TRIM_HORIZON, null);
        assertThat(fetch(second, Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Throttled.class);
        time.advance(PROTECTION);
        assertThat(fetch(second, Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Records.class);
    }

    @Test
    void aConsumerThatWasDeregisteredIsRegisteredAgain() {
        FanOutShardReader reader = reader();
        put(0, 1);
        Reading reading = new Reading(reader).readUntil(1);
        String arn = kinesis.arnOf("orders");
        kinesis.client().deregisterStreamConsumer(d -> d.streamARN(arn).consumerName("billing"));
        put(1, 3);
        time.advance(PROTECTION);
        reading.readUntil(3);
        assertThat(kinesis.calls(Operation.REGISTER_STREAM_CONSUMER)).isEqualTo(2);
        assertThat(reading.troubles).noneMatch(Fetch.Gone.class::isInstance);
    }

    @Test
    void aStreamThatIsGoneIsGone() {
        FanOutShardReader reader = reader();
        Cursor cursor = ((Fetch.Records) fetch(reader, Position.TRIM_HORIZON, null)).next();
        time.advance(PROTECTION);
        kinesis.client().deleteStream(d -> d.streamName("orders").enforceConsumerDeletion(true));
        Fetch broken = fetch(reader, Position.TRIM_HORIZON, cursor);
        assertThat(broken).isInstanceOf(Fetch.Records.class);
        assertThat(fetch(reader, Position.TRIM_HORIZON, ((Fetch.Records) broken).next()))
                .isInstanceOf(Fetch.Gone.class);
    }

    @Test
    void aCheckpointOfAStreamThatWasMadeAnewIsReportedAndReadAround() {
        kinesis.createStream("orders", 1);
        Position old = new Position.After(kinesis.put("orders", "key", "old").sequence());
        kinesis.client().deleteStream(d -> d.streamName("orders").enforceConsumerDeletion(true));
        time.advance(PROTECTION);
        kinesis.createStream("orders", 1);
        kinesis.put("orders", "key", "new");
        FanOutShardReader reader = prepared(reader(billing(kinesis)));
        assertThat(fetch(reader, old, null))
                .isInstanceOfSatisfying(Fetch.Failed.class, failed -> assertThat(failed.cause())
                        .isInstanceOf(StalePositionException.class));
        assertThat(fetch(reader, old, null))
                .isInstanceOfSatisfying(Fetch.Records.class, records -> assertThat(records.records())
                        .hasSize(1));
    }

    @Test
    void aCheckpointAboveAllRecordsIsNeverReadAround() {
        FanOutShardReader reader = reader();
        put(0, 1);
        Position wrong = new Position.After(SequenceNumber.of("9".repeat(56)));
        fetch(reader, wrong, null);
        for (int i = 0; i < 3; i++) {
            assertThat(fetch(reader, wrong, null))
                    .isInstanceOfSatisfying(Fetch.Failed.class, failed -> assertThat(failed.cause())
                            .hasMessageContaining("remove SequenceNumber from the row"));
            time.advance(PROTECTION);
        }
    }

    @Test
    void aRefusedSubscriptionFailsWithoutAFallback() {
        FanOutShardReader reader = reader();
        assertThat(reader.isPushed(SHARD, null)).isTrue();
        FanOutShardReader denied =
                new FanOutShardReader(SubscribingClient.denied(), billing(kinesis), time::execute, time, time, null);
        assertThat(fetch(denied, Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Failed.class);
        kinesis.failNext(Operation.SUBSCRIBE_TO_SHARD, Fault.THROTTLED);
        assertThat(fetch(reader, Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Throttled.class);
    }

    @Test
    void aRefusedSubscriptionIsPolledUntilOneIsGranted() {
        FanOutShardReader reader = prepared(fallingBack());
        put(0, 2);
        Reading reading = new Reading(reader).readUntil(2);
        assertThat(kinesis.calls(Operation.GET_RECORDS)).isZero();
        // the present subscription breaks, and the next two are refused
        kinesis.failNext(Operation.SUBSCRIBE_TO_SHARD, Fault.THROTTLED, Fault.THROTTLED);
        time.advance(MINUTES);
        put(2, 4);
        reading.readUntil(4);
        assertThat(kinesis.calls(Operation.GET_RECORDS)).isPositive();
        assertThat(reader.isPushed(SHARD, reading.cursor)).isFalse();
        assertThat(kinesis.calls(Operation.SUBSCRIBE_TO_SHARD)).isEqualTo(2);

        time.advance(MINUTES);
        put(4, 6);
        reading.readUntil(6);
        assertThat(kinesis.calls(Operation.SUBSCRIBE_TO_SHARD)).isEqualTo(3);
        assertThat(reader.isPushed(SHARD, reading.cursor)).isFalse();

        time.advance(MINUTES);
        put(6, 8);
        reading.readUntil(8);
        assertThat(reader.isPushed(SHARD, reading.cursor)).isTrue();
        assertThat(kinesis.calls(Operation.SUBSCRIBE_TO_SHARD)).isEqualTo(4);
    }

    @Test
    void aConsumerThatCannotBeRegisteredIsPolledFor() {
        FanOutShardReader reader = fallingBack();
        String arn = kinesis.arnOf("orders");
        for (int i = 0; i < 20; i++) {
            int number = i;
            kinesis.client().registerStreamConsumer(r -> r.streamARN(arn).consumerName("other-" + number));
        }
        reader.prepare(SHARD.stream());
        put(0, 2);
        Reading reading = new Reading(reader).readUntil(2);
        assertThat(reader.isPushed(SHARD, reading.cursor)).isFalse();
        kinesis.client().deregisterStreamConsumer(d -> d.streamARN(arn).consumerName("other-7"));
        time.advance(MINUTES);
        put(2, 4);
        reading.readUntil(4);
        assertThat(reader.isPushed(SHARD, reading.cursor))
                .as("while the consumer is being made")
                .isFalse();
        time.advance(Duration.ofSeconds(10));
        put(4, 6);
        reading.readUntil(6);
        assertThat(reader.isPushed(SHARD, reading.cursor)).isTrue();
    }

    @Test
    void withoutAFallbackAConsumerThatCannotBeRegisteredIsAnError() {
        kinesis.createStream("orders", 1);
        String arn = kinesis.arnOf("orders");
        for (int i = 0; i < 20; i++) {
            int number = i;
            kinesis.client().registerStreamConsumer(r -> r.streamARN(arn).consumerName("other-" + number));
        }
        assertThatThrownBy(() -> reader(billing(kinesis)).prepare(SHARD.stream()))
                .isInstanceOf(KinesisStreamException.class)
                .hasMessageContaining("Consumer billing of stream orders");
    }
}
