// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the health check of an endpoint's producers says. */
class ProducerHealthTest {

    private static final String CHECK = "producer:kinesis-cp:orders";
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final RunningRoutes routes = new RunningRoutes();
    private final TappedKinesis kinesis = new TappedKinesis(routes.kinesis().client());
    private WatchedHealth health;

    @BeforeEach
    void start() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.context().getRegistry().unbind("kinesis");
        routes.context().getRegistry().bind("kinesis", kinesis.proxy());
        health = new WatchedHealth(routes.context());
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("out").to("kinesis-cp:orders?retryDelay=10&maxRetryDelay=20");
                from("direct:other").to("kinesis-cp:orders?linger=1&retryDelay=10");
            }
        });
    }

    @AfterEach
    void close() {
        kinesis.heal();
        routes.kinesis().calm();
        routes.close();
    }

    /** As the one that is registered, with a limit that a test can wait for. */
    private HealthCheck impatient() {
        KinesisCheckpointedEndpoint endpoint = (KinesisCheckpointedEndpoint)
                routes.context().hasEndpoint("kinesis-cp:orders?retryDelay=10&maxRetryDelay=20");
        AbstractHealthCheck check = new ProducerHealthCheck(endpoint, CHECK, LIMIT);
        check.setCamelContext(routes.context());
        return check;
    }

    private CompletableFuture<Exchange> send() {
        return routes.context().createProducerTemplate().asyncSend("direct:in", exchange -> {
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "a secret key");
            exchange.getMessage().setBody("a secret body");
        });
    }

    @Test
    void aRequestThatFailsForTooLongIsToldWithItsAttemptsAndError() throws Exception {
        HealthCheck check = impatient();
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
        kinesis.fail(SdkClientException.create("connection reset"), "putRecords");
        CompletableFuture<Exchange> sent = send();
        await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
        HealthCheck.Result down = check.call();
        assertThat(down.getMessage().orElse(""))
                .startsWith("orders: Kinesis does not accept a record, ")
                .contains(" attempts, since ")
                .contains("connection reset")
                .endsWith("To do: " + StallReason.UNDELIVERED_PUT.advice())
                .doesNotContain("secret");
        assertThat(down.getDetails()).containsKey("undelivered-put.orders").containsEntry("pendingRecords", 1L);
        assertThat(check.isLiveness()).isFalse();
        kinesis.heal();
        assertThat(sent.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aRejectedRecordIsToldWithItsCode() throws Exception {
        HealthCheck check = impatient();
        routes.kinesis()
                .faults(FaultPlan.seeded(3)
                        .recordRejected(1)
                        .only(Operation.PUT_RECORDS)
                        .build());
        CompletableFuture<Exchange> sent = send();
        await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
        assertThat(check.call().getMessage().orElse("")).containsPattern("attempts, rejected with \\w+, since ");
        routes.kinesis().calm();
        assertThat(sent.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void eachEndpointHasOneWhileItsProducersRun() throws Exception {
        assertThat(health.state(CHECK)).isEqualTo(HealthCheck.State.UP);
        assertThat(health.state(CHECK + "-2")).as("another endpoint").isEqualTo(HealthCheck.State.UP);
        assertThat(health.of(CHECK).getDetails()).containsEntry("streams", "orders");
        routes.context().stop();
        assertThat(health.has(CHECK)).isFalse();
        assertThat(health.has(CHECK + "-2")).isFalse();
    }
}
