// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import org.apache.camel.Message;

/** Puts a record into a message: the payload as {@code byte[]}, byte for byte, everything else as headers. */
final class ExchangeMapper {

    private ExchangeMapper() {}

    /** The one record of the delivery, what is known of the delivery, and what commits it. */
    static void map(Delivery delivery, Message message) {
        map(delivery, delivery.records().get(0), message);
        CommittedDelivery.addHeaders(delivery, message);
    }

    /** One record of the delivery, and what is known of the delivery. */
    static void map(Delivery delivery, StreamRecord record, Message message) {
        map(delivery.shard(), record, message);
        mapDelivery(delivery, message);
    }

    /** What all records of a delivery have in common, but for shard and stream. */
    static void mapDelivery(Delivery delivery, Message message) {
        message.setHeader(KinesisCheckpointedConstants.MILLIS_BEHIND_LATEST, delivery.millisBehindLatest());
        message.setHeader(KinesisCheckpointedConstants.LEASE_EPOCH, delivery.leaseEpoch());
        message.setHeader(KinesisCheckpointedConstants.REPLAY_COUNT, delivery.replayCount());
    }

    /** A record as it was read. */
    static void map(ShardId shard, StreamRecord record, Message message) {
        SequenceNumber sequence = record.sequence();
        message.setBody(record.data());
        mapShard(shard, message);
        message.setHeader(KinesisCheckpointedConstants.PARTITION_KEY, record.partitionKey());
        message.setHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER, sequence.digits());
        message.setHeader(KinesisCheckpointedConstants.SOURCE_SEQUENCE_NUMBER, sequence.digits());
        message.setHeader(KinesisCheckpointedConstants.APPROXIMATE_ARRIVAL_TIMESTAMP, record.arrival());
        message.setHeader(
                KinesisCheckpointedConstants.MESSAGE_TIMESTAMP, record.arrival().toEpochMilli());
        if (sequence.isPartial()) {
            message.setHeader(KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER, sequence.subSequence());
            message.setHeader(KinesisCheckpointedConstants.SOURCE_SUB_SEQUENCE_NUMBER, sequence.subSequence());
        }
        if (record.explicitHashKey() != null) {
            message.setHeader(KinesisCheckpointedConstants.EXPLICIT_HASH_KEY, record.explicitHashKey());
        }
        if (record.encryptionType() != null) {
            message.setHeader(KinesisCheckpointedConstants.ENCRYPTION_TYPE, record.encryptionType());
        }
    }

    static void mapShard(ShardId shard, Message message) {
        message.setHeader(KinesisCheckpointedConstants.SHARD_ID, shard.name());
        message.setHeader(KinesisCheckpointedConstants.SOURCE_SHARD_ID, shard.name());
        message.setHeader(KinesisCheckpointedConstants.STREAM_NAME, shard.stream().stream());
        message.setHeader(KinesisCheckpointedConstants.SOURCE_STREAM, shard.stream().stream());
    }
}
