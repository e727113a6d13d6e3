// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.http.HttpKinesis;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing of a consumer outlives its stop, however often it is started: no thread, client, row or timer. */
class StartStopHygieneTest {

    private static final int STARTS = 50;
    /** Starts after which the pools of the DynamoDB client, which all tests share, have their size. */
    private static final int WARM_UPS = 5;

    /** Ours, those of the SDK's timers, and the one that the SDK keeps while an HTTP client is open. */
    private static final List<String> THREADS = List.of("kinesis-cp-", "sdk-", "idle-connection-reaper");

    private final RunningRoutes routes = new RunningRoutes();
    private final AtomicInteger seen = new AtomicInteger();
    private HttpKinesis server;

    @BeforeEach
    void openServer() {
        routes.kinesis().createStream("orders", 4);
        server = HttpKinesis.start(routes.kinesis());
        // the component makes its own Kinesis client, as no bean is there
        routes.context().getRegistry().unbind("kinesis");
    }

    @AfterEach
    void close() {
        routes.close();
        server.close();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        THREADS.stream().anyMatch(name -> thread.getName().contains(name)))
                .count();
    }

    /**
     * What is left after the first starts, when the threads of that have ended: those of the DynamoDB client, which is the
     * user's, as all tests share it.
     */
    private static long settledThreads() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("kinesis-cp-")));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("idle-connection-reaper")));
        return threads();
    }

    private void failToStart() {
        assertThatThrownBy(() -> routes.context().getRouteController().startRoute("r"))
                .hasStackTraceContaining("Stream ordres does not exist");
    }

    private String uri(String streams) {
        return routes.uri(
                streams,
                "overrideEndpoint=true",
                "uriEndpointOverride=" + server.endpoint(),
                "region=us-east-1",
                "accessKey=test",
                "secretKey=test");
    }

    private void add(String uri) throws Exception {
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("r").autoStartup(false).process(exchange -> seen.incrementAndGet());
            }
        });
        routes.context().start();
    }

    private long memberRows() {
        return routes.dynamoDb().scan(scan -> scan.tableName(routes.table()).consistentRead(true)).items().stream()
                .filter(row -> row.get("ShardID").s().startsWith("member/"))
                .count();
    }

    @Test
    void fiftyStartsAndStopsLeaveNothingBehind() throws Exception {
        add(uri("orders"));
        for (int i = 0; i < WARM_UPS; i++) {
            routes.context().getRouteController().startRoute("r");
            routes.context().getRouteController().stopRoute("r");
        }
        long before = settledThreads();
        for (int i = 1; i <= STARTS; i++) {
            routes.context().getRouteController().startRoute("r");
            routes.kinesis().put("orders", "key-" + i, "m" + i);
            if (i % 10 == 0) {
                int count = i;
                await().until(() -> seen.get() == count);
                assertThat(threads()).as("threads of a consumer that runs").isGreaterThan(before);
            }
            routes.context().getRouteController().stopRoute("r");
            assertThat(memberRows()).as("member rows after stop %d", i).isZero();
        }
        await().untilAsserted(() -> assertThat(threads()).isEqualTo(before));
        assertThat(seen).as("each record once").hasValue(STARTS);
        assertThat(routes.dynamoDb()
                        .describeTable(describe -> describe.tableName(routes.table()))
                        .table()
                        .tableName())
                .as("the client of the user still works")
                .isEqualTo(routes.table());
    }

    @Test
    void startsThatFailLeaveNothingBehind() throws Exception {
        add(uri("orders,ordres"));
        for (int i = 0; i < WARM_UPS; i++) {
            failToStart();
        }
        long before = settledThreads();
        for (int i = 0; i < STARTS; i++) {
            failToStart();
        }
        await().untilAsserted(() -> assertThat(threads()).isEqualTo(before));
        assertThat(memberRows()).isZero();
    }
}
