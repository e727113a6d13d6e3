// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Looks whether a lease table holds rows of a stream under a key, before a worker begins there. Blocking. */
public final class StreamRows {

    /** What stands under a key. */
    public enum Found {
        /** Neither a shard nor a start of a group; perhaps members. */
        NOTHING,
        /** Shards, but no start of a group: another program, such as Redpanda Connect, made the rows. */
        LEFT_BEHIND,
        /** A group has begun there. */
        BEGUN,
        /** The credentials may not look there. */
        DENIED
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The key that follows all keys of members. */
    private static final String BEHIND_MEMBERS =
            Columns.MEMBER_PREFIX.substring(0, Columns.MEMBER_PREFIX.length() - 1) + '0';

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client stays the caller's
     * @param table name or ARN of the table, which must exist
     */
    public StreamRows(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Looks under a hash key.
     *
     * @throws LeaseTableException if the table does not answer
     */
    public Found under(String streamKey) {
        try {
            if (hasBegun(streamKey)) {
                return Found.BEGUN;
            }
            return holdsShards(streamKey) ? Found.LEFT_BEHIND : Found.NOTHING;
        } catch (SdkException e) {
            if (Denial.is(e)) {
                return Found.DENIED;
            }
            throw new LeaseTableException(
                    "Lease table " + table + " cannot be looked at for rows of " + streamKey + ": "
                            + ServiceFailure.text(e),
                    e);
        }
    }

    private boolean hasBegun(String streamKey) {
        Map<String, AttributeValue> row = client.getItem(g -> g.tableName(table)
                        .key(RowWrite.key(streamKey, Columns.GROUP_ROW))
                        .consistentRead(true)
                        .overrideConfiguration(o -> o.apiCallTimeout(TIMEOUT)))
                .item();
        return row.containsKey(Columns.START_POSITION);
    }

    /** Shard rows stand before the group's row, if they are keyed by number, or behind those of members. */
    boolean holdsShards(String streamKey) {
        return isThere(streamKey, "#shard < :limit", Columns.GROUP_ROW)
                || isThere(streamKey, "#shard > :limit", BEHIND_MEMBERS);
    }

    private boolean isThere(String streamKey, String range, String limit) {
        return !client.query(q -> q.tableName(table)
                        .keyConditionExpression("#stream = :stream AND " + range)
                        .expressionAttributeNames(Map.of("#stream", Columns.STREAM, "#shard", Columns.SHARD))
                        .expressionAttributeValues(Map.of(
                                ":stream", AttributeValue.fromS(streamKey), ":limit", AttributeValue.fromS(limit)))
                        .consistentRead(true)
                        .limit(1)
                        .overrideConfiguration(o -> o.apiCallTimeout(TIMEOUT)))
                .items()
                .isEmpty();
    }
}
