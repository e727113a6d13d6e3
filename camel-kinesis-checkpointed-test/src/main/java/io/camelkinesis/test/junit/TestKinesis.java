package io.camelkinesis.test.junit;

import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import io.camelkinesis.test.time.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A Kinesis and a DynamoDB for tests. Streams and tables are gone with {@link #close()}. */
public final class TestKinesis implements AutoCloseable {

    private static final Duration CREATE_LIMIT = Duration.ofSeconds(60);

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger names = new AtomicInteger();
    private final @Nullable InMemoryKinesis model;
    private final @Nullable KinesisLocal server;
    private @Nullable HttpKinesis http;
    private final KinesisClient client;
    private final KinesisAsyncClient asyncClient;
    private final DynamoDbLocal dynamoDb;

    private TestKinesis(@Nullable KinesisLocal server) {
        this.server = server;
        if (server == null) {
            model = InMemoryKinesis.builder().clock(clock).build();
            client = model.client();
            asyncClient = model.asyncClient();
        } else {
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
        return new TestKinesis(backend == Backend.IN_MEMORY ? null : KinesisLocal.start());
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
     * The model, for faults, limits, reshards and a look at what is stored.
     *
     * @throws IllegalStateException if this Kinesis is another
     */
    public InMemoryKinesis model() {
        if (model == null) {
            throw new IllegalStateException("There is no model behind kinesis-local; use Backend.IN_MEMORY");
        }
        return model;
    }

    /** Where other clients, and other processes, find it. The in-memory Kinesis opens a port when this is first asked. */
    public synchronized URI endpoint() {
        if (server != null) {
            return server.endpoint();
        }
        if (http == null) {
            http = HttpKinesis.start(model());
        }
        return http.endpoint();
    }

    /** The clock of the in-memory Kinesis; a test may move it forward. Nothing else goes by it. */
    public MovableClock clock() {
        return clock;
    }

    /** A name for a stream or a table that has not been given out before. */
    public String freshName(String prefix) {
        return prefix + "-" + names.incrementAndGet();
    }

    /** Creates a stream with a fresh name, waits until it is active, and returns the name. */
    public String freshStream(int shards) {
        String name = freshName("stream");
        client.createStream(b -> b.streamName(name).shardCount(shards));
        await("stream " + name + " to become active")
                .atMost(CREATE_LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() -> client.describeStreamSummary(b -> b.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
        return name;
    }

    /** Ends the faults that a test has asked for. */
    void calm() {
        if (model != null) {
            model.calm();
        }
    }

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
