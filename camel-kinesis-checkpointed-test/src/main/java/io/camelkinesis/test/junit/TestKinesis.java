// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.StoredRecord;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import io.camelkinesis.test.time.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * A Kinesis and a DynamoDB for tests, and all that a test does to them: {@link KinesisTest} and {@link KinesisExtension}
 * give it to JUnit 5 tests, {@link #start} to everything else. Streams and tables are gone with {@link #close()}.
 *
 * <p>A route gets there by {@link #beans()}: bound in Camel's registry, they are what {@code kinesis-cp} endpoints without
 * clients of their own find. Methods that put, look, reshard, fail and move time work on the in-memory Kinesis; they take
 * effect at once, past limits and faults, and may be called from any thread while routes run.
 */
public final class TestKinesis implements AutoCloseable {

    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);

    private final MovableClock clock;
    private final AtomicInteger names = new AtomicInteger();
    private final @Nullable InMemoryKinesis model;
    private final @Nullable KinesisLocal server;
    private @Nullable HttpKinesis http;
    private final KinesisClient client;
    private final KinesisAsyncClient asyncClient;
    private final DynamoDbLocal dynamoDb;

    private TestKinesis(Setup setup) {
        clock = MovableClock.behind(setup.clockBehind());
        if (setup.backend() == Backend.IN_MEMORY) {
            server = null;
            model = InMemoryKinesis.builder().clock(clock).build();
            client = model.client();
            asyncClient = model.asyncClient();
        } else {
            server = KinesisLocal.start();
            model = null;
            client = server.client();
            asyncClient = server.asyncClient();
        }
        dynamoDb = DynamoDbLocal.inProcess();
    }

    /**
     * Starts both.
     *
     * @param backend which Kinesis
     */
    public static TestKinesis start(Backend backend) {
        return start(new Setup(backend, Duration.ZERO));
    }

    static TestKinesis start(Setup setup) {
        return new TestKinesis(setup);
    }

    /** The SDK's synchronous client. Closed together with this. */
    public KinesisClient client() {
        return client;
    }

    /** The SDK's asynchronous client. Closed together with this. */
    public KinesisAsyncClient asyncClient() {
        return asyncClient;
    }

    /** A client of DynamoDB Local in this JVM. Closed together with this. */
    public DynamoDbClient dynamoDb() {
        return dynamoDb.client();
    }

    /**
     * The three clients by the names {@code kinesisClient}, {@code kinesisAsyncClient} and {@code dynamoDbClient}, for
     * Camel's registry: {@code kinesis.beans().forEach(registry::bind)}.
     */
    public Map<String, Object> beans() {
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put("kinesisClient", client);
        beans.put("kinesisAsyncClient", asyncClient);
        beans.put("dynamoDbClient", dynamoDb());
        return beans;
    }

    /** Where other clients, and other processes, find Kinesis. The in-memory one opens a port when this is first asked. */
    public synchronized URI endpoint() {
        if (server != null) {
            return server.endpoint();
        }
        if (http == null) {
            http = HttpKinesis.start(model());
        }
        return http.endpoint();
    }

    /** A name for a stream or a table that has not been given out before: the prefix, a hyphen and a number. */
    public String freshName(String prefix) {
        return prefix + "-" + names.incrementAndGet();
    }

    /** Creates a stream with a fresh name, waits until it is active, and returns the name. */
    public String freshStream(int shards) {
        String name = freshName("stream");
        createStream(name, shards);
        return name;
    }

    /**
     * Creates a stream and waits until it is active.
     *
     * @param shards how many, at least 1
     * @throws software.amazon.awssdk.services.kinesis.model.ResourceInUseException if there is one of this name; a stream
     *     stays for all tests of a class, unless {@link #reset()} is called between them
     */
    public void createStream(String name, int shards) {
        client.createStream(b -> b.streamName(name).shardCount(shards));
        await("stream " + name + " to become active")
                .atMost(CHANGE_LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() -> client.describeStreamSummary(b -> b.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    /** Deletes all streams and tables and ends all faults, for tests of a class that use the same names. Routes must have stopped. */
    public void reset() {
        calm();
        client.listStreamsPaginator()
                .streamNames()
                .forEach(name -> client.deleteStream(b -> b.streamName(name).enforceConsumerDeletion(true)));
        await("streams to be deleted")
                .atMost(CHANGE_LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() -> client.listStreams().streamNames().isEmpty());
        dynamoDb().listTablesPaginator().tableNames().stream().toList().forEach(name -> dynamoDb()
                .deleteTable(b -> b.tableName(name)));
    }

    /**
     * Puts a record of UTF-8 text, routed by its key.
     *
     * @return the record, with its shard and its sequence number
     */
    public StoredRecord put(String stream, String partitionKey, String text) {
        return model().put(stream, partitionKey, text);
    }

    /**
     * Puts a record, routed by its key.
     *
     * @return the record, with its shard and its sequence number
     */
    public StoredRecord put(String stream, String partitionKey, byte[] data) {
        return model().put(stream, partitionKey, data);
    }

    /** Reads the whole stream: every record that it still holds, shard after shard, each in order. */
    public List<StoredRecord> records(String stream) {
        return model().records(stream);
    }

    /** Ids of the shards that take records, in the order of their ids. */
    public List<String> openShards(String stream) {
        return model().openShards(stream);
    }

    /** Id of the open shard that takes records of this key. */
    public String shardFor(String stream, String partitionKey) {
        return model().shardFor(stream, partitionKey);
    }

    /** Splits an open shard in its middle; returns the ids of its two children, lower hash keys first. */
    public List<String> split(String stream, String shard) {
        return model().split(stream, shard);
    }

    /** Merges two adjacent open shards; returns the id of their child. */
    public String merge(String stream, String one, String other) {
        return model().merge(stream, one, other);
    }

    /**
     * The next calls of this operation have these faults, one each; those that are left end with the test.
     *
     * @throws IllegalArgumentException if that fault cannot happen to that operation
     */
    public void failNext(Operation operation, Fault... faults) {
        model().failNext(operation, faults);
    }

    /**
     * The checkpoint of a shard, as it is stored in a lease table: up to there everything is done. Empty before the first,
     * and while there is no such table.
     *
     * @param leaseTable as the route's option of that name says
     * @param stream as the route's URI says, and with {@code @} and the group if it has one, for example
     *     {@code orders@billing}
     * @param shard its id
     */
    public Optional<SequenceNumber> checkpoint(String leaseTable, String stream, String shard) {
        if (!dynamoDb().listTablesPaginator().tableNames().stream().toList().contains(leaseTable)) {
            return Optional.empty();
        }
        Map<String, AttributeValue> key =
                Map.of("StreamID", AttributeValue.fromS(stream), "ShardID", AttributeValue.fromS(shard));
        return Optional.ofNullable(dynamoDb()
                        .getItem(get -> get.tableName(leaseTable).key(key).consistentRead(true))
                        .item()
                        .get("SequenceNumber"))
                .map(number -> SequenceNumber.of(number.s()));
    }

    /**
     * Moves the clock of the in-memory Kinesis forward, and nothing else. By that clock records get their arrival time
     * and fall out of retention, shard iterators and subscriptions run out, and limits per second count.
     *
     * <p>Routes go by the system's clock: leases, back-offs, {@code commitPeriod} and what {@code maxRecordAge} compares
     * arrival times with do not move. For records that are old to a route begin behind, with
     * {@link KinesisTest#clockBehind()}.
     *
     * @param by how far, not negative
     */
    public void advanceTime(Duration by) {
        model();
        clock.advance(by);
    }

    /** The clock of the in-memory Kinesis; {@link #advanceTime} moves it. Nothing else goes by it. */
    public MovableClock clock() {
        return clock;
    }

    /**
     * The in-memory Kinesis, for all that it can do beyond what stands here: aggregated records, fault plans by seed,
     * throttling, counts of calls.
     *
     * @throws IllegalStateException if this Kinesis is another
     */
    public InMemoryKinesis model() {
        if (model == null) {
            throw new IllegalStateException("There is no model behind kinesis-local; use Backend.IN_MEMORY");
        }
        return model;
    }

    /** Ends the faults that a test has asked for. */
    void calm() {
        if (model != null) {
            model.calm();
        }
    }

    /** Ends both. */
    @Override
    public synchronized void close() {
        asyncClient.close();
        dynamoDb.close();
        if (server != null) {
            server.close();
        }
        if (http != null) {
            http.close();
        }
    }
}
