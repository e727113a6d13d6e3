// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.aggregate.HashKeyRange;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/**
 * Lists the shards of streams with ListShards, and describes streams.
 *
 * <p>Calls that were not answered are tried again, a few times, after a growing delay, and those that were throttled for
 * about a minute: the limits are those of the account, and a hundred workers may start together. No thread waits for
 * that.
 */
public final class KinesisShardLister implements ShardLister {

    /** The most that the service puts into one page by default. */
    private static final int PAGE_SIZE = 1_000;

    private static final int MAX_PAGES = 1_000;
    private static final int MAX_TRIES = 5;
    private static final int MAX_THROTTLED_TRIES = 12;
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int DEFAULT_MAX_RECORD_KIB = 1_024;

    private final KinesisClient client;
    private final Executor executor;
    private final String where;
    /** Of the shards that were listed last. */
    private final Map<ShardId, HashKeyRange> ranges = new ConcurrentHashMap<>();

    /**
     * @param client stays the caller's
     * @param executor runs the calls and completes the stages; bounded by its owner
     * @param where for messages, as {@link AwsAccess#where()} says it
     */
    public KinesisShardLister(KinesisClient client, Executor executor, String where) {
        this.client = client;
        this.executor = executor;
        this.where = where;
    }

    @Override
    public CompletionStage<List<Shard>> list(StreamId stream) {
        return pages(stream, null, List.of(), 1).thenApply(shards -> {
            Set<ShardId> listed = shards.stream().map(Shard::id).collect(Collectors.toSet());
            ranges.keySet().removeIf(id -> id.stream().equals(stream) && !listed.contains(id));
            return shards;
        });
    }

    /** The hash keys that a shard takes, null when it has not been listed yet or is not any more. */
    public @Nullable HashKeyRange rangeOf(ShardId shard) {
        return ranges.get(shard);
    }

