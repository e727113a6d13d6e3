// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

/**
 * Names of the lease table's keys, attributes and special rows; {@code docs/design/0002-lease-table.md} says what they
 * mean. The names marked R are also read and written by Redpanda Connect.
 */
final class Columns {

    /** Hash key, R: stream and group. */
    static final String STREAM = "StreamID";
    /** Range key, R: shard id, or one of the special rows. */
    static final String SHARD = "ShardID";

    /** S, R. */
    static final String SEQUENCE = "SequenceNumber";
    /** S, R. */
    static final String OWNER = "ClientID";
    /** S, R. */
    static final String LEASE_TIMEOUT = "LeaseTimeout";
    /** N. */
    static final String EPOCH = "LeaseEpoch";
    /** N. */
    static final String SUB_SEQUENCE = "SubSequenceNumber";
    /** S. */
    static final String AGGREGATE = "AggregateSequenceNumber";
    /** L of S. */
    static final String PARENTS = "ParentShardIDs";
    /** S. */
    static final String ENDED_AT = "EndedAt";

    /** N. */
    static final String BEAT = "Beat";
    /** S. */
    static final String SEEN_AT = "SeenAt";
    /** S. */
    static final String HOST = "Host";
    /** N. */
    static final String SHARDS = "Shards";
    /** L of S. */
    static final String ONLY = "Only";
    /** N: 1. */
    static final String CAN_READ = "CanRead";
    /** N, the table's time-to-live attribute: seconds since 1970. */
    static final String EXPIRES_AT = "ExpiresAt";

    /** S. */
    static final String START_POSITION = "StartPosition";
    /** S. */
    static final String STARTED_AT = "StartedAt";
    /** S. */
    static final String STREAM_ARN = "StreamARN";
    /** S. */
    static final String STREAM_CREATED_AT = "StreamCreatedAt";

    static final String MEMBER_PREFIX = "member/";
    static final String GROUP_ROW = "group";

    private Columns() {}
}
