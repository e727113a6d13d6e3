// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What the reader makes of the service's answers, and of their absence. */
class FetchOutcomesTest {

    private static final String SHARD = "shardId-000000000000";
    private static final ShardId ID = StreamId.of("orders").shard(SHARD);

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final KinesisShardReader reader = new KinesisShardReader(kinesis.client(), Runnable::run);

    private Fetch fetch(Position from, Cursor cursor) {
        return reader.fetch(ID, from, cursor, 100).toCompletableFuture().join();
    }

    private Fetch.Records records(Position from, Cursor cursor) {
        Fetch fetch = fetch(from, cursor);
        assertThat(fetch).isInstanceOf(Fetch.Records.class);
        return (Fetch.Records) fetch;
    }

    private static Position.After after(String sequence) {
        return new Position.After(SequenceNumber.of(sequence));
    }

    @ParameterizedTest
    @MethodSource("io.camelkinesis.checkpointed.aws.FetchOutcomesTest#failures")
    void everyAnswerHasItsOutcome(Failure failure) {
        KinesisShardReader failing = new KinesisShardReader(new FailingRecords(failure.exception), Runnable::run);
        Cursor cursor = ((Fetch.Records) new KinesisShardReader(new FailingRecords(null), Runnable::run)
                        .fetch(ID, Position.TRIM_HORIZON, null, 1)
                        .toCompletableFuture()
                        .join())
                .next();
        assertThat(failing.fetch(ID, Position.TRIM_HORIZON, null, 1)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(failure.withoutCursor);
        assertThat(failing.fetch(ID, Position.TRIM_HORIZON, cursor, 1)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(failure.withCursor);
    }

    private record Failure(
            RuntimeException exception, Class<? extends Fetch> withoutCursor, Class<? extends Fetch> withCursor) {
        private Failure(RuntimeException exception, Class<? extends Fetch> both) {
            this(exception, both, both);
        }
    }

    static List<Failure> failures() {
        return List.of(
                new Failure(ExpiredIteratorException.builder().build(), Fetch.Failed.class, Fetch.Expired.class),
                new Failure(ProvisionedThroughputExceededException.builder().build(), Fetch.Throttled.class),
                new Failure(LimitExceededException.builder().build(), Fetch.Throttled.class),
                new Failure(KmsThrottlingException.builder().build(), Fetch.Throttled.class),
                new Failure(
                        KinesisException.builder()
                                .statusCode(400)
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .errorCode("ThrottlingException")
                                        .build())
                                .build(),
                        Fetch.Throttled.class),
                new Failure(ResourceNotFoundException.builder().build(), Fetch.Gone.class),
                new Failure(KmsAccessDeniedException.builder().build(), Fetch.Failed.class),
                new Failure(KinesisException.builder().statusCode(500).build(), Fetch.Failed.class),
                new Failure(SdkClientException.create("connection reset"), Fetch.Failed.class),
                new Failure(new IllegalStateException("client closed"), Fetch.Failed.class),
                new Failure(InvalidArgumentException.builder().build(), Fetch.Failed.class, Fetch.Expired.class));
    }

    @Test
    void aLostAnswerFailsAndNothingIsSkipped() {
        kinesis.createStream("orders", 1);
        kinesis.put("orders", "k", "one");
        kinesis.failNext(Operation.GET_RECORDS, Fault.REPLY_LOST);
        assertThat(fetch(Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Failed.class);
        assertThat(records(Position.TRIM_HORIZON, null).records()).hasSize(1);
    }

    @Test
    void aThrottledIteratorIsAThrottle() {
        kinesis.createStream("orders", 1);
        kinesis.failNext(Operation.GET_SHARD_ITERATOR, Fault.THROTTLED);
        assertThat(fetch(Position.TRIM_HORIZON, null)).isInstanceOf(Fetch.Throttled.class);
    }

    @Test
    void behindAUserRecordOfAnAggregateComesTheWholeAggregateAgain() {
        kinesis.createStream("orders", 1);
        String sequence = kinesis.put("orders", "k", "aggregate").sequence().digits();
        Position inside = new Position.After(SequenceNumber.of(sequence, 2));
        assertThat(records(inside, null).records()).hasSize(1);
        assertThat(records(after(sequence), null).records()).isEmpty();
    }

    @Test
    void aFutureStartIsWaitedFor() {
        kinesis.createStream("orders", 1);
        assertThat(fetch(new Position.AtTimestamp(Instant.now().plus(Duration.ofHours(1))), null))
                .isInstanceOf(Fetch.Failed.class);
    }

    @Test
    void aCheckpointOfAStreamThatWasMadeAnewIsReportedAndReadAround() {
        kinesis.createStream("orders", 1);
        String old = kinesis.put("orders", "k", "first life").sequence().digits();
        kinesis.client().deleteStream(d -> d.streamName("orders"));
        kinesis.createStream("orders", 1);
        kinesis.put("orders", "k", "second life");
        kinesis.put("orders", "k", "third life");

        assertThat(fetch(after(old), null))
                .isInstanceOfSatisfying(Fetch.Failed.class, failed -> assertThat(failed.cause())
                        .isInstanceOf(StalePositionException.class)
                        .hasMessageContaining("orders/" + SHARD)
                        .hasMessageContaining(old));
        List<String> texts = new ArrayList<>();
        Fetch.Records page = records(after(old), null);
        page.records().forEach(record -> texts.add(new String(record.data(), StandardCharsets.UTF_8)));
        assertThat(texts).containsExactly("second life", "third life");

        Position behind = new Position.After(page.records().get(1).sequence());
        assertThat(records(behind, page.next()).records()).isEmpty();
        assertThat(records(behind, null).records()).isEmpty();
    }

    @Test
    void aCheckpointAboveEverythingSkipsNothingAndSaysWhatToDo() {
        kinesis.createStream("orders", 1);
        String highest = "9".repeat(60);
        assertThat(fetch(after(highest), null)).isInstanceOf(Fetch.Failed.class);
        Fetch.Records empty = records(after(highest), null);
        assertThat(empty.records()).isEmpty();
        kinesis.put("orders", "k", "one");
        for (Cursor cursor : new Cursor[] {empty.next(), null}) {
            assertThat(fetch(after(highest), cursor))
                    .isInstanceOfSatisfying(Fetch.Failed.class, failed -> assertThat(failed.cause())
                            .isInstanceOf(StalePositionException.class)
                            .hasMessageContaining("remove SequenceNumber from the row"));
        }
    }

    @Test
    void payloadsAreNotCopied() {
        byte[] data = {1, 2, 3};
        FailingRecords one = new FailingRecords(null);
        one.data = SdkBytes.fromByteArrayUnsafe(data);
        Fetch fetch = new KinesisShardReader(one, Runnable::run)
                .fetch(ID, Position.TRIM_HORIZON, null, 1)
                .toCompletableFuture()
                .join();
        assertThat(((Fetch.Records) fetch).records()).singleElement().satisfies(record -> assertThat(record.data())
                .isSameAs(data));
    }

    @Test
    void theCallerNeverWaitsAndAFullExecutorIsAnOutcome() {
        List<Runnable> tasks = new ArrayList<>();
        assertThat(new KinesisShardReader(kinesis.client(), tasks::add)
                        .fetch(ID, Position.TRIM_HORIZON, null, 1)
                        .toCompletableFuture())
                .isNotDone();
        assertThat(tasks).hasSize(1);
        KinesisShardReader full = new KinesisShardReader(kinesis.client(), task -> {
            throw new RejectedExecutionException("full");
        });
        assertThat(full.fetch(ID, Position.TRIM_HORIZON, null, 1)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Fetch.Failed.class);
    }

    /** Hands out iterators; GetRecords fails, or brings one record. */
    private static final class FailingRecords implements KinesisClient {

        private final RuntimeException failure;
        private SdkBytes data = SdkBytes.fromUtf8String("x");

        private FailingRecords(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            return GetShardIteratorResponse.builder().shardIterator("i").build();
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            if (failure != null) {
                throw failure;
            }
            return GetRecordsResponse.builder()
                    .records(Record.builder()
                            .sequenceNumber("1")
                            .partitionKey("k")
                            .data(data)
                            .build())
                    .nextShardIterator("i")
                    .build();
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }
}
