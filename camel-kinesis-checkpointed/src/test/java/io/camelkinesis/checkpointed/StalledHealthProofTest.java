// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** G12: whatever stalls a shard turns readiness DOWN, says what, where, since when and what to do, and is UP when cured. */
class StalledHealthProofTest {

    private static final String CHECK = "consumer:intake";
    private static final String SHARD = "orders/" + RunningRoutes.SHARD;
    private static final Pattern SINCE = Pattern.compile(", since (\\S+Z) \\((\\d+) s\\)");
    private static final List<String> SEEN = new ArrayList<>();
    private static long slowestMillis;

    private final RunningRoutes routes = new RunningRoutes();
    private final TappedKinesis kinesis = new TappedKinesis(routes.kinesis().client());
    private final AtomicBoolean broken = new AtomicBoolean();
    private WatchedHealth health;

    @BeforeEach
    void open() {
        routes.kinesis().createStream("orders", 1);
        health = new WatchedHealth(routes.context());
        replace("kinesis", kinesis.proxy());
        TappedTable table = (operation, request, call) -> {
            if (broken.get()) {
                throw SdkClientException.create("no route to the table");
            }
            return call.call();
        };
        replace("dynamoDb", table.over(routes.dynamoDb()));
    }

    private void replace(String name, Object bean) {
        routes.context().getRegistry().unbind(name);
        routes.context().getRegistry().bind(name, bean);
    }

    @AfterEach
    void close() {
        broken.set(false);
        kinesis.heal();
        routes.close();
    }

    @AfterAll
    static void report() {
        System.out.printf(
                Locale.ROOT,
                "FIGURE ecosystem.6 %d stalls turned readiness DOWN with their words, the slowest after %.1f s at"
                        + " leasePeriod=3s, and UP after the cure: %s%n",
                SEEN.size(),
                slowestMillis / 1000.0,
                String.join(", ", SEEN));
    }