    /** Reads on behind the pages read so far. */
    private CompletionStage<List<Shard>> pages(StreamId stream, @Nullable String token, List<Shard> before, int page) {
        if (page > MAX_PAGES) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "Stream " + stream + " lists more than " + MAX_PAGES + " pages of shards"));
        }
        return call(stream, () -> client.listShards(request(stream, token)), 1).thenCompose(response -> {
            List<Shard> shards = joined(before, response, stream);
            return response.nextToken() == null
                    ? CompletableFuture.completedStage(shards)
                    : pages(stream, response.nextToken(), shards, page + 1);
        });
    }

    private List<Shard> joined(List<Shard> before, ListShardsResponse response, StreamId stream) {
        List<Shard> shards = new ArrayList<>(before.size() + response.shards().size());
        shards.addAll(before);
        response.shards().forEach(shard -> {
            shards.add(shard(stream, shard));
            note(stream.shard(shard.shardId()), shard.hashKeyRange());
        });
        return shards;
    }

    private void note(ShardId shard, software.amazon.awssdk.services.kinesis.model.@Nullable HashKeyRange range) {
        if (range != null) {
            ranges.put(
                    shard,
                    new HashKeyRange(new BigInteger(range.startingHashKey()), new BigInteger(range.endingHashKey())));
        }
    }

    private static Shard shard(StreamId stream, software.amazon.awssdk.services.kinesis.model.Shard listed) {
        return new Shard(
                stream.shard(listed.shardId()),
                Stream.of(listed.parentShardId(), listed.adjacentParentShardId())
                        .filter(Objects::nonNull)
                        .toList(),
                listed.sequenceNumberRange().endingSequenceNumber() != null);
    }

    /** The service refuses a request that names both a token and a stream. */
    private static ListShardsRequest request(StreamId stream, @Nullable String token) {
        ListShardsRequest.Builder request = ListShardsRequest.builder()
                .maxResults(PAGE_SIZE)
                .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT));
        StreamName name = StreamName.of(stream.stream());
        return token == null
                ? request.streamName(name.name()).streamARN(name.arn()).build()
                : request.nextToken(token).build();
    }

    /**
     * What the service says of a stream. Completes with {@link KinesisStreamException} if there is no such stream or the
     * service does not answer.
     */
    public CompletionStage<StreamDescription> describe(StreamId stream) {
        return summary(stream).thenApply(KinesisShardLister::description);
    }

    private CompletionStage<StreamDescriptionSummary> summary(StreamId stream) {
        StreamName name = StreamName.of(stream.stream());
        DescribeStreamSummaryRequest request = DescribeStreamSummaryRequest.builder()
                .streamName(name.name())
                .streamARN(name.arn())
                .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT))
                .build();
        return call(stream, () -> client.describeStreamSummary(request), 1)
                .thenApply(response -> response.streamDescriptionSummary());
    }

    /** ARN of the stream, empty when the credentials may not ask for it; else as {@link #describe}. */
    public CompletionStage<Optional<String>> arn(StreamId stream) {
        return emptyWhenDenied(describe(stream).thenApply(description -> Optional.of(description.arn())));
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream) {
        return emptyWhenDenied(summary(stream)
                .thenApply(summary -> summary.streamARN() == null || summary.streamCreationTimestamp() == null
                        ? Optional.empty()
                        : Optional.of(new StreamIdentity(summary.streamARN(), summary.streamCreationTimestamp()))));
    }

    private static <T> CompletionStage<Optional<T>> emptyWhenDenied(CompletionStage<Optional<T>> answer) {
        return answer.exceptionally(failure -> {
            Throwable cause = rootOf(failure);
            if (Denial.is(cause.getCause())) {
                return Optional.empty();
            }
            throw new CompletionException(cause);
        });
    }

    private static StreamDescription description(StreamDescriptionSummary summary) {
        int maxRecordKib = Optional.ofNullable(summary.maxRecordSizeInKiB()).orElse(DEFAULT_MAX_RECORD_KIB);
        return new StreamDescription(
                summary.streamARN(),
                summary.streamStatusAsString(),
                summary.openShardCount(),
                Duration.ofHours(summary.retentionPeriodHours()),
                maxRecordKib * 1_024);
    }

    private <T> CompletionStage<T> call(StreamId stream, Supplier<T> call, int tries) {
        return CompletableFuture.supplyAsync(call, executor)
                .handle((answer, failure) -> failure == null
                        ? CompletableFuture.<T>completedStage(answer)
                        : again(stream, call, tries, rootOf(failure)))
                .thenCompose(Function.identity());
    }

    private <T> CompletionStage<T> again(StreamId stream, Supplier<T> call, int tries, Throwable failure) {
        if (tries >= (isThrottle(failure) ? MAX_THROTTLED_TRIES : MAX_TRIES) || !mayPass(failure)) {
            return CompletableFuture.failedStage(explained(stream, failure));
        }
        long most = Math.min(FIRST_DELAY.toMillis() << (tries - 1), LONGEST_DELAY.toMillis());
        long delay = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        Executor later = CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS, executor);
        return CompletableFuture.supplyAsync(() -> call(stream, call, tries + 1), later)
                .thenCompose(Function.identity());
    }

    private static boolean mayPass(Throwable failure) {
        if (failure instanceof SdkServiceException service) {
            return service.statusCode() >= 500 || isThrottle(service) || service instanceof ResourceInUseException;
        }
        return failure instanceof SdkClientException;
    }

    private static boolean isThrottle(Throwable failure) {
        return failure instanceof LimitExceededException
                || (failure instanceof SdkServiceException service && service.isThrottlingException());
    }

    private RuntimeException explained(StreamId stream, Throwable failure) {
        if (failure instanceof ResourceNotFoundException) {
            return new KinesisStreamException(
                    "Stream " + stream.stream() + " does not exist " + where
                            + ". Check its name, the region and the account, or create it",
                    failure);
        }
        if (ServiceFailure.isForeignProtocol(failure) && where.startsWith("at ")) {
            return new KinesisStreamException(
                    "Stream " + stream.stream() + " " + where
                            + " cannot be looked at: what answers there may not speak CBOR ("
                            + ServiceFailure.text(failure)
                            + "). An emulator that speaks JSON only needs cborEnabled=false",
                    failure);
        }
        if (failure instanceof SdkException) {
            return new KinesisStreamException(
                    "Stream " + stream.stream() + " " + where + " cannot be looked at: " + ServiceFailure.text(failure),
                    failure);
        }
        return new KinesisStreamException("Stream " + stream.stream() + " " + where + " cannot be looked at", failure);
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() != null && failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
