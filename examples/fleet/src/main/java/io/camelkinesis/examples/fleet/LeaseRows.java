// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Who reads which shard, as the lease table says: the rows of shards have an owner while a worker reads them. */
final class LeaseRows {

    private final DynamoDbClient dynamoDb;
    private final String table;

    LeaseRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Ids of the workers by shard, for the shards that have a row; empty as long as there is no table. */
    SortedMap<String, Optional<String>> owners() {
        SortedMap<String, Optional<String>> owners = new TreeMap<>();
        try {
            for (Map<String, AttributeValue> row : dynamoDb.scanPaginator(
                            scan -> scan.tableName(table).consistentRead(true))
                    .items()) {
                String shard = row.get("ShardID").s();
                if (shard.startsWith("shardId-")) {
                    owners.put(shard, Optional.ofNullable(row.get("ClientID")).map(AttributeValue::s));
                }
            }
        } catch (ResourceNotFoundException notYet) {
            owners.clear();
        }
        return owners;
    }
}
