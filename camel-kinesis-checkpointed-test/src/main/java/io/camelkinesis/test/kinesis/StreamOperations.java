// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.util.List;
import java.util.NavigableMap;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodResponse;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamResponse;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.UpdateMaxRecordSizeRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateMaxRecordSizeResponse;

/** The calls that make, change and list streams, in the terms of the SDK. */
final class StreamOperations {

    private static final int ON_DEMAND_SHARDS = 4;
    private static final int STREAMS_PER_PAGE = 100;
    private static final int STREAMS_REQUESTED = 10_000;

    private final Gate gate;
    private final Clock clock;
    private final Streams streams;
    private final Resharding resharding;
    private final Settings settings;

    StreamOperations(Gate gate, Clock clock, Streams streams, Resharding resharding, Settings settings) {
        this.gate = gate;
        this.clock = clock;
        this.streams = streams;
        this.resharding = resharding;
        this.settings = settings;
    }

    CreateStreamResponse createStream(CreateStreamRequest request) {
        return gate.call(Operation.CREATE_STREAM, () -> {
            create(request);
            return CreateStreamResponse.builder().build();
        });
    }

    private void create(CreateStreamRequest request) {
        StreamModel stream = add(request);
        stream.change(StreamStatus.CREATING, clock.nanoTime(), settings.changeNanos(), () -> {});
    }

    /** Creates a stream that is active at once; for use inside the gate. Returns its ARN. */
    String createNow(String name, int shards) {
        return add(CreateStreamRequest.builder()
                        .streamName(name)
                        .shardCount(shards)
                        .build())
                .arn();
    }

    private StreamModel add(CreateStreamRequest request) {
        String name = Check.streamName(request.streamName());
        boolean onDemand = request.streamModeDetails() != null
                && request.streamModeDetails().streamMode() == StreamMode.ON_DEMAND;
        if (onDemand && request.shardCount() != null) {
            throw Errors.constraint("ShardCount must not be provided for a stream in ON_DEMAND mode");
        }
        int shards = onDemand
                ? ON_DEMAND_SHARDS
                : Check.range(
                        "shardCount",
                        Check.required("shardCount", request.shardCount()),
                        1,
                        1,
                        Limits.DEFAULT_SHARDS_PER_ACCOUNT);
        int recordKib = recordKib(request.maxRecordSizeInKiB());
        if (streams.findByName(name) != null) {
            throw Errors.inUse(
                    "Stream " + name + " under account " + streams.account().id() + " already exists.");
        }
        requireRoomFor(shards);
        long now = clock.now().toEpochMilli();
        StreamModel stream = new StreamModel(
                streams.account(),
                name,
                streams.nextEpoch(),
                now,
                onDemand ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED,
                recordKib);
        resharding.populate(stream, shards);
        streams.add(stream);
        return stream;
    }

    private static int recordKib(Integer wanted) {
        return Check.range(
                "maxRecordSizeInKiB",
                wanted,
                Limits.DEFAULT_RECORD_KIB,
                Limits.DEFAULT_RECORD_KIB,
                Limits.LARGEST_RECORD_KIB);
    }

    /** Refuses what would exceed the shard limit of the account. */
    void requireRoomFor(int more) {
        int present = streams.all().values().stream()
                .mapToInt(StreamModel::openShardCount)
                .sum();
        if (more > 0 && present + more > settings.shardLimit()) {
            throw Errors.limit("This request would exceed the shard limit for the account "
                    + streams.account().id() + " in " + streams.account().region()
                    + ". Current shard count for the account: " + present + ". Limit: " + settings.shardLimit()
                    + ". Number of additional shards that would have resulted from this request: " + more + ".");
        }
    }

    DeleteStreamResponse deleteStream(DeleteStreamRequest request) {
        return gate.call(Operation.DELETE_STREAM, () -> {
            StreamModel stream = streams.find(request.streamName(), request.streamARN());
            if (!Boolean.TRUE.equals(request.enforceConsumerDeletion())
                    && !stream.consumers().at(clock.nanoTime()).isEmpty()) {
                throw Errors.inUse("Stream " + stream.name() + " under account "
                        + stream.account().id()
                        + " has registered consumers; EnforceConsumerDeletion deletes them too.");
            }
            stream.change(StreamStatus.DELETING, clock.nanoTime(), settings.changeNanos(), stream::delete);
            return DeleteStreamResponse.builder().build();
        });
    }

    ListStreamsResponse listStreams(ListStreamsRequest request) {
        return gate.call(Operation.LIST_STREAMS, () -> {
            int size = Check.range("limit", request.limit(), STREAMS_PER_PAGE, 1, STREAMS_REQUESTED);
            String after = request.nextToken() != null ? request.nextToken() : request.exclusiveStartStreamName();
            NavigableMap<String, StreamModel> all = streams.all();
            NavigableMap<String, StreamModel> rest = after == null ? all : all.tailMap(after, false);
            List<StreamModel> page = rest.values().stream().limit(size).toList();
            boolean more = page.size() < rest.size();
            return ListStreamsResponse.builder()
                    .streamNames(page.stream().map(StreamModel::name).toList())
                    .streamSummaries(page.stream().map(Descriptions::listed).toList())
                    .hasMoreStreams(more)
                    .nextToken(more ? page.get(page.size() - 1).name() : null)
                    .build();
        });
    }

    IncreaseStreamRetentionPeriodResponse increaseRetention(IncreaseStreamRetentionPeriodRequest request) {
        return gate.call(Operation.UPDATE_RETENTION, () -> {
            StreamModel stream = streams.findActive(request.streamName(), request.streamARN());
            int hours = retentionHours(request.retentionPeriodHours());
            if (hours < stream.retentionHours()) {
                throw Errors.invalid("Requested retention period (" + hours
                        + " hours) for stream " + stream.name()
                        + " can not be shorter than existing retention period (" + stream.retentionHours()
                        + " hours). Use DecreaseRetentionPeriod API.");
            }
            stream.retain(hours);
            return IncreaseStreamRetentionPeriodResponse.builder().build();
        });
    }

    DecreaseStreamRetentionPeriodResponse decreaseRetention(DecreaseStreamRetentionPeriodRequest request) {
        return gate.call(Operation.UPDATE_RETENTION, () -> {
            StreamModel stream = streams.findActive(request.streamName(), request.streamARN());
            int hours = retentionHours(request.retentionPeriodHours());
            if (hours > stream.retentionHours()) {
                throw Errors.invalid("Requested retention period (" + hours
                        + " hours) for stream " + stream.name()
                        + " can not be longer than existing retention period (" + stream.retentionHours()
                        + " hours). Use IncreaseRetentionPeriod API.");
            }
            stream.retain(hours);
            return DecreaseStreamRetentionPeriodResponse.builder().build();
        });
    }

    private static int retentionHours(Integer hours) {
        return Check.range(
                "retentionPeriodHours",
                Check.required("retentionPeriodHours", hours),
                0,
                Limits.SHORTEST_RETENTION_HOURS,
                Limits.LONGEST_RETENTION_HOURS);
    }

    UpdateMaxRecordSizeResponse updateMaxRecordSize(UpdateMaxRecordSizeRequest request) {
        return gate.call(Operation.UPDATE_MAX_RECORD_SIZE, () -> {
            StreamModel stream = streams.findActive(null, request.streamARN());
            stream.admitRecordsOf(recordKib(Check.required("maxRecordSizeInKiB", request.maxRecordSizeInKiB())));
            return UpdateMaxRecordSizeResponse.builder().build();
        });
    }
}
