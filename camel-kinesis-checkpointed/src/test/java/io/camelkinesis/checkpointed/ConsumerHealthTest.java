// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.checkpointed.redpanda.RedpandaClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the health check of a consumer says. */
class ConsumerHealthTest {

    private static final String SHARD = "orders/" + RunningRoutes.SHARD;

    private final RunningRoutes routes = new RunningRoutes();
    private final ConsumersHealthCheckRepository repository = new ConsumersHealthCheckRepository();
    private final AtomicBoolean failing = new AtomicBoolean();

    @BeforeEach
    void open() {
        routes.kinesis().createStream("orders", 1);
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry();
        registry.setCamelContext(routes.context());
        registry.register(repository);
        routes.context().getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
    }

    @AfterEach
    void close() {
        routes.close();
    }

    private void start() throws Exception {
        String uri = routes.uri("orders");
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("intake").process(exchange -> {
                    if (failing.get()) {
                        throw new IllegalStateException("the shop is closed");
                    }
                });
            }
        });
    }

    private HealthCheck.Result health() {
        return check().call();
    }

    private HealthCheck check() {
        return repository.getCheck("consumer:intake").orElseThrow();
    }

    private void awaitState(HealthCheck.State state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> health().getState() == state);
    }

    @Test
    void aRecordThatFailsHoldsItDownUntilItIsDone() throws Exception {
        failing.set(true);
        start();
        awaitState(HealthCheck.State.UP);
        routes.put("orders", 1);
        awaitState(HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElse("")).contains(SHARD + ": held back by a record that fails");
        assertThat(health().getDetails().get("failing-record." + SHARD).toString())
                .contains("the shop is closed");
        assertThat(check().isLiveness()).isFalse();
        failing.set(false);
        awaitState(HealthCheck.State.UP);
        assertThat(health().getDetails())
                .doesNotContainKey("failing-record." + SHARD)
                .containsEntry("shards", 1);
    }

    @Test
    void aShardThatAnotherProgramHoldsIsNamed() throws Exception {
        new LeaseTable(routes.dynamoDb(), routes.table(), "for tests").ensure(LeaseTableBilling.payPerRequest());
        RedpandaClient living = new RedpandaClient(routes.dynamoDb(), routes.table());
        living.claim("orders", RunningRoutes.SHARD, Instant.now());
        start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> health().getDetails().containsKey("heldByAnotherProgram." + SHARD));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        living.finalCheckpoint("orders", RunningRoutes.SHARD, "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !health().getDetails().containsKey("heldByAnotherProgram." + SHARD));
    }

    @Test
    void aStoppedConsumerHasNoneAndTheNextStartHasItsOwn() throws Exception {
        start();
        HealthCheckAware first = consumer();
        assertThat(first.getHealthCheck()).isNotNull();
        routes.context().getRouteController().stopRoute("intake");
        assertThat(first.getHealthCheck()).isNull();
        routes.context().getRouteController().startRoute("intake");
        awaitState(HealthCheck.State.UP);
        assertThat(consumer().getHealthCheck()).isInstanceOf(ConsumerHealthCheck.class);
    }

    private HealthCheckAware consumer() {
        return (HealthCheckAware) routes.context().getRoute("intake").getConsumer();
    }
}
