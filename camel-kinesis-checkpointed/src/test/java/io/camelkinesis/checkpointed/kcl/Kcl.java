// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.kcl;

import io.camelkinesis.engine.aggregate.HashKeyRange;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** What Amazon's client library makes of a record. */
public final class Kcl {

    /** All hash keys there are. */
    public static final HashKeyRange ALL =
            new HashKeyRange(BigInteger.ZERO, BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));

    private Kcl() {}

    /**
     * What its consumers get of a record with this payload, read from a shard with this range. Nothing where it names no key
     * of its table: to log that it needs a class that Java has lost after version 8.
     */
    public static List<KinesisClientRecord> deliver(byte[] data, HashKeyRange shard) {
        KinesisClientRecord record = KinesisClientRecord.builder()
                .sequenceNumber("1")
                .partitionKey("raw")
                .data(ByteBuffer.wrap(data))
                .build();
        try {
            return new AggregatorUtil().deaggregate(List.of(record), shard.start(), shard.end());
        } catch (NoClassDefFoundError whileLogging) {
            return List.of();
        }
    }

    /** The payload of a record. */
    public static byte[] bytes(KinesisClientRecord record) {
        ByteBuffer data = record.data().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }
}
