// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A URI that names shards: these are read to their ends, and no others, not even their children. */
class ExplicitShardsTest {

    private static final String SHARD_0 = "shardId-000000000000";
    private static final String SHARD_3 = "shardId-000000000003";

    private final RunningRoutes routes = new RunningRoutes();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private int puts;

    @BeforeEach
    void createStream() {
        routes.kinesis().createStream("orders", 4);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private void route(String id, String uri) throws Exception {
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId(id)
                        .process(exchange -> seen.add(
                                exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class)
                                        + " " + exchange.getMessage().getBody(String.class)));
            }
        });
        routes.context().start();
    }

    private void putIntoAll() {
        for (int i = 0; i < 100; i++) {
            routes.kinesis().put("orders", "key-" + i, "m" + puts++);
        }
    }

    private Set<String> stored(String... shards) {
        return Set.of(shards).stream()
                .flatMap(shard -> routes.kinesis().records("orders", shard).stream())
                .map(record -> record.shard() + " " + record.text())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theNamedShardsAreReadAndNotTheirChildren() throws Exception {
        putIntoAll();
        route("named", routes.uri("orders:0,orders:" + SHARD_3));
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrderElementsOf(stored(SHARD_0, SHARD_3)));

        List<String> children = routes.kinesis().split("orders", SHARD_0);
        putIntoAll();
        await().until(() -> routes.row("orders", SHARD_0).containsKey("EndedAt"));
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrderElementsOf(stored(SHARD_0, SHARD_3)));
        assertThat(stored(children.toArray(String[]::new)))
                .as("records of the children")
                .isNotEmpty();
        children.forEach(child -> assertThat(routes.row("orders", child)).isEmpty());
        assertThat(routes.row("orders", "shardId-000000000001")).isEmpty();

        // another route takes the children on; of a named shard nobody has to have read the parent
        route("children", routes.uri("orders:4,orders:5"));
        await().untilAsserted(() -> assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(stored(SHARD_0, SHARD_3, children.get(0), children.get(1))));
        assertThat(routes.row("orders", "shardId-000000000001")).isEmpty();
    }

    @Test
    void aRestartGoesOnWhereTheNamedShardsWere() throws Exception {
        putIntoAll();
        String uri = routes.uri("orders:0,orders:3");
        route("named", uri);
        int before = stored(SHARD_0, SHARD_3).size();
        await().until(() -> seen.size() == before);
        routes.context().getRouteController().stopRoute("named");
        routes.kinesis().split("orders", SHARD_0);
        putIntoAll();
        routes.context().getRouteController().startRoute("named");
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrderElementsOf(stored(SHARD_0, SHARD_3)));
        await().until(() -> routes.row("orders", SHARD_0).containsKey("EndedAt"));
    }
}