    private void start(Processor work, String... options) throws Exception {
        String uri = routes.uri("orders", options);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("intake").process(work);
            }
        });
        health.awaitUp(CHECK);
    }

    /** Waits for DOWN and compares what is said. */
    private String assertDown(StallReason reason, String where, String... words) {
        long begin = System.nanoTime();
        HealthCheck.Result down = health.awaitDown(CHECK);
        slowestMillis = Math.max(slowestMillis, (System.nanoTime() - begin) / 1_000_000);
        SEEN.add(reason.id());
        assertThat(down.getCheck().isLiveness()).isFalse();
        assertThat(down.getDetails()).containsKey(reason.id() + "." + where);
        String text = down.getDetails().get(reason.id() + "." + where).toString();
        assertThat(text).startsWith(where + ": ").contains(words).endsWith("To do: " + reason.advice());
        Matcher since = SINCE.matcher(text);
        assertThat(since.find()).as("since when: %s", text).isTrue();
        assertThat(Instant.parse(since.group(1))).isBetween(Instant.now().minus(Duration.ofMinutes(2)), Instant.now());
        assertThat(down.getMessage().orElse("")).contains(where + ": ");
        return text;
    }

    @Test
    void aBlockedRoute() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        start(exchange -> gate.await(), "checkpointLimit=2");
        routes.put("orders", 5);
        assertDown(
                StallReason.BLOCKED_ROUTE,
                SHARD,
                "the route does not get through with its oldest record; 2 in flight, the window of 2 is full");
        gate.countDown();
        health.awaitUp(CHECK);
        routes.awaitCommitted("orders", 5);
    }

    @Test
    void aRecordThatFailsWithoutAGapBetweenItsReplays() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        start(exchange -> {
            if (failing.get()) {
                throw new IllegalStateException("the shop is closed");
            }
        });
        routes.put("orders", 1);
        assertDown(
                StallReason.FAILING_RECORD,
                SHARD,
                "held back by a record that fails, replay ",
                "last error java.lang.IllegalStateException: the shop is closed");
        Pattern replay = Pattern.compile("replay (\\d+)");
        await().pollInterval(Duration.ofMillis(5)).atMost(WatchedHealth.LIMIT).until(() -> {
            HealthCheck.Result result = health.of(CHECK);
            assertThat(result.getState()).as("between replays").isEqualTo(HealthCheck.State.DOWN);
            Matcher count = replay.matcher(result.getMessage().orElse(""));
            return count.find() && Integer.parseInt(count.group(1)) >= 10;
        });
        failing.set(false);
        health.awaitUp(CHECK);
    }

    @Test
    void aDeadLetterEndpointThatRefuses() throws Exception {
        AtomicBoolean archiveFull = new AtomicBoolean(true);
        String uri = routes.uri("orders", "onFailure=DEAD_LETTER", "deadLetterUri=direct:archive");
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:archive").process(exchange -> {
                    if (archiveFull.get()) {
                        throw new IllegalStateException("the archive is full");
                    }
                });
                from(uri).routeId("intake").process(exchange -> {
                    throw new IllegalStateException("never");
                });
            }
        });
        health.awaitUp(CHECK);
        routes.put("orders", 1);
        assertDown(
                StallReason.DEAD_LETTER_REFUSED,
                SHARD,
                "held back by a record that the dead letter endpoint does not accept, refused ",
                "the archive is full");
        archiveFull.set(false);
        health.awaitUp(CHECK);
        routes.awaitCommitted("orders", 1);
    }

    @Test
    void aForgottenCommitByHand() throws Exception {
        AtomicReference<KinesisManualCommit> forgotten = new AtomicReference<>();
        start(
                exchange -> forgotten.set(exchange.getMessage()
                        .getHeader(KinesisCheckpointedConstants.MANUAL_COMMIT, KinesisManualCommit.class)),
                "allowManualCommit=true",
                "checkpointLimit=10");
        routes.put("orders", 1);
        assertDown(
                StallReason.UNCOMMITTED_BY_HAND,
                SHARD,
                "the route is through with its oldest record and has not committed it; 1 in flight, window 1 of 10");
        forgotten.get().commit();
        health.awaitUp(CHECK);
        routes.awaitCommitted("orders", 1);
    }

    @Test
    void aDeletedRowAlsoOfAnIdleShard() throws Exception {
        start(exchange -> {});
        routes.put("orders", 1);
        routes.awaitCommitted("orders", 1);
        deleteRow("orders");
        assertDown(StallReason.DELETED_ROW, SHARD, "its row was deleted from the lease table");
        health.awaitUp(CHECK);
        routes.awaitCommitted("orders", 1);
    }

    @Test
    void anUnreachableLeaseTable() throws Exception {
        start(exchange -> {});
        broken.set(true);
        assertDown(
                StallReason.LEASE_TABLE_SILENT,
                "orders",
                "the lease table takes no heartbeats",
                "no route to the table");
        broken.set(false);
        health.awaitUp(CHECK);
    }

    @Test
    void credentialsThatHaveExpired() throws Exception {
        start(exchange -> {}, "backoffTime=100");
        kinesis.fail(
                KinesisException.builder()
                        .message("The security token included in the request is expired")
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ExpiredTokenException")
                                .build())
                        .build(),
                "getRecords",
                "getShardIterator");
        assertDown(
                StallReason.DENIED_READS, SHARD, "reading is not allowed, ", "security token included in the request");
        kinesis.heal();
        health.awaitUp(CHECK);
    }

    @Test
    void readsThatFail() throws Exception {
        start(exchange -> {}, "backoffTime=100");
        kinesis.fail(SdkClientException.create("connection reset"), "getRecords", "getShardIterator");
        assertDown(StallReason.FAILING_READS, SHARD, "it cannot be read, ", "connection reset");
        kinesis.heal();
        health.awaitUp(CHECK);
    }

    @Test
    void aStreamThatIsDeleted() throws Exception {
        start(exchange -> {}, "backoffTime=100");
        routes.kinesis().client().deleteStream(delete -> delete.streamName("orders"));
        assertDown(StallReason.STREAM_GONE, SHARD, "Kinesis does not know the shard or its stream any more");
        routes.kinesis().createStream("orders", 1);
        health.awaitUp(CHECK);
        routes.put("orders", 1);
        routes.awaitCommitted("orders", 1);
    }

    @Test
    void aShardGivenUpByStop() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        start(
                exchange -> {
                    if (failing.get()) {
                        throw new IllegalStateException("the shop is closed");
                    }
                },
                "onFailure=STOP");
        routes.put("orders", 1);
        assertDown(StallReason.STOPPED_SHARD, SHARD, "given up by onFailure=STOP at record ", "the shop is closed");
        failing.set(false);
        routes.context().getRouteController().stopRoute("intake");
        assertThat(HealthCheckHelper.invokeLiveness(routes.context(), "full")).isEmpty();
        routes.context().getRouteController().startRoute("intake");
        health.awaitUp(CHECK);
        routes.awaitCommitted("orders", 1);
    }

    /** All at once, each on a stream of its own; takes half a minute, so that a build leaves it out. */
    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void withDefaultOptionsWithinThirtySeconds() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean failing = new AtomicBoolean(true);
        for (String stream : List.of("blocked", "failing", "byHand", "deleted")) {
            routes.kinesis().createStream(stream, 1);
        }
        String options = "?leaseTable=" + routes.table() + "&leaseTableCreate=true";
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("kinesis-cp:blocked" + options).routeId("blocked").process(exchange -> gate.await());
                from("kinesis-cp:failing" + options).routeId("failing").process(exchange -> {
                    if (failing.get()) {
                        throw new IllegalStateException("the shop is closed");
                    }
                });
                from("kinesis-cp:byHand" + options + "&allowManualCommit=true")
                        .routeId("byHand")
                        .process(exchange -> {});
                from("kinesis-cp:deleted" + options).routeId("deleted").process(exchange -> {});
            }
        });
        for (String stream : List.of("blocked", "failing", "byHand", "deleted")) {
            health.awaitUp("consumer:" + stream);
        }
        await().until(() -> !routes.row("deleted", RunningRoutes.SHARD).isEmpty());
        for (String stream : List.of("blocked", "failing", "byHand")) {
            routes.put(stream, 1);
        }
        await().until(() -> Set.of("blocked", "failing", "byHand").stream().allMatch(stream -> inFlight(stream) == 1));
        long begin = System.nanoTime();
        deleteRow("deleted");
        kinesis.fail(SdkClientException.create("connection reset"), "getRecords", "getShardIterator");
        awaitReasons(Map.of(
                "blocked", StallReason.BLOCKED_ROUTE,
                "failing", StallReason.FAILING_RECORD,
                "byHand", StallReason.UNCOMMITTED_BY_HAND,
                "deleted", StallReason.DELETED_ROW));
        awaitReasons(Map.of("blocked", StallReason.FAILING_READS, "byHand", StallReason.FAILING_READS));
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertThat(Duration.ofMillis(millis)).isLessThan(WatchedHealth.LIMIT);
        begin = System.nanoTime();
        broken.set(true);
        awaitReasons(Map.of("failing", StallReason.LEASE_TABLE_SILENT, "deleted", StallReason.LEASE_TABLE_SILENT));
        millis = Math.max(millis, (System.nanoTime() - begin) / 1_000_000);
        broken.set(false);
        kinesis.heal();
        gate.countDown();
        failing.set(false);
        System.out.printf(
                Locale.ROOT,
                "FIGURE ecosystem.6 with default options the slowest of six was DOWN after %.1f s%n",
                millis / 1000.0);
    }

    private int inFlight(String route) {
        KinesisCheckpointedConsumer consumer =
                (KinesisCheckpointedConsumer) routes.context().getRoute(route).getConsumer();
        return consumer.getInFlight();
    }

    private void awaitReasons(Map<String, StallReason> reasons) {
        await().atMost(WatchedHealth.LIMIT)
                .untilAsserted(() -> assertThat(reasons).allSatisfy((route, reason) -> assertThat(
                                health.of("consumer:" + route).getDetails().keySet())
                        .anyMatch(detail -> detail.startsWith(reason.id() + "." + route))));
    }

    private void deleteRow(String stream) {
        routes.dynamoDb().deleteItem(delete -> delete.tableName(routes.table())
                .key(Map.of(
                        "StreamID",
                        AttributeValue.fromS(stream),
                        "ShardID",
                        AttributeValue.fromS(RunningRoutes.SHARD))));
    }

    @Test
    void withoutRecordsItIsIdleAndReady() throws Exception {
        start(exchange -> {});
        assertThat(health.of(CHECK).getDetails()).containsEntry("shards", 1).doesNotContainKey("stalls");
        assertThat(HealthCheckRegistry.get(routes.context()).getCheck("kinesis-cp-worker:intake"))
                .hasValueSatisfying(check -> {
                    assertThat(check.isLiveness()).isTrue();
                    assertThat(check.isReadiness()).isFalse();
                    assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
                });
    }
}
