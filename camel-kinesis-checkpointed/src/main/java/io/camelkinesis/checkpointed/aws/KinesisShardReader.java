// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.consume.UnusableAnswerException;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads shards by GetRecords. Positions that the service refuses are {@link StalePositions}. */
public final class KinesisShardReader implements ShardReader {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private final KinesisClient client;
    private final Executor executor;
    private final Duration callTimeout;
    private final AnswerGate gate = new AnswerGate();
    private final StalePositions stale = new StalePositions();

    /**
     * @param client stays the caller's; as {@link AwsClients#kinesis} makes it, or another, whose retries then delay what
     *     the engine gets to see of throttles
     * @param executor runs the calls and completes the stages, one task for each shard at a time; bounded by its owner
     */
    public KinesisShardReader(KinesisClient client, Executor executor) {
        this(client, executor, CALL_TIMEOUT);
    }

    KinesisShardReader(KinesisClient client, Executor executor, Duration callTimeout) {
        this.callTimeout = callTimeout;
        this.client = client;
        this.executor = executor;
    }

    /**
     * @param token a shard iterator
     * @param above what the next record must lie above for reading from the horizon to be right; null: nothing
     */
    private record Iterator(String token, @Nullable SequenceNumber above) implements Cursor {}

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        try {
            return CompletableFuture.supplyAsync(() -> read(shard, from, (Iterator) cursor, limit), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(new Fetch.Failed(e));
        }
    }

    private Fetch read(ShardId shard, Position from, @Nullable Iterator cursor, int limit) {
        try (AnswerGate.Pass pass = gate.pass()) {
            Iterator at = cursor == null ? open(shard, from) : cursor;
            return records(shard, at, client.getRecords(recordsRequest(shard, at, limit, pass)));
        } catch (ExpiredIteratorException | InvalidArgumentException e) {
            // an iterator that was made for this read is not too old
            return cursor == null ? new Fetch.Failed(e) : new Fetch.Expired();
        } catch (ResourceNotFoundException e) {
            return new Fetch.Gone(e);
        } catch (ProvisionedThroughputExceededException | LimitExceededException | KmsThrottlingException e) {
            return new Fetch.Throttled(e);
        } catch (SdkServiceException e) {
            return e.isThrottlingException() ? new Fetch.Throttled(e) : new Fetch.Failed(e);
        } catch (RuntimeException e) {
            return new Fetch.Failed(e);
        }
    }

    private Iterator open(ShardId shard, Position from) {
        SequenceNumber after = from instanceof Position.After a ? a.sequence() : null;
        if (after == null) {
            return new Iterator(iterator(shard, from), null);
        }
        if (stale.refused(shard, from) != null) {
            return new Iterator(iterator(shard, Position.TRIM_HORIZON), after);
        }
        try {
            return new Iterator(iterator(shard, from), null);
        } catch (InvalidArgumentException | ResourceNotFoundException e) {
            iterator(shard, Position.TRIM_HORIZON);
            throw stale.refuse(shard, after, e);
        }
    }

    private String iterator(ShardId shard, Position from) {
        StreamName stream = StreamName.of(shard.stream().stream());
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder()
                .streamName(stream.name())
                .streamARN(stream.arn())
                .shardId(shard.name())
                .overrideConfiguration(o -> o.apiCallTimeout(callTimeout));
        return client.getShardIterator(at(request, from).build()).shardIterator();
    }

    private static GetShardIteratorRequest.Builder at(GetShardIteratorRequest.Builder request, Position from) {
        if (from instanceof Position.After after) {
            return request.startingSequenceNumber(after.sequence().digits())
                    .shardIteratorType(
                            after.sequence().isPartial()
                                    ? ShardIteratorType.AT_SEQUENCE_NUMBER
                                    : ShardIteratorType.AFTER_SEQUENCE_NUMBER);
        }
        if (from instanceof Position.AtTimestamp at) {
            return request.timestamp(at.time()).shardIteratorType(ShardIteratorType.AT_TIMESTAMP);
        }
        return request.shardIteratorType(
                from instanceof Position.Latest ? ShardIteratorType.LATEST : ShardIteratorType.TRIM_HORIZON);
    }

    private GetRecordsRequest recordsRequest(ShardId shard, Iterator at, int limit, AnswerGate.Pass pass) {
        return GetRecordsRequest.builder()
                .streamARN(StreamName.of(shard.stream().stream()).arn())
                .shardIterator(at.token())
                .limit(limit)
                .overrideConfiguration(o -> pass.on(o.apiCallTimeout(callTimeout)))
                .build();
    }

    private Fetch records(ShardId shard, Iterator at, GetRecordsResponse response) {
        String next = response.nextShardIterator();
        if (next == null && !response.hasRecords() && response.millisBehindLatest() == null) {
            return new Fetch.Failed(
                    new UnusableAnswerException("GetRecords was answered without records, a next iterator"
                            + " and a lag; something between here and Kinesis may have answered in its place"));
        }
        List<StreamRecord> records = KinesisRecords.of(response.records());
        SequenceNumber above = at.above();
        if (above != null && !records.isEmpty()) {
            Fetch wrong = stale.check(shard, above, records);
            if (wrong != null) {
                return wrong;
            }
            above = null;
        }
        Cursor cursor = next == null ? null : new Iterator(next, above);
        return KinesisRecords.answer(records, response.millisBehindLatest(), cursor, response.childShards());
    }
}
