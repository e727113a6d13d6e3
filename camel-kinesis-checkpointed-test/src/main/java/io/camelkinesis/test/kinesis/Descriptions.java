// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.EnhancedMetrics;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.SequenceNumberRange;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamModeDetails;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

/** Streams and shards in the words of the SDK. */
final class Descriptions {

    private Descriptions() {}

    static HashKeyRange rangeOf(ShardModel shard) {
        return HashKeyRange.builder()
                .startingHashKey(shard.range().start().toString())
                .endingHashKey(shard.range().end().toString())
                .build();
    }

    static List<Shard> shards(Collection<ShardModel> shards) {
        return shards.stream().map(Descriptions::shard).toList();
    }

    private static Shard shard(ShardModel shard) {
        List<String> parents = shard.parents();
        return Shard.builder()
                .shardId(shard.id())
                .parentShardId(parents.isEmpty() ? null : parents.get(0))
                .adjacentParentShardId(parents.size() < 2 ? null : parents.get(1))
                .hashKeyRange(rangeOf(shard))
                .sequenceNumberRange(SequenceNumberRange.builder()
                        .startingSequenceNumber(shard.startingSequence())
                        .endingSequenceNumber(shard.endingSequence())
                        .build())
                .build();
    }

    static StreamDescriptionSummary summary(StreamModel stream) {
        return StreamDescriptionSummary.builder()
                .streamName(stream.name())
                .streamARN(stream.arn())
                .streamStatus(stream.status())
                .streamModeDetails(mode(stream))
                .retentionPeriodHours(stream.retentionHours())
                .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMillis()))
                .enhancedMonitoring(noMonitoring())
                .encryptionType(EncryptionType.NONE)
                .openShardCount(stream.openShardCount())
                .consumerCount(0)
                .maxRecordSizeInKiB(stream.maxRecordKib())
                .build();
    }

    static StreamDescription description(StreamModel stream, List<ShardModel> page, boolean more) {
        return StreamDescription.builder()
                .streamName(stream.name())
                .streamARN(stream.arn())
                .streamStatus(stream.status())
                .streamModeDetails(mode(stream))
                .shards(shards(page))
                .hasMoreShards(more)
                .retentionPeriodHours(stream.retentionHours())
                .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMillis()))
                .enhancedMonitoring(noMonitoring())
                .encryptionType(EncryptionType.NONE)
                .build();
    }

    static StreamSummary listed(StreamModel stream) {
        return StreamSummary.builder()
                .streamName(stream.name())
                .streamARN(stream.arn())
                .streamStatus(stream.status())
                .streamModeDetails(mode(stream))
                .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMillis()))
                .build();
    }

    private static EnhancedMetrics noMonitoring() {
        return EnhancedMetrics.builder().shardLevelMetrics(List.of()).build();
    }

    private static StreamModeDetails mode(StreamModel stream) {
        return StreamModeDetails.builder().streamMode(stream.mode()).build();
    }
}
