// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the developer console and JMX show, while a record fails and a put is refused: of two workers, each sees the other. */
class FleetReportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final RunningRoutes routes = new RunningRoutes();
    private final TappedKinesis kinesis = new TappedKinesis(routes.kinesis().client());
    private final AtomicBoolean failing = new AtomicBoolean(true);
    private String failingShard;
    private CompletableFuture<Exchange> sent;

    @BeforeEach
    void start() throws Exception {
        routes.kinesis().createStream("orders", 2);
        routes.kinesis().createStream("copies", 1);
        routes.context().getRegistry().unbind("kinesis");
        routes.context().getRegistry().bind("kinesis", kinesis.proxy());
        kinesis.fail(SdkClientException.create("connection reset"), "putRecords");
        String uri = routes.uri("orders");
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("one").process(exchange -> work());
                from(uri).routeId("two").process(exchange -> work());
                from("direct:in").routeId("out").to("kinesis-cp:copies?retryDelay=10&maxRetryDelay=20");
            }

            private void work() {
                if (failing.get()) {
                    throw new IllegalStateException("the shop is closed");
                }
            }
        });
        failingShard =
                routes.kinesis().put("orders", "a secret key", "a secret body").shard();
        sent = routes.context().createProducerTemplate().asyncSend("direct:in", exchange -> {
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "a secret key");
            exchange.getMessage().setBody("a secret body");
        });
    }

    @AfterEach
    void close() {
        failing.set(false);
        kinesis.heal();
        assertThat(sent).succeedsWithin(PATIENCE);
        routes.close();
    }

    private DevConsole console() {
        DevConsole console =
                PluginHelper.getDevConsoleResolver(routes.context()).resolveDevConsole("kinesis-cp");
        assertThat(console).isInstanceOf(KinesisCheckpointedDevConsole.class);
        return console;
    }

    @SuppressWarnings("unchecked")
    private static JsonObject first(JsonObject json, String list, Map<String, ?> with) {
        return ((Collection<JsonObject>) json.get(list))
                .stream()
                        .filter(one -> one.entrySet().containsAll(with.entrySet()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("nothing with " + with + " in " + json));
    }

    private JsonObject consoleJson() throws Exception {
        // as a client reads it
        Object answer = console().call(DevConsole.MediaType.JSON);
        return (JsonObject) Jsoner.deserialize(((JsonObject) answer).toJson());
    }

    @Test
    void theConsoleShowsStreamsMembersShardsAndPuts() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonObject root = consoleJson();
            String other = failingShard.endsWith("0") ? "shardId-000000000001" : "shardId-000000000000";
            String holder = holderOf(root, failingShard);
            JsonObject consumer = first(root, "consumers", Map.of("routeId", holder, "uri", "orders"));
            JsonObject stream = first(consumer, "streams", Map.of("stream", "orders", "inTerm", true));
            first(stream, "members", Map.of("self", true, "alive", true));
            first(stream, "members", Map.of("self", false, "alive", true));
            JsonObject shard = first(stream, "shards", Map.of("shard", failingShard, "self", true, "state", "READING"));
            assertThat(shard).containsKeys("epoch", "millisBehindLatest", "oldestAge", "unmoved", "failingFor");
            assertThat(shard.getString("lastError")).isEqualTo("java.lang.IllegalStateException: the shop is closed");
            assertThat(shard.getInteger("replays")).isPositive();
            assertThat(shard.getInteger("uncommitted")).isEqualTo(1);
            assertThat(first(stream, "shards", Map.of("shard", other, "self", false, "state", "HELD"))
                            .getString("owner"))
                    .isNotEmpty();
            first(consumer, "stalls", Map.of("reason", "failing-record", "where", "orders/" + failingShard));
            JsonObject put = first(first(root, "producers", Map.of("streams", "copies")), "undelivered", Map.of());
            assertThat(put.getInteger("attempts")).isGreaterThan(1);
            assertThat(put.getString("lastError")).contains("connection reset");
            assertThat(root.toJson()).doesNotContain("secret");
        });
    }

    private static String holderOf(JsonObject root, String shard) {
        for (String route : new String[] {"one", "two"}) {
            String consumer = first(root, "consumers", Map.of("routeId", route)).toJson();
            if (consumer.contains("\"where\":\"orders\\/" + shard)
                    || consumer.contains("\"where\":\"orders/" + shard)) {
                return route;
            }
        }
        throw new AssertionError("nobody holds " + shard + " in " + root.toJson());
    }

    @Test
    void theConsoleSaysTheSameAsText() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String text = console().call(DevConsole.MediaType.TEXT).toString();
            assertThat(text)
                    .contains("consumer one orders, worker ")
                    .contains("consumer two orders, worker ")
                    .contains("    STALL failing-record orders/" + failingShard + ": held back by a record that fails")
                    .contains("    stream orders, heartbeatAge ")
                    .containsPattern("        member \\S+, host \\S+, shards 1, this worker")
                    .containsPattern("        " + failingShard + " READING, this worker, epoch \\d+")
                    .containsPattern(", replays \\d+, lastError java.lang.IllegalStateException: the shop is closed")
                    .containsPattern("        shardId-\\d+ HELD, owner \\S+, epoch \\d+")
                    .contains("producer copies, pendingRecords 1")
                    .containsPattern("    undelivered copies, records 1, attempts \\d+, since \\d+ ms, lastError ")
                    .doesNotContain("secret");
        });
    }

    @Test
    void managementShowsTheSame() {
        String domain = "org.apache.camel:context=" + routes.context().getManagementName() + ",";
        await().atMost(PATIENCE).untilAsserted(() -> {
            String stalls = "";
            int rows = 0;
            for (ObjectName consumer : SERVER.queryNames(
                    new ObjectName(domain + "type=consumers,name=KinesisCheckpointedConsumer*"), null)) {
                stalls += SERVER.getAttribute(consumer, "Stalls");
                TabularData shards = (TabularData) SERVER.getAttribute(consumer, "Shards");
                rows += shards.size();
                CompositeData failed = shards.get(new Object[] {"orders/" + failingShard});
                if (failed != null) {
                    assertThat(failed.get("lastError"))
                            .isEqualTo("java.lang.IllegalStateException: the shop is closed");
                    assertThat((int) failed.get("replays")).isPositive();
                    assertThat((long) failed.get("unmovedMillis")).isNotNegative();
                }
                String fleet = (String) SERVER.getAttribute(consumer, "Fleet");
                assertThat(((JsonObject) Jsoner.deserialize(fleet)).getString("worker"))
                        .isEqualTo(SERVER.getAttribute(consumer, "Worker"));
                assertThat(fleet).doesNotContain("secret");
            }
            assertThat(rows).as("shards of both").isEqualTo(2);
            assertThat(stalls).startsWith("orders/" + failingShard + ": held back by a record that fails");
            for (String type :
                    new String[] {"endpoints,name=\"kinesis-cp://copies*", "producers,name=KinesisCheckpointed*"}) {
                ObjectName bean = SERVER.queryNames(
                                new ObjectName(domain + "type=" + type + (type.contains("\"") ? "\"" : "")), null)
                        .iterator()
                        .next();
                assertThat(SERVER.getAttribute(bean, "PendingRecords")).isEqualTo(1L);
                assertThat((String) SERVER.getAttribute(bean, "Undelivered")).contains("connection reset");
            }
        });
    }
}
