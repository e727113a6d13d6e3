// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.StreamId;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Looks at a record whether it is an aggregate of the Kinesis Producer Library. Its content goes nowhere. */
final class AggregateProbe {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

    private final KinesisClient kinesis;

    AggregateProbe(KinesisClient kinesis) {
        this.kinesis = kinesis;
    }

    /** Whether the record begins as an aggregate does; also when it cannot be read any more, which repeats at worst. */
    boolean mayBeAggregate(StreamId stream, String shard, String sequence) {
        boolean arn = StreamOptions.isArn(stream.stream());
        String iterator;
        try {
            iterator = kinesis.getShardIterator(i -> i.streamName(arn ? null : stream.stream())
                            .streamARN(arn ? stream.stream() : null)
                            .shardId(shard)
                            .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                            .startingSequenceNumber(sequence))
                    .shardIterator();
        } catch (InvalidArgumentException | ResourceNotFoundException e) {
            return true;
        }
        List<Record> records = kinesis.getRecords(g -> g.shardIterator(iterator)
                        .streamARN(arn ? stream.stream() : null)
                        .limit(1))
                .records();
        if (records.isEmpty() || !records.get(0).sequenceNumber().equals(sequence)) {
            return true;
        }
        byte[] data = records.get(0).data().asByteArrayUnsafe();
        return data.length > MAGIC.length && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }
}
