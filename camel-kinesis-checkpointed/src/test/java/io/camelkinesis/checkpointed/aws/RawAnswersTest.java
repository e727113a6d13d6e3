// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Answers as only something between here and the service gives them: every call ends, in an outcome that says what it was. */
class RawAnswersTest {

    private static final ShardId SHARD = StreamId.of("orders").shard("shardId-000000000000");
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    private static final long SECONDS = 60;
    private static final int TRIES = 150;
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String RECORD = "{\"SequenceNumber\":\"1\",\"PartitionKey\":\"k\",\"Data\":\"b25l\"}";

    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"Records\":[{\"Da",
            "<html><body>Sorry</body></html>",
            "{\"Records\":null,\"MillisBehindLatest\":-5,\"NextShardIterator\":\"i\"}",
            "{\"Records\":[" + RECORD + "," + RECORD + "," + RECORD + "],\"NextShardIterator\":\"i\"}",
            "{\"Records\":[{}],\"NextShardIterator\":\"i\",\"MillisBehindLatest\":-9223372036854775808}",
            "{\"Records\":[" + RECORD.replace("\"1\"", "\"" + "9".repeat(200) + "\"")
                    + "],\"NextShardIterator\":\"i\"}",
            "{\"Records\":[" + RECORD.replace("\"1\"", "\"-7\"") + "],\"NextShardIterator\":\"i\"}",
            "{\"ShardIterator\":\"\"}",
            "{\"__type\":\"\"}",
            "{\"__type\":null,\"message\":null}",
            "\u0000\u001b[31m");

    private final Random random = new Random(7);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private KinesisClient kinesis;
    private DynamoDbClient dynamoDb;
    private volatile boolean endless;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        AwsAccess access = AwsAccess.builder()
                .region("us-east-1")
                .accessKey("test")
                .secretKey("test")
                .cborEnabled(false)
                .overrideEndpoint(true)
                .uriEndpointOverride("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        kinesis = AwsClients.kinesis(access, 4);
        dynamoDb = AwsClients.dynamoDb(access, 4);
    }

    @AfterEach
    void close() {
        over.countDown();
        kinesis.close();
        dynamoDb.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (endless && target.endsWith("GetRecords")) {
            hangBehindTheHeader(exchange);
            return;
        }
        boolean sane = endless || (target.endsWith("GetShardIterator") && random.nextBoolean());
        byte[] body = (sane ? "{\"ShardIterator\":\"i\"}" : BODIES.get(random.nextInt(BODIES.size()))).getBytes(UTF_8);
        int[] statuses = {200, 200, 200, 204, 301, 400, 403, 500, 503};
        int status = sane ? 200 : statuses[random.nextInt(statuses.length)];
        exchange.getResponseHeaders().set("Content-Type", random.nextInt(4) == 0 ? "text/html" : JSON);
        if (status == 301) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, status == 204 || body.length == 0 ? -1 : body.length);
        if (status != 204 && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** A body of any length, of which a piece comes now and then: no pause is long enough for a time-out of the socket. */
    private void hangBehindTheHeader(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", JSON);
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        try {
            out.write("{\"Records\":[".getBytes(UTF_8));
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                out.write(" ".repeat(10_000).getBytes(UTF_8));
                out.flush();
            }
        } catch (IOException | InterruptedException gone) {
            exchange.close();
        }
    }

    private static Fetch within(CompletionStage<Fetch> fetch) throws Exception {
        return fetch.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void everyReadEndsInAnOutcome() throws Exception {
        KinesisShardReader reader = new KinesisShardReader(kinesis, threads, CALL_TIMEOUT);
        Cursor cursor = null;
        int read = 0;
        for (int i = 0; i < TRIES; i++) {
            Fetch outcome = within(reader.fetch(SHARD, Position.TRIM_HORIZON, cursor, 10));
            assertThat(outcome).isNotNull();
            cursor = outcome instanceof Fetch.Records records ? records.next() : null;
            read += outcome instanceof Fetch.Records ? 1 : 0;
        }
        assertThat(read).as("some of them can be used").isPositive();
    }

    @Test
    void everyListingAndEveryLookEnds() throws Exception {
        KinesisShardLister lister = new KinesisShardLister(kinesis, threads, "for tests");
        StreamRows rows = new StreamRows(dynamoDb, "leases");
        LeaseTable table = new LeaseTable(dynamoDb, "leases", "for tests", Duration.ZERO, Duration.ofMillis(1));
        for (int i = 0; i < 4; i++) {
            lister.list(SHARD.stream())
                    .handle((shards, failure) -> true)
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
            lister.identity(SHARD.stream())
                    .handle((identity, failure) -> true)
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 10; i++) {
            endsTyped(() -> rows.under("orders"));
            endsTyped(() -> table.ensure(null));
        }
    }

    private static void endsTyped(Runnable call) {
        try {
            call.run();
        } catch (LeaseTableException told) {
            assertThat(told).hasMessageContaining("ease table leases");
        }
    }

    @Test
    void aBodyThatNeverEndsEndsWithTheTimeOfTheCall() throws Exception {
        endless = true;
        KinesisShardReader reader = new KinesisShardReader(kinesis, threads, CALL_TIMEOUT);
        assertThat(within(reader.fetch(SHARD, Position.TRIM_HORIZON, null, 10)))
                .isInstanceOfSatisfying(
                        Fetch.Failed.class, failed -> assertThat(failed.cause()).hasMessageContaining("timeout"));
    }

    @Test
    void theTimeOfACallBoundsItsBodyInTheSdkToo() {
        endless = true;
        assertThatThrownBy(() -> kinesis.getRecords(
                        g -> g.shardIterator("i").overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(1)))))
                .hasMessageContaining("timeout");
    }
}
