// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * G9 in the JVM of a consumer with 256 MiB of heap: 200 shards (60 in a build) that answer with 10 MiB each, and a route that lets nothing
 * pass. It does not run out of memory, it keeps its leases, and when the route goes on every shard is read.
 */
class ReceiveMemoryProofTest {

    /** Together their answers take more than the heap also in a build. */
    private static final int SHARDS = Boolean.getBoolean("proofs.full") ? 200 : 30;

    private static final int HEAP_MIB = 256;
    private static final int BLOCKED_BEATS = 4;
    private static final String STREAM = "wide";
    private static final String TABLE = "leases";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    /** The most that a record in JSON takes while it is parsed is several times its size, so that is the hardest. */
    @ParameterizedTest(name = "cbor={0}, {1} records of {2} bytes")
    @CsvSource({"true, 10, 1048572", "false, 1, 10485756"})
    void aBlockedRouteDoesNotExhaustTheHeap(boolean cbor, int perShard, int bytes) {
        int records = SHARDS * perShard;
        try (HttpKinesis kinesis = HttpKinesis.serverProcess(
                        "--throttling", "--stream", STREAM + ":" + SHARDS, "--fill", perShard + ":" + bytes);
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess();
                ChildJvm child = ChildJvm.start(
                        List.of("-Xmx" + HEAP_MIB + "m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"),
                        ReceiveMemoryProgram.class,
                        directory.resolve("output"),
                        uri(kinesis, dynamoDb, cbor),
                        records)) {
            StoredCheckpoints stored = new StoredCheckpoints(dynamoDb.client(), TABLE, STREAM);
            await("a record in the route")
                    .atMost(PATIENCE)
                    .failFast(child::assertAlive)
                    .until(() -> child.output().contains(ReceiveMemoryProgram.BLOCKED));
            long begin = beats(stored);
            await("heartbeats while the route is blocked")
                    .atMost(PATIENCE)
                    .failFast(child::assertAlive)
                    .until(() -> beats(stored) >= begin + BLOCKED_BEATS);
            assertThat(stored.read())
                    .as("checkpoints while the route is blocked")
                    .isEmpty();

            child.signal();
            assertThat(child.awaitExit()).as(child::output).isZero();
            Matcher result = ReceiveMemoryProgram.RESULT.matcher(child.output());
            assertThat(result.find()).as(child::output).isTrue();
            assertThat(Integer.parseInt(result.group(1))).as("shards").isEqualTo(SHARDS);
            assertThat(Integer.parseInt(result.group(2))).as("records").isEqualTo(records);
            assertThat(Long.parseLong(result.group(3))).as("bytes").isEqualTo((long) records * bytes);
            assertThat(Integer.parseInt(result.group(4))).as("repeats").isZero();
            assertNoLeaseWasLost(stored);
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE consumer.3 %d shards with answers of 10 MiB (%s, %d x %d bytes), route blocked for %d heartbeats,"
                            + " heap of %d MiB: no lease lost, then %d records of all shards in %s s%n",
                    SHARDS,
                    cbor ? "CBOR" : "JSON",
                    perShard,
                    bytes,
                    BLOCKED_BEATS,
                    HEAP_MIB,
                    records,
                    result.group(5));
        }
    }

    private static String uri(HttpKinesis kinesis, DynamoDbLocal dynamoDb, boolean cbor) {
        return "kinesis-cp:" + STREAM + "?leaseTable=" + TABLE + "&leaseTableCreate=true&region=us-east-1"
                + "&accessKey=test&secretKey=test&overrideEndpoint=true&uriEndpointOverride=" + kinesis.endpoint()
                + "&leaseTableEndpoint=" + dynamoDb.endpoint() + "&leasePeriod=9s&cborEnabled=" + cbor;
    }

    /** Heartbeats that the one worker has stored, 0 while it has no row. */
    private static long beats(StoredCheckpoints stored) {
        return stored.rows().entrySet().stream()
                .filter(row -> row.getKey().startsWith("member/"))
                .mapToLong(row -> Long.parseLong(row.getValue().get("Beat").n()))
                .max()
                .orElse(0);
    }

    /** Every lease has had one claim only: it was neither lost nor claimed again because heartbeats came late. */
    private static void assertNoLeaseWasLost(StoredCheckpoints stored) {
        Map<String, Map<String, AttributeValue>> rows = stored.rows();
        rows.keySet().removeIf(name -> !name.startsWith("shardId-"));
        assertThat(rows).hasSize(SHARDS);
        assertThat(rows.values()).extracting(row -> row.get("LeaseEpoch").n()).containsOnly("1");
    }
}
