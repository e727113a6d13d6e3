// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.consume.CommitStatus;
import io.camelkinesis.engine.consume.ReadStatus;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.WaitsFor;
import io.camelkinesis.engine.consume.WindowStatus;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;

/** A context with a registry, whose time is in the hands of the test, and what a worker might tell. */
final class MeterFixture implements Clock {

    static final StreamId ORDERS = new StreamId("orders", "billing");
    static final ShardId SHARD = ORDERS.shard("shardId-000000000000");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final DefaultCamelContext context = new DefaultCamelContext();
    final MeterRegistry registry;
    private Duration passed = Duration.ZERO;

    MeterFixture() {
        this(new SimpleMeterRegistry());
    }

    MeterFixture(MeterRegistry registry) {
        this.registry = registry;
        context.getCamelContextExtension().setName("shop");
        context.getRegistry().bind("anyName", registry);
    }

    ConsumerMeters openConsumer(StreamId... streams) {
        return Metering.ofConsumer(context, "billing-route", this, List.of(streams), this);
    }

    MeterSet set() {
        return new MeterSet(context, SharedMeters.of(context, registry));
    }

    static Tags tags(StreamId stream) {
        return Tags.of(
                "camelContext", "shop", "routeId", "billing-route", "group", "billing", "stream", stream.stream());
    }

    void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public long nanoTime() {
        return 7 + passed.toNanos();
    }

    @Override
    public Instant now() {
        return START.plus(passed);
    }

    /** What a counter, gauge, timer or summary shows: of a timer or summary its sum, times in milliseconds. */
    double value(Meters meter, String... tags) {
        Search search = registry.find(meter.id()).tags(tags);
        return switch (meter.kind()) {
            case COUNTER -> search.counter().count();
            case GAUGE -> search.gauge().value();
            case TIME_GAUGE -> search.timeGauge().value(TimeUnit.MILLISECONDS);
            case TIMER -> search.timer().totalTime(TimeUnit.MILLISECONDS);
            case SUMMARY -> search.summary().totalAmount();
        };
    }

    List<Meter> registered() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(Meters.PREFIX))
                .toList();
    }

    List<String> registeredTagKeys(Meter meter) {
        return StreamSupport.stream(meter.getId().getTagsAsIterable().spliterator(), false)
                .map(tag -> tag.getKey())
                .toList();
    }

    /** A shard that has read nothing and has nothing. */
    static ShardStatus idle(ShardId shard) {
        return status(shard, 0, 0, 0, -1, null, null, null);
    }

    static ShardStatus status(
            ShardId shard,
            int waiting,
            int inFlight,
            int uncommitted,
            long behind,
            Instant oldestArrival,
            Duration unmoved,
            Duration unstored) {
        return new ShardStatus(
                shard,
                ShardState.READING,
                false,
                1,
                null,
                waiting,
                inFlight,
                uncommitted,
                behind,
                new WindowStatus(
                        100, false, unmoved, oldestArrival, unmoved, unmoved == null ? null : WaitsFor.ROUTE, null),
                new ReadStatus(null, null, null, 0, false, false, null, null),
                new CommitStatus(unstored, null, 0, null, null),
                null);
    }
}
