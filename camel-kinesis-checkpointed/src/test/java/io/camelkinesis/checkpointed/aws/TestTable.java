// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A lease table on DynamoDB Local, a store on it, and a hand that edits its rows. */
final class TestTable implements AutoCloseable {

    static final String NAME = "leases";
    static final Clock CLOCK = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    };

    private static final int THREADS = 16;

    private final DynamoDbLocal dynamo;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    TestTable(DynamoDbLocal dynamo) {
        this.dynamo = dynamo;
        new LeaseTable(dynamo.client(), NAME, "for tests").ensure(LeaseTableBilling.payPerRequest());
    }

    DynamoDbLeaseStore store() {
        return new DynamoDbLeaseStore(dynamo.client(), NAME, Duration.ofSeconds(15), threads, threads, CLOCK);
    }

    void put(Lease row) {
        Map<String, AttributeValue> item = new HashMap<>();
        if (row.owner() != null) {
            item.put("ClientID", AttributeValue.fromS(row.owner()));
        }
        if (row.epoch() != 0) {
            item.put("LeaseEpoch", AttributeValue.fromN(Long.toString(row.epoch())));
        }
        if (row.sequenceText() != null) {
            item.put("SequenceNumber", AttributeValue.fromS(row.sequenceText()));
        }
        if (row.subSequence() != null) {
            item.put("SubSequenceNumber", AttributeValue.fromN(row.subSequence().toString()));
        }
        if (!row.parents().isEmpty()) {
            item.put(
                    "ParentShardIDs",
                    AttributeValue.fromL(
                            row.parents().stream().map(AttributeValue::fromS).toList()));
        }
        if (row.ended()) {
            item.put("EndedAt", AttributeValue.fromS("2026-01-31T08:00:00Z"));
        }
        if (row.leaseTimeout() != null) {
            item.put("LeaseTimeout", AttributeValue.fromS(row.leaseTimeout()));
        }
        if (row.startPosition() != null) {
            item.put("StartPosition", AttributeValue.fromS(StoredPosition.text(row.startPosition())));
        }
        put(row.shard().stream(), row.shard().name(), item);
    }

    void put(StreamId stream, String rowKey, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.putAll(key(stream, rowKey));
        dynamo.client().putItem(p -> p.tableName(NAME).item(item));
    }

    void delete(StreamId stream, String rowKey) {
        dynamo.client().deleteItem(d -> d.tableName(NAME).key(key(stream, rowKey)));
    }

    Map<String, AttributeValue> get(StreamId stream, String rowKey) {
        return dynamo.client()
                .getItem(g -> g.tableName(NAME).key(key(stream, rowKey)))
                .item();
    }

    private static Map<String, AttributeValue> key(StreamId stream, String rowKey) {
        return Map.of("StreamID", AttributeValue.fromS(stream.tableKey()), "ShardID", AttributeValue.fromS(rowKey));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        dynamo.close();
    }
}
