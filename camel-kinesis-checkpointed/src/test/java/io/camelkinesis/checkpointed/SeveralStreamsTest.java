// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several streams, endpoints, clients, tables and groups beside each other, in one context. */
class SeveralStreamsTest {

    private final RunningRoutes routes = new RunningRoutes();
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        routes.close();
    }

    private void route(String id, String uri) throws Exception {
        route(id, uri, exchange -> {});
    }

    private void route(String id, String uri, Processor step) throws Exception {
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId(id).process(step).process(exchange -> see(id, exchange));
            }
        });
    }

    private void see(String id, Exchange exchange) {
        seen.computeIfAbsent(id, route -> Collections.synchronizedList(new ArrayList<>()))
                .add(exchange.getMessage().getHeader(KinesisCheckpointedConstants.STREAM_NAME) + " "
                        + exchange.getMessage().getBody(String.class));
    }

    private List<String> seen(String id) {
        return List.copyOf(seen.getOrDefault(id, List.of()));
    }

    private KinesisCheckpointedConsumer consumer(String id) {
        return (KinesisCheckpointedConsumer) routes.context().getRoute(id).getConsumer();
    }

    private static void put(InMemoryKinesis kinesis, String stream, String text, int count) {
        for (int i = 0; i < count; i++) {
            kinesis.put(stream, "key-" + i, text + i);
        }
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /** Rows of a StreamID in a table, without those of members and the group. */
    private Map<String, String> owners(String table, String streamId) {
        Map<String, String> owners = new TreeMap<>();
        routes.dynamoDb().scan(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                .filter(row -> row.get("StreamID").s().equals(streamId))
                .filter(row -> row.get("ShardID").s().startsWith("shardId-"))
                .forEach(row -> owners.put(
                        row.get("ShardID").s(),
                        row.containsKey("ClientID") ? row.get("ClientID").s() : ""));
        return owners;
    }

    private List<String> streamIds(String table) {
        return routes.dynamoDb().scan(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                .map(row -> row.get("StreamID").s())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void anEndpointReadsSeveralStreamsAndCommitsEachForItself() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("payments", 1);
        put(routes.kinesis(), "orders", "o", 20);
        put(routes.kinesis(), "payments", "p", 30);
        route("both", routes.uri("orders,payments"));
        routes.context().start();

        routes.awaitCommitted("orders", 20);
        routes.awaitCommitted("payments", 30);
        assertThat(seen("both")).hasSize(50).containsAll(texts("orders o", 20)).containsAll(texts("payments p", 30));
        assertThat(streamIds(routes.table())).containsExactly("orders", "payments");
        assertThat(consumer("both").getShardsHeld()).isEqualTo(2);
    }

    @Test
    void endpointsWithClientsAndTablesOfTheirOwnKnowNothingOfEachOther() throws Exception {
        InMemoryKinesis other =
                InMemoryKinesis.builder().account("111122223333").build();
        String otherTable = routes.table() + "-other";
        routes.kinesis().createStream("orders", 2);
        other.createStream("orders", 3);
        put(routes.kinesis(), "orders", "here", 20);
        put(other, "orders", "there", 30);
        routes.context().getRegistry().bind("otherKinesis", other.client());
        route("here", routes.uri("orders", "amazonKinesisClient=#kinesis"));
        route("there", routes.uri("orders", "amazonKinesisClient=#otherKinesis", "leaseTable=" + otherTable));
        routes.context().start();

        await().until(() -> seen("here").size() >= 20 && seen("there").size() >= 30);
        assertThat(seen("here")).containsExactlyInAnyOrderElementsOf(texts("orders here", 20));
        assertThat(seen("there")).containsExactlyInAnyOrderElementsOf(texts("orders there", 30));
        assertThat(owners(routes.table(), "orders")).hasSize(2);
        assertThat(owners(otherTable, "orders")).hasSize(3);
        assertThat(consumer("here").getShardsHeld()).isEqualTo(2);
        assertThat(consumer("there").getShardsHeld()).isEqualTo(3);
    }

    @Test
    void groupsOnOneTableAndStreamEachReadAll() throws Exception {
        routes.kinesis().createStream("orders", 1);
        put(routes.kinesis(), "orders", "m", 20);
        AtomicBoolean broken = new AtomicBoolean(true);
        route("billing", routes.uri("orders", "group=billing"));
        route("shipping", routes.uri("orders", "group=shipping"), exchange -> {
            if (broken.get()) {
                throw new IllegalStateException("the warehouse is closed");
            }
        });
        routes.context().start();

        routes.awaitCommitted("orders@billing", 20, "orders");
        await().until(() -> consumer("shipping").getReplays() > 0);
        assertThat(routes.committed("orders@shipping", RunningRoutes.SHARD, "orders"))
                .isZero();
        assertThat(consumer("billing").getReplays())
                .as("replays of the other group")
                .isZero();
        assertThat(consumer("billing").getLastError()).isEmpty();
        assertThat(seen("shipping")).isEmpty();

        broken.set(false);
        routes.awaitCommitted("orders@shipping", 20, "orders");
        assertThat(seen("billing")).containsExactlyInAnyOrderElementsOf(texts("orders m", 20));
        assertThat(seen("shipping")).containsExactlyInAnyOrderElementsOf(texts("orders m", 20));
        assertThat(streamIds(routes.table())).containsExactly("orders@billing", "orders@shipping");
        assertThat(owners(routes.table(), "orders@billing").values())
                .doesNotContainAnyElementsOf(
                        owners(routes.table(), "orders@shipping").values());
    }

    @Test
    void endpointsOfOneGroupShareTheShardsAsTwoWorkers() throws Exception {
        routes.kinesis().createStream("orders", 4);
        route("one", routes.uri("orders"));
        route("two", routes.uri("orders", "maxPollInterval=201"));
        routes.context().start();
        await().until(() ->
                consumer("one").getShardsHeld() == 2 && consumer("two").getShardsHeld() == 2);

        put(routes.kinesis(), "orders", "m", 100);
        await().until(() -> seen("one").size() + seen("two").size() >= 100);
        List<String> all = new ArrayList<>(seen("one"));
        all.addAll(seen("two"));
        assertThat(all).containsExactlyInAnyOrderElementsOf(texts("orders m", 100));
        assertThat(seen("one")).isNotEmpty();
        assertThat(seen("two")).isNotEmpty();

        routes.context().getRouteController().stopRoute("one");
        await().until(() -> consumer("two").getShardsHeld() == 4);
        put(routes.kinesis(), "orders", "n", 100);
        await().until(() -> seen("two").containsAll(texts("orders n", 100)));
        assertThat(seen("one")).noneMatch(text -> text.startsWith("orders n"));
    }
}
