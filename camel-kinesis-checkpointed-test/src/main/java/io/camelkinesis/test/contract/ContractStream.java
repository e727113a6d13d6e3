// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of its own for one test, made and filled with the plain client of the SDK. */
final class ContractStream implements AutoCloseable {

    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);

    private final KinesisClient client;
    private final String name = "contract-" + UUID.randomUUID();

    private ContractStream(KinesisClient client) {
        this.client = client;
    }

    static ContractStream create(KinesisClient client, int shards) {
        ContractStream stream = new ContractStream(client);
        client.createStream(b -> b.streamName(stream.name).shardCount(shards));
        stream.awaitActive();
        return stream;
    }

    String name() {
        return name;
    }

    String arn() {
        return client.describeStreamSummary(b -> b.streamName(name))
                .streamDescriptionSummary()
                .streamARN();
    }

    List<Shard> shards() {
        return client.listShards(b -> b.streamName(name)).shards();
    }

    List<String> childrenOf(String shard) {
        return shards().stream()
                .filter(s -> shard.equals(s.parentShardId()) || shard.equals(s.adjacentParentShardId()))
                .map(Shard::shardId)
                .toList();
    }

    /** Stores a record in the shard, by an explicit hash key. */
    String put(String shard, String key, byte[] data) {
        return client.putRecord(b -> b.streamName(name)
                        .partitionKey(key)
                        .explicitHashKey(rangeOf(shard).startingHashKey())
                        .data(SdkBytes.fromByteArray(data)))
                .sequenceNumber();
    }

    private HashKeyRange rangeOf(String shard) {
        return shards().stream()
                .filter(s -> s.shardId().equals(shard))
                .findFirst()
                .orElseThrow()
                .hashKeyRange();
    }

    List<String> split(String shard) {
        HashKeyRange range = rangeOf(shard);
        BigInteger middle = new BigInteger(range.startingHashKey())
                .add(new BigInteger(range.endingHashKey()))
                .shiftRight(1);
        client.splitShard(b -> b.streamName(name).shardToSplit(shard).newStartingHashKey(middle.toString()));
        awaitActive();
        return childrenOf(shard);
    }

    String merge(String one, String other) {
        client.mergeShards(b -> b.streamName(name).shardToMerge(one).adjacentShardToMerge(other));
        awaitActive();
        return childrenOf(one).get(0);
    }

    void awaitActive() {
        await().atMost(CHANGE_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.describeStreamSummary(b -> b.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    @Override
    public void close() {
        client.deleteStream(b -> b.streamName(name).enforceConsumerDeletion(true));
    }
}
