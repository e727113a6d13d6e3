// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;

/** Names of the message headers. Where camel-aws2-kinesis has a header, the name is the same. */
public interface KinesisCheckpointedConstants {

    @Metadata(
            label = "common",
            description =
                    "The partition key of the record. A producer takes it from here unless partitionKey is" + " given.",
            javaType = "String")
    String PARTITION_KEY = "CamelAwsKinesisPartitionKey";

    @Metadata(
            label = "common",
            description = "The sequence number of the record: decimal digits, growing within a shard. From a producer,"
                    + " that of the record it has put; of many records, a List of them, null for one that failed.",
            javaType = "String")
    String SEQUENCE_NUMBER = "CamelAwsKinesisSequenceNumber";

    @Metadata(
            label = "common",
            description = "The shard that the record was read from or put into, for example shardId-000000000000. From"
                    + " a producer of many records, a List of them, null for one that failed.",
            javaType = "String")
    String SHARD_ID = "CamelAwsKinesisShardId";

    @Metadata(
            label = "consumer",
            description = "The time at which Kinesis took the record, as Kinesis tells it.",
            javaType = "java.time.Instant")
    String APPROXIMATE_ARRIVAL_TIMESTAMP = "CamelAwsKinesisApproximateArrivalTimestamp";

    @Metadata(
            label = "consumer",
            description = "The time at which Kinesis took the record, in milliseconds since 1970-01-01T00:00:00Z.",
            javaType = "long")
    String MESSAGE_TIMESTAMP = Exchange.MESSAGE_TIMESTAMP;

    @Metadata(
            label = "common",
            description = "The stream of the record, a name or an ARN as the URI has it. A producer puts the record"
                    + " into the stream that this names, unless it is the one that the record was read from.",
            javaType = "String")
    String STREAM_NAME = "CamelKinesisCpStreamName";

    @Metadata(
            label = "common",
            description = "The stream that the record was read from. By it a producer tells a"
                    + " CamelKinesisCpStreamName that a route has set from one that came with the record.",
            javaType = "String")
    String SOURCE_STREAM = "CamelKinesisCpSourceStream";

    @Metadata(
            label = "consumer",
            description = "The shard that the record was read from. Unlike CamelAwsKinesisShardId it stays what it is"
                    + " behind a producer.",
            javaType = "String")
    String SOURCE_SHARD_ID = "CamelKinesisCpSourceShardId";

    @Metadata(
            label = "consumer",
            description = "The sequence number with which the record was read. Unlike CamelAwsKinesisSequenceNumber it"
                    + " stays what it is behind a producer: with shard and sub-sequence number of the source the key of"
                    + " an idempotent consumer.",
            javaType = "String")
    String SOURCE_SEQUENCE_NUMBER = "CamelKinesisCpSourceSequenceNumber";

    @Metadata(
            label = "consumer",
            description = "Position of the record in the aggregated record it was read in. Unlike"
                    + " CamelKinesisCpSubSequenceNumber it stays what it is behind a producer. Only on a record that"
                    + " came in an aggregated one.",
            javaType = "Long")
    String SOURCE_SUB_SEQUENCE_NUMBER = "CamelKinesisCpSourceSubSequenceNumber";

    @Metadata(
            label = "consumer",
            description = "Position of the record in the aggregated record it came in, from 0. Only on a record that"
                    + " came in an aggregated one.",
            javaType = "Long")
    String SUB_SEQUENCE_NUMBER = "CamelKinesisCpSubSequenceNumber";

    @Metadata(
            label = "common",
            description = "The hash key that chooses the shard in place of the partition key's own: a decimal number"
                    + " of 128 bits, unsigned. A producer takes it from here unless explicitHashKey is given. On a"
                    + " consumed record only if it came in an aggregated one; Kinesis does not tell it of others.",
            javaType = "String")
    String EXPLICIT_HASH_KEY = "CamelKinesisCpExplicitHashKey";

    @Metadata(
            label = "consumer",
            description = "How far the shard lagged behind its newest record when this record was read, in"
                    + " milliseconds.",
            javaType = "long")
    String MILLIS_BEHIND_LATEST = "CamelKinesisCpMillisBehindLatest";

    @Metadata(
            label = "consumer",
            description = "Epoch of the lease under which the record was delivered. It grows each time the shard"
                    + " changes hands: a fencing token for writes to other systems.",
            javaType = "long")
    String LEASE_EPOCH = "CamelKinesisCpLeaseEpoch";

    @Metadata(
            label = "consumer",
            description = "How often this record has been delivered before and failed, counted by this consumer since"
                    + " it took the shard. 0 at the first delivery.",
            javaType = "int")
    String REPLAY_COUNT = "CamelKinesisCpReplayCount";

    @Metadata(
            label = "consumer",
            description = "How Kinesis encrypts the record: NONE or KMS. Absent when Kinesis" + " does not tell.",
            javaType = "String")
    String ENCRYPTION_TYPE = "CamelKinesisCpEncryptionType";

    @Metadata(
            label = "consumer",
            description = "With allowManualCommit=true: commit() of it lets the checkpoint pass this record or batch.",
            javaType = "io.camelkinesis.checkpointed.KinesisManualCommit")
    String MANUAL_COMMIT = "CamelKinesisCpManualCommit";

    @Metadata(
            label = "consumer",
            description = "Stores the checkpoint behind this record or batch in one DynamoDB transaction with what the"
                    + " route writes, so that it counts exactly once. Needs checkpointLimit=1 or ordering=SHARD.",
            javaType = "io.camelkinesis.checkpointed.aws.KinesisCheckpoint")
    String CHECKPOINT = "CamelKinesisCpCheckpoint";

    @Metadata(label = "consumer", description = "On a batch: how many records it has.", javaType = "int")
    String BATCH_SIZE = Exchange.BATCH_SIZE;

    @Metadata(
            label = "consumer",
            description = "On a batch: the sequence number of its first record.",
            javaType = "String")
    String FIRST_SEQUENCE_NUMBER = "CamelKinesisCpFirstSequenceNumber";

    @Metadata(
            label = "consumer",
            description = "On a batch: the sequence number of its last record.",
            javaType = "String")
    String LAST_SEQUENCE_NUMBER = "CamelKinesisCpLastSequenceNumber";

    @Metadata(
            label = "consumer",
            description = "On a record that is sent to deadLetterUri, why: FAILED (onFailure=DEAD_LETTER),"
                    + " TOO_MANY_REPLAYS (maxReplays) or TOO_OLD (maxRecordAge).",
            javaType = "String")
    String DEAD_LETTER_REASON = "CamelKinesisCpDeadLetterReason";

    @Metadata(
            label = "common",
            description = "From a producer: how many requests have carried the record, 1 when the first was accepted;"
                    + " of many records, a List of them. On a record that is sent to deadLetterUri: how often this"
                    + " consumer has delivered it to the route, 0 when it was too old for that.",
            javaType = "int")
    String ATTEMPTS = "CamelKinesisCpAttempts";

    @Metadata(
            label = "consumer",
            description = "On a record that is sent to deadLetterUri: the class of the exception that the last delivery"
                    + " failed with.",
            javaType = "String")
    String ERROR_CLASS = "CamelKinesisCpErrorClass";

    @Metadata(
            label = "consumer",
            description = "On a record that is sent to deadLetterUri: the message of that exception.",
            javaType = "String")
    String ERROR_MESSAGE = "CamelKinesisCpErrorMessage";
}
