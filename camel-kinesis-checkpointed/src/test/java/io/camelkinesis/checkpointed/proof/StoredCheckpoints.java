// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The lease rows of a stream, read by hand: what is stored, not what the component says of it.
 *
 * @param dynamoDb where the table is
 * @param table its name
 * @param stream the hash key of the rows
 */
record StoredCheckpoints(DynamoDbClient dynamoDb, String table, String stream) {

    /** The SequenceNumber of each shard that has one; nothing when there is no table yet. Consistent. */
    Map<String, SequenceNumber> read() {
        return checkpointsIn(rows());
    }

    /** The SequenceNumber of each of these rows that has one. */
    static Map<String, SequenceNumber> checkpointsIn(Map<String, Map<String, AttributeValue>> rows) {
        Map<String, SequenceNumber> checkpoints = new TreeMap<>();
        rows.forEach((shard, row) -> {
            if (row.containsKey("SequenceNumber")) {
                checkpoints.put(
                        shard, SequenceNumber.of(row.get("SequenceNumber").s()));
            }
        });
        return checkpoints;
    }

    /** All rows by their range key; nothing when there is no table yet. Consistent. */
    Map<String, Map<String, AttributeValue>> rows() {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("StreamID = :stream")
                .expressionAttributeValues(Map.of(":stream", AttributeValue.fromS(stream)))
                .build();
        try {
            return rows(query);
        } catch (RuntimeException e) {
            // which exception a missing table is depends on how DynamoDB Local runs; one that exists may be new
            return dynamoDb.listTables().tableNames().contains(table) ? rows(query) : Map.of();
        }
    }

    private Map<String, Map<String, AttributeValue>> rows(QueryRequest query) {
        Map<String, Map<String, AttributeValue>> rows = new TreeMap<>();
        dynamoDb.queryPaginator(query)
                .items()
                .forEach(row -> rows.put(row.get("ShardID").s(), row));
        return rows;
    }
}
