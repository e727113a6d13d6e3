// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.MergeShardsResponse;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.SplitShardResponse;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

/** The calls that describe, split and merge shards, in the terms of the SDK. */
final class ShardOperations {

    private final Gate gate;
    private final Clock clock;
    private final Streams streams;
    private final ShardListing listing;
    private final Resharding resharding;
    private final StreamOperations account;
    private final Settings settings;
    private final CallWindow summaries = new CallWindow(Limits.SUMMARIES_PER_SECOND);
    private final CallWindow describes = new CallWindow(Limits.DESCRIBES_PER_SECOND);
    private final Map<Long, CallWindow> lists = new HashMap<>();

    ShardOperations(
            Gate gate,
            Clock clock,
            Streams streams,
            ShardListing listing,
            Resharding resharding,
            StreamOperations account,
            Settings settings) {
        this.gate = gate;
        this.clock = clock;
        this.streams = streams;
        this.listing = listing;
        this.resharding = resharding;
        this.account = account;
        this.settings = settings;
    }

    ListShardsResponse listShards(ListShardsRequest request) {
        return gate.call(Operation.LIST_SHARDS, () -> {
            if (request.streamName() != null || request.streamARN() != null) {
                limitLists(streams.find(request.streamName(), request.streamARN()));
            }
            ShardListing.Page page = listing.page(request);
            return ListShardsResponse.builder()
                    .shards(Descriptions.shards(page.shards()))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    /** The rate of first pages of a stream; the pages behind them are few beside these. */
    void limitLists(StreamModel stream) {
        if (settings.isThrottling()) {
            CallWindow window =
                    lists.computeIfAbsent(stream.incarnation(), s -> new CallWindow(Limits.LISTS_PER_SECOND));
            limit(window, "ListShards for stream " + stream.name());
        }
    }

    private void limit(CallWindow window, String what) {
        if (settings.isThrottling() && !window.tryCall(clock.nanoTime())) {
            throw Errors.limit("Rate exceeded for " + what + " under account "
                    + streams.account().id() + ".");
        }
    }

    DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return gate.call(Operation.DESCRIBE_STREAM, () -> {
            limit(describes, "DescribeStream");
            StreamModel stream = streams.find(request.streamName(), request.streamARN());
            int size =
                    Check.range("limit", request.limit(), Limits.DEFAULT_DESCRIBED_SHARDS, 1, Limits.SHARDS_REQUESTED);
            String after = request.exclusiveStartShardId();
            List<ShardModel> rest = List.copyOf(after == null ? stream.shards() : stream.shardsAfter(after));
            List<ShardModel> page = rest.subList(0, Math.min(size, rest.size()));
            return DescribeStreamResponse.builder()
                    .streamDescription(Descriptions.description(stream, page, page.size() < rest.size()))
                    .build();
        });
    }

    DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest request) {
        return gate.call(Operation.DESCRIBE_STREAM_SUMMARY, () -> {
            limit(summaries, "DescribeStreamSummary");
            StreamModel stream = streams.find(request.streamName(), request.streamARN());
            return DescribeStreamSummaryResponse.builder()
                    .streamDescriptionSummary(Descriptions.summary(stream))
                    .build();
        });
    }

    SplitShardResponse splitShard(SplitShardRequest request) {
        return gate.call(Operation.SPLIT_SHARD, () -> {
            StreamModel stream = streams.findActive(request.streamName(), request.streamARN());
            ShardModel shard = streams.shard(stream, Check.required("shardToSplit", request.shardToSplit()));
            BigInteger at = Check.hashKey(
                    "NewStartingHashKey", Check.required("newStartingHashKey", request.newStartingHashKey()));
            resharding.checkSplit(stream, shard, at);
            account.requireRoomFor(1);
            update(stream, () -> resharding.split(stream, shard, at));
            return SplitShardResponse.builder().build();
        });
    }

    MergeShardsResponse mergeShards(MergeShardsRequest request) {
        return gate.call(Operation.MERGE_SHARDS, () -> {
            StreamModel stream = streams.findActive(request.streamName(), request.streamARN());
            ShardModel one = streams.shard(stream, Check.required("shardToMerge", request.shardToMerge()));
            ShardModel other =
                    streams.shard(stream, Check.required("adjacentShardToMerge", request.adjacentShardToMerge()));
            resharding.checkMerge(stream, one, other);
            update(stream, () -> resharding.merge(stream, one, other));
            return MergeShardsResponse.builder().build();
        });
    }

    UpdateShardCountResponse updateShardCount(UpdateShardCountRequest request) {
        return gate.call(Operation.UPDATE_SHARD_COUNT, () -> {
            StreamModel stream = streams.findActive(request.streamName(), request.streamARN());
            int target = Check.range(
                    "targetShardCount",
                    Check.required("targetShardCount", request.targetShardCount()),
                    0,
                    1,
                    Limits.DEFAULT_SHARDS_PER_ACCOUNT);
            Check.required("scalingType", request.scalingTypeAsString());
            int present = stream.openShardCount();
            checkScale(present, target);
            account.requireRoomFor(target - present);
            update(stream, () -> resharding.scale(stream, target));
            return UpdateShardCountResponse.builder()
                    .streamName(stream.name())
                    .streamARN(stream.arn())
                    .currentShardCount(present)
                    .targetShardCount(target)
                    .build();
        });
    }

    private static void checkScale(int present, int target) {
        if (target > 2 * present) {
            throw Errors.invalid("UpdateShardCount cannot scale up over double your current open shard count."
                    + " Current open shard count: " + present + " Target shard count: " + target);
        }
        if (2 * target < present) {
            throw Errors.invalid("UpdateShardCount cannot scale down below half your current open shard count."
                    + " Current open shard count: " + present + " Target shard count: " + target);
        }
    }

    private void update(StreamModel stream, Runnable effect) {
        stream.change(StreamStatus.UPDATING, clock.nanoTime(), settings.changeNanos(), effect);
    }
}
