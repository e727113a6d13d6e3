// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.Test;

/** Every way in which Camel starts a consumer that it has suspended: the run there is goes on, and there is no other. */
class StartWhileSuspendedTest extends OrdersRoutes {

    private void start(String id, Processor step) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).routeId(id).process(step);
            }
        });
    }

    private static long loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("kinesis-cp-loop"))
                .count();
    }

    private void goesOnInOneRun(int from) {
        for (int i = from; i < from + 5; i++) {
            routes.kinesis().put("orders", "key", "m" + i);
        }
        routes.awaitCommitted("orders", from + 5);
        assertThat(seen).hasSize(from + 5).doesNotHaveDuplicates();
        assertThat(loops()).isOne();
        assertThat(routes.row("orders", RunningRoutes.SHARD).get("LeaseEpoch").n())
                .isEqualTo("1");
    }

    private void leavesNothing() {
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
        await().until(() -> loops() == 0);
    }

    @Test
    void aStopThatWasAborted() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        start("r1", exchange -> {
            gate.await();
            see(exchange);
        });
        routes.put("orders", 1);
        await().until(() -> routes.context().getInflightRepository().size("r1") == 1);
        assertThat(routes.context().getRouteController().stopRoute("r1", 50, TimeUnit.MILLISECONDS, true))
                .isFalse();
        gate.countDown();
        goesOnInOneRun(1);
        routes.context().getRouteController().stopRoute("r1");
        leavesNothing();
    }

    @Test
    void aStopByManagementThatWasAborted() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        start("r1", exchange -> {
            gate.await();
            see(exchange);
        });
        routes.put("orders", 1);
        await().until(() -> routes.context().getInflightRepository().size("r1") == 1);
        assertThat(routes.context()
                        .getCamelContextExtension()
                        .getContextPlugin(ManagedCamelContext.class)
                        .getManagedRoute("r1")
                        .stop(1L, true))
                .isFalse();
        gate.countDown();
        goesOnInOneRun(1);
        routes.context().stop();
        leavesNothing();
    }

    @Test
    void aSuspendedRouteAmongAllThatAreStarted() throws Exception {
        start("r1", this::see);
        routes.context().getRouteController().suspendRoute("r1");
        routes.context().getRouteController().startAllRoutes();
        goesOnInOneRun(0);
        routes.context().getRouteController().stopRoute("r1");
        leavesNothing();
    }

    @Test
    void anOperatorsStartOfASuspendedRoute() throws Exception {
        start("r1", this::see);
        routes.context().getRouteController().suspendRoute("r1");
        routes.context().getRouteController().startRoute("r1");
        goesOnInOneRun(0);
        routes.context().getRouteController().stopRoute("r1");
        leavesNothing();
    }

    @Test
    void theConsumerItselfAsAPolicySuspendsIt() throws Exception {
        start("r1", this::see);
        Consumer consumer = routes.context().getRoute("r1").getConsumer();
        ((KinesisCheckpointedConsumer) consumer).suspend();
        consumer.start();
        goesOnInOneRun(0);
        consumer.start();
        assertThat(loops()).isOne();
        ((KinesisCheckpointedConsumer) consumer).suspend();
        consumer.stop();
        leavesNothing();
    }

    @Test
    void aConsumerWithoutARouteDrainsAndIsSeenByHealth() throws Exception {
        HealthCheckRegistry registry = HealthCheckRegistry.get(routes.context());
        registry.register(registry.resolveById("consumers"));
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").process(exchange -> {
                    entered.countDown();
                    gate.await();
                    see(exchange);
                });
            }
        });
        ProducerTemplate template = routes.context().createProducerTemplate();
        KinesisCheckpointedConsumer consumer = (KinesisCheckpointedConsumer) routes.context()
                .getEndpoint(routes.uri("orders"))
                .createConsumer(exchange -> template.send("direct:in", exchange));
        consumer.start();
        routes.put("orders", 1);
        entered.await();
        assertThat(HealthCheckHelper.invokeReadiness(routes.context()))
                .anyMatch(result -> result.getCheck().getId().startsWith("consumer:orders/"));
        assertThat(HealthCheckHelper.invokeLiveness(routes.context()))
                .anyMatch(result -> result.getCheck().getId().startsWith("kinesis-cp-worker:orders/")
                        && result.getState() == HealthCheck.State.UP);

        Thread stopping = new Thread(consumer::stop);
        stopping.start();
        await().until(() -> consumer.getStatus() == ServiceStatus.Stopping);
        gate.countDown();
        stopping.join();
        assertThat(routes.committed("orders")).isEqualTo(1);
        leavesNothing();
        assertThat(HealthCheckHelper.invokeReadiness(routes.context()))
                .noneMatch(result -> result.getCheck().getId().startsWith("consumer:orders/"));
    }

    @Test
    void theForcedStopOfAnotherRouteDoesNotShortenThisOnesStop() throws Exception {
        routes.kinesis().createStream("bills", 1);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("bills")).routeId("other").process(exchange -> {
                    entered.countDown();
                    never.await();
                });
            }
        });
        start("r1", exchange -> {
            entered.countDown();
            gate.await();
            see(exchange);
        });
        routes.kinesis().put("bills", "key", "b0");
        routes.put("orders", 1);
        entered.await();
        routes.context().getRouteController().stopRoute("other", 50, TimeUnit.MILLISECONDS);
        assertThat(routes.context().getShutdownStrategy().hasTimeoutOccurred()).isTrue();

        KinesisCheckpointedConsumer consumer =
                (KinesisCheckpointedConsumer) routes.context().getRoute("r1").getConsumer();
        Thread stopping = new Thread(consumer::stop);
        stopping.start();
        await().until(() -> consumer.getStatus() == ServiceStatus.Stopping);
        gate.countDown();
        stopping.join();
        assertThat(routes.committed("orders")).isEqualTo(1);
        never.countDown();
        assertThat(List.copyOf(seen)).containsExactly("m0");
    }
}
