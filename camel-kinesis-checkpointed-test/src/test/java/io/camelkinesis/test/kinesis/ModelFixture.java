// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.test.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A model on virtual time with the SDK's client to it, and the calls that tests repeat. */
final class ModelFixture {

    static final String STREAM = "orders";
    static final String SHARD_0 = "shardId-000000000000";
    static final String SHARD_1 = "shardId-000000000001";

    final VirtualTime time = new VirtualTime();
    final InMemoryKinesis kinesis;
    final KinesisClient client;

    ModelFixture(int shards) {
        kinesis = InMemoryKinesis.builder().clock(time).build();
        client = kinesis.client();
        kinesis.createStream(STREAM, shards);
    }

    String iterator(String shard, ShardIteratorType type) {
        return client.getShardIterator(b -> b.streamName(STREAM).shardId(shard).shardIteratorType(type))
                .shardIterator();
    }

    String iterator(String shard, ShardIteratorType type, String sequence) {
        return client.getShardIterator(b -> b.streamName(STREAM)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequence))
                .shardIterator();
    }

    GetRecordsResponse read(String iterator) {
        return client.getRecords(b -> b.shardIterator(iterator));
    }

    GetRecordsResponse read(String iterator, int limit) {
        return client.getRecords(b -> b.shardIterator(iterator).limit(limit));
    }

    PutRecordsResponse put(PutRecordsRequestEntry... entries) {
        return client.putRecords(b -> b.streamName(STREAM).records(entries));
    }

    static PutRecordsRequestEntry entry(String key, int bytes) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromByteArray(new byte[bytes]))
                .build();
    }

    static PutRecordsRequestEntry[] entries(int count, int bytes) {
        PutRecordsRequestEntry[] entries = new PutRecordsRequestEntry[count];
        for (int i = 0; i < count; i++) {
            entries[i] = entry("key-" + i, bytes);
        }
        return entries;
    }

    static List<String> texts(GetRecordsResponse response) {
        List<String> texts = new ArrayList<>();
        for (Record record : response.records()) {
            texts.add(record.data().asUtf8String());
        }
        return texts;
    }
}
