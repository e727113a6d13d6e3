// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meters of routes, from Kinesis to Kinesis. */
class MetersRouteTest {

    private static final int RECORDS = 60;

    private final RunningRoutes routes = new RunningRoutes();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void create() {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 1);
        routes.context().getRegistry().bind("metrics", registry);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private double count(String name, String... tags) {
        return registry.get("camel.kinesis.cp." + name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Of the shard: NaN while it has none. */
    private double gauge(String name) {
        var gauge = registry.find("camel.kinesis.cp." + name).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private double seconds(String name) {
        var gauge = registry.find("camel.kinesis.cp." + name).timeGauge();
        return gauge == null ? Double.NaN : gauge.value(TimeUnit.SECONDS);
    }

    private List<String> ours(String part) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("camel.kinesis.cp." + part))
                .toList();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("kinesis-cp-meters"))
                .collect(Collectors.toSet());
    }

    private void start(String from, RouteStep step) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                step.to(from(from).routeId("copy"));
            }
        });
    }

    private interface RouteStep {
        void to(RouteDefinition route);
    }

    @Test
    void bothEndsOfARouteAreCounted() throws Exception {
        routes.put("orders", RECORDS);
        routes.kinesis()
                .faults(FaultPlan.seeded(3)
                        .recordRejected(0.2)
                        .only(Operation.PUT_RECORDS)
                        .build());
        start(
                routes.uri("orders", "group=billing"),
                route -> route.to("kinesis-cp:copies?retryDelay=1&maxRetryDelay=5"));
        routes.awaitCommitted("orders@billing", RECORDS, "orders");

        String[] tags = {
            "camelContext", routes.context().getName(), "routeId", "copy", "group", "billing", "stream", "orders"
        };
        assertThat(count("fetched.records", tags)).isEqualTo(RECORDS);
        assertThat(count("fetched.bytes", tags)).isGreaterThan(RECORDS);
        await().until(() -> count("completed.records", tags) == RECORDS);
        Timer commit = registry.get("camel.kinesis.cp.commit").tags(tags).timer();
        assertThat(commit.count()).isPositive();
        assertThat(commit.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(count("lease.claims", "how", "free")).isEqualTo(1);
        await().until(() -> gauge("shards") == 1 && gauge("members") == 1);
        assertThat(seconds("heartbeat.age")).isBetween(0.0, 3.0);

        await().until(() -> count("put.records", "stream", "copies") == RECORDS);
        assertThat(count("put.rejections", "code", "throttled")).isPositive();
        assertThat(count("put.attempts")).isEqualTo(RECORDS + count("put.rejections"));
        assertThat(registry.get("camel.kinesis.cp.put.request").timer().count())
                .isEqualTo(routes.kinesis().calls(Operation.PUT_RECORDS));
        assertThat(gauge("put.pending.records")).isZero();
        assertThat(gauge("put.pending.bytes")).isZero();
    }

    @Test
    void aRouteThatDoesNotGoOnShowsInTheGaugesOfItsShardWhichGoWithIt() throws Exception {
        Semaphore blocked = new Semaphore(0);
        routes.put("orders", 5);
        start(
                routes.uri("orders", "checkpointLimit=3", "ordering=NONE"),
                route -> route.process(e -> blocked.acquire()));
        await().until(() -> gauge("shard.in.flight.records") == 3);
        await().until(() -> gauge("shard.waiting.records") == 2 && gauge("shard.uncommitted.records") == 3);
        await().until(() -> seconds("shard.oldest.uncommitted.age") > 1 && seconds("shard.unmoved") > 1);
        assertThat(threads()).hasSize(1);

        blocked.release(5);
        routes.awaitCommitted("orders", 5);
        await().until(() -> gauge("shard.in.flight.records") == 0);
        await().until(() -> seconds("shard.oldest.uncommitted.age") == 0 && seconds("shard.unmoved") == 0);
        assertThat(seconds("shard.behind.latest")).isZero();

        routes.context().getRouteController().stopRoute("copy");
        assertThat(ours("")).isEmpty();
        await().until(() -> threads().isEmpty());
    }

    @Test
    void whatFailsIsCounted() throws Exception {
        routes.put("orders", 2);
        start(
                routes.uri("orders", "maxReplays=2"),
                route -> route.process(exchange -> {
                    if (exchange.getMessage().getBody(String.class).equals("m0")) {
                        throw new IllegalStateException("no");
                    }
                }));
        routes.awaitCommitted("orders", 2);
        assertThat(count("replays")).isEqualTo(2);
        assertThat(count("skipped.records", "reason", "too_many_replays")).isEqualTo(1);
        await().until(() -> count("completed.records") == 1);
    }

    @Test
    void whenTheContextStopsWhatWasDoneLastIsCountedAndKept() throws Exception {
        routes.put("orders", RECORDS);
        start(routes.uri("orders"), route -> route.to("mock:done"));
        routes.awaitCommitted("orders", RECORDS);
        routes.context().stop();
        assertThat(count("completed.records")).isEqualTo(RECORDS);
        assertThat(count("lease.releases", "drained", "true")).isEqualTo(1);
        assertThat(ours("shard.")).isEmpty();
        assertThat(ours("heartbeat.age")).isEmpty();
    }

    @Test
    void camelsOwnMetersOfTheRouteAreBesideThem() throws Exception {
        routes.context().addRoutePolicyFactory(new MicrometerRoutePolicyFactory());
        routes.put("orders", 3);
        start(routes.uri("orders"), route -> route.to("mock:done"));
        routes.awaitCommitted("orders", 3);
        await().until(() -> count("completed.records", "routeId", "copy") == 3);
        assertThat(registry.get("camel.exchanges.succeeded")
                        .tags("camelContext", routes.context().getName(), "routeId", "copy")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void withoutARegistryThereIsNothing() throws Exception {
        routes.newContext();
        routes.put("orders", 3);
        start(routes.uri("orders"), route -> route.to("kinesis-cp:copies"));
        routes.awaitCommitted("orders", 3);
        assertThat(threads()).isEmpty();
        assertThat(routes.context().getRegistry().findByType(MeterRegistry.class))
                .isEmpty();
        assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
    }
}
