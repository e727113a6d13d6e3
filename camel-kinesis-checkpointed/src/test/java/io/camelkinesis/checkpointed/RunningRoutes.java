// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Camel contexts whose {@code kinesis-cp} endpoints find an in-memory Kinesis and a DynamoDB Local, in a table of their
 * own, and helpers to look at both. Times are short.
 */
final class RunningRoutes implements AutoCloseable {

    static final String SHARD = "shardId-000000000000";

    private static final DynamoDbLocal DYNAMO_DB = DynamoDbLocal.inProcess();
    private static final AtomicInteger TABLES = new AtomicInteger();

    private final InMemoryKinesis kinesis;
    private final KinesisAsyncClient subscriptions;
    private final String table = "leases-" + TABLES.incrementAndGet();
    private DefaultCamelContext context;

    RunningRoutes() {
        this(InMemoryKinesis.create());
    }

    RunningRoutes(InMemoryKinesis kinesis) {
        this.kinesis = kinesis;
        this.subscriptions = kinesis.asyncClient();
        this.context = newContext();
    }

    /** A URI with short times and the table of this test, each unless the options say otherwise. */
    String uri(String streams, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        List<String> defaults = List.of(
                "leaseTable=" + table,
                "leaseTableCreate=true",
                "pollInterval=200",
                "maxPollInterval=200",
                "commitPeriod=20",
                "replayDelay=20",
                "maxReplayDelay=100",
                "leasePeriod=3s",
                "rebalancePeriod=1s",
                "drainTimeout=5s");
        Stream.concat(defaults.stream(), Stream.of(options)).forEach(option -> {
            int equals = option.indexOf('=');
            all.put(option.substring(0, equals), option.substring(equals + 1));
        });
        return all.entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining("&", "kinesis-cp:" + streams + "?", ""));
    }

    InMemoryKinesis kinesis() {
        return kinesis;
    }

    DynamoDbClient dynamoDb() {
        return DYNAMO_DB.client();
    }

    String table() {
        return table;
    }

    DefaultCamelContext context() {
        return context;
    }

    /** Puts records {@code m0}, {@code m1} and so on, all of one key. */
    void put(String stream, int count) {
        for (int i = 0; i < count; i++) {
            kinesis.put(stream, "key", "m" + i);
        }
    }

    /** A new context, as a new process would have it. */
    final DefaultCamelContext newContext() {
        DefaultCamelContext fresh = new DefaultCamelContext();
        fresh.getRegistry().bind("kinesis", kinesis.client());
        fresh.getRegistry().bind("subscriptions", subscriptions);
        fresh.getRegistry().bind("dynamoDb", DYNAMO_DB.client());
        fresh.getShutdownStrategy().setTimeout(10);
        context = fresh;
        return fresh;
    }

    void poolExchanges() {
        context.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
    }

    void start(RoutesBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
    }

    /** The row of a shard as it is stored, empty when there is none. */
    Map<String, AttributeValue> row(String stream, String shard) {
        return DYNAMO_DB
                .client()
                .getItem(get -> get.tableName(table)
                        .consistentRead(true)
                        .key(Map.of("StreamID", AttributeValue.fromS(stream), "ShardID", AttributeValue.fromS(shard))))
                .item();
    }

    /** How many records of a shard, from its first on, the stored checkpoint covers. */
    long committed(String stream, String shard) {
        return committed(stream, shard, stream);
    }

    /** As {@link #committed(String, String)}, of the rows under a StreamID of a group. */
    long committed(String streamId, String shard, String stream) {
        AttributeValue stored = row(streamId, shard).get("SequenceNumber");
        if (stored == null) {
            return 0;
        }
        SequenceNumber checkpoint = SequenceNumber.of(stored.s());
        return kinesis.records(stream, shard).stream()
                .filter(record -> record.sequence().compareTo(checkpoint) <= 0)
                .count();
    }

    long committed(String stream) {
        return committed(stream, SHARD);
    }

    void awaitCommitted(String stream, int records) {
        await().until(() -> committed(stream) == records);
    }

    void awaitCommitted(String streamId, int records, String stream) {
        await().until(() -> committed(streamId, SHARD, stream) == records);
    }

    @Override
    public void close() {
        context.stop();
        subscriptions.close();
    }
}
