package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import org.apache.camel.Message;

/** Puts a record into a message: the payload as {@code byte[]}, byte for byte, everything else as headers. */
final class ExchangeMapper {

    private ExchangeMapper() {}

    static void map(Delivery delivery, Message message) {
        StreamRecord record = delivery.records().get(0);
        SequenceNumber sequence = record.sequence();
        message.setBody(record.data());
        message.setHeader(KinesisCheckpointedConstants.PARTITION_KEY, record.partitionKey());
        message.setHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER, sequence.digits());
        message.setHeader(
                KinesisCheckpointedConstants.SHARD_ID, delivery.shard().name());
        message.setHeader(KinesisCheckpointedConstants.APPROXIMATE_ARRIVAL_TIMESTAMP, record.arrival());
        message.setHeader(
                KinesisCheckpointedConstants.MESSAGE_TIMESTAMP, record.arrival().toEpochMilli());
        message.setHeader(KinesisCheckpointedConstants.STREAM_NAME, delivery.shard().stream().stream());
        message.setHeader(KinesisCheckpointedConstants.MILLIS_BEHIND_LATEST, delivery.millisBehindLatest());
        message.setHeader(KinesisCheckpointedConstants.LEASE_EPOCH, delivery.leaseEpoch());
        message.setHeader(KinesisCheckpointedConstants.REPLAY_COUNT, delivery.replayCount());
        if (sequence.isPartial()) {
            message.setHeader(KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER, sequence.subSequence());
        }
        if (record.explicitHashKey() != null) {
            message.setHeader(KinesisCheckpointedConstants.EXPLICIT_HASH_KEY, record.explicitHashKey());
        }
        if (record.encryptionType() != null) {
            message.setHeader(KinesisCheckpointedConstants.ENCRYPTION_TYPE, record.encryptionType());
        }
    }
}
