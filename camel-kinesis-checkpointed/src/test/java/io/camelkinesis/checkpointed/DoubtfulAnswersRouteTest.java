// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route whose reads get answers that Kinesis does not give when it is well. */
class DoubtfulAnswersRouteTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HTML = "<html><body>Sorry</body></html>";

    private final RunningRoutes routes = new RunningRoutes();
    private final Queue<String> got = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    void close() {
        routes.close();
    }

    private void start() throws Exception {
        String uri = routes.uri("orders", "backoffTime=250");
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId("intake")
                        .process(exchange -> got.add(
                                new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8)));
            }
        });
    }

    static List<Fault> passing() {
        return List.of(
                Fault.NEXT_ITERATOR_MISSING,
                Fault.SAME_ITERATOR,
                Fault.EMPTY_ANSWER,
                Fault.FIELDS_MISSING,
                Fault.ITERATOR_EXPIRED,
                new Fault.RawAnswer(403, "text/html", HTML),
                new Fault.RawAnswer(503, "text/html", HTML));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void theShardIsReadOnBehindSuchAnAnswerAndNothingIsDeliveredTwice(Fault fault) throws Exception {
        routes.kinesis().failNext(Operation.GET_RECORDS, fault, fault, fault);
        routes.kinesis().put("orders", "k", "one");
        start();
        await().atMost(PATIENCE).until(() -> got.contains("one"));
        routes.kinesis().failNext(Operation.GET_RECORDS, fault);
        routes.kinesis().put("orders", "k", "two");
        await().atMost(PATIENCE).until(() -> got.contains("two"));
        routes.kinesis().put("orders", "k", "three");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(got).containsExactly("one", "two", "three"));
    }

    @Test
    void aRecordWithoutDataIsDeliveredEmptyAndThoseBehindItAsWell() throws Exception {
        routes.kinesis().faults(FaultPlan.seeded(1).fieldsMissing(1).build());
        routes.kinesis().put("orders", "k", new byte[0]);
        routes.kinesis().put("orders", "k", "behind");
        start();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(got).containsExactly("", "behind"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "no iterator", "empty", "html"})
    void whatNeverEndsTurnsReadinessDownUntilItDoes(String kind) throws Exception {
        start();
        routes.kinesis().faults(always(kind));
        await().atMost(PATIENCE).until(() -> readiness().stream().anyMatch(DoubtfulAnswersRouteTest::tellsOfReads));
        routes.kinesis().calm();
        routes.kinesis().put("orders", "k", "one");
        await().atMost(Duration.ofSeconds(90)).until(() -> got.contains("one"));
        await().atMost(PATIENCE)
                .until(() -> readiness().stream().noneMatch(result -> result.getState() == HealthCheck.State.DOWN));
    }

    private Collection<HealthCheck.Result> readiness() {
        return HealthCheckHelper.invokeReadiness(routes.context());
    }

    private static boolean tellsOfReads(HealthCheck.Result result) {
        return result.getState() == HealthCheck.State.DOWN
                && result.getDetails().keySet().stream().anyMatch(key -> key.startsWith("failing-reads."));
    }

    private static FaultPlan always(String kind) {
        FaultPlan.Builder plan = FaultPlan.seeded(1).only(Operation.GET_RECORDS);
        return switch (kind) {
            case "expired" -> plan.iteratorExpired(1).build();
            case "no iterator" -> plan.nextIteratorMissing(1).build();
            case "empty" -> plan.emptyAnswer(1).build();
            default ->
                plan.rawAnswer(new Fault.RawAnswer(403, "text/html", HTML), 1).build();
        };
    }
}
