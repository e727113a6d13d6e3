// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.time.VirtualTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table on DynamoDB Local, a Kinesis in memory, and a command line between them; time passes when the tools pause. */
abstract class ToolsFixture {

    static final String STREAM = "orders";
    static final StreamId ORDERS = StreamId.of(STREAM);
    static final Duration LEASE_PERIOD = Duration.ofSeconds(15);

    private static DynamoDbClient dynamoDb;

    final VirtualTime time = new VirtualTime();
    final InMemoryKinesis kinesis = InMemoryKinesis.builder().clock(time).build();
    final String table = "leases-" + UUID.randomUUID();
    /** What happens while the tools pause, beside that time passes. */
    Runnable whilePausing = () -> {};

    record Result(int exitCode, String out, String err) {

        /** Fails unless the command did its work. */
        Result done() {
            assertThat(exitCode).as(err).isZero();
            return this;
        }
    }

    @BeforeAll
    static void open() {
        if (dynamoDb == null) {
            // one for all classes: it ends with this JVM
            dynamoDb = unclosed(DynamoDbLocal.inProcess().client());
        }
    }

    /** Without time to live: DynamoDB Local goes by the real time, for which virtual times are long past. */
    ToolsFixture() {
        dynamoDb.createTable(t -> t.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("StreamID"), attribute("ShardID"))
                .keySchema(key("StreamID", KeyType.HASH), key("ShardID", KeyType.RANGE)));
    }

    static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    /** Commands close the clients that they asked for. */
    private static DynamoDbClient unclosed(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    /** Runs a command as it stands. */
    Result call(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    CommandLine commandLine() {
        return Tools.commandLine(new Surroundings(access -> kinesis.client(), access -> dynamoDb, time, duration -> {
            time.advance(duration);
            whilePausing.run();
        }));
    }

    /** Runs a command on the table and the stream. */
    Result run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--table", table, "--stream", STREAM));
        all.addAll(List.of(arguments));
        return call(all.toArray(String[]::new));
    }

    DynamoDbLeaseStore store() {
        return new DynamoDbLeaseStore(dynamoDb, table, LEASE_PERIOD, Runnable::run, Runnable::run, time);
    }

    LeaseTableView view() {
        return view(ORDERS);
    }

    LeaseTableView view(StreamId stream) {
        return store().view(stream).toCompletableFuture().join();
    }

    Lease row(String shard) {
        return view().leases().stream()
                .filter(lease -> lease.shard().name().equals(shard))
                .findFirst()
                .orElseThrow();
    }

    /** Writes a row as another program does. */
    void put(String anyTable, Map<String, AttributeValue> item) {
        dynamoDb.putItem(p -> p.tableName(anyTable).item(item));
    }

    /** A row of the lease table. */
    void put(String streamId, String shardId, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("StreamID", s(streamId));
        item.put("ShardID", s(shardId));
        put(table, item);
    }

    /** All rows of the lease table, attribute by attribute. */
    List<Map<String, AttributeValue>> rows() {
        return dynamoDb.scan(s -> s.tableName(table)).items();
    }

    static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue n(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    /** The last number of a shard. */
    String last(String shard) {
        var records = kinesis.records(STREAM, shard);
        return records.get(records.size() - 1).sequence().digits();
    }

    /** Records of eight keys, spread over the shards. */
    void putRecords(String... bodies) {
        for (String body : bodies) {
            for (int key = 0; key < 8; key++) {
                kinesis.put(STREAM, "key-" + key, "key-" + key + " " + body);
            }
        }
    }

    /** What {@link #putRecords} puts. */
    static List<String> bodies(String... bodies) {
        return Stream.of(bodies)
                .flatMap(body ->
                        Stream.iterate(0, key -> key < 8, key -> key + 1).map(key -> "key-" + key + " " + body))
                .toList();
    }
}
