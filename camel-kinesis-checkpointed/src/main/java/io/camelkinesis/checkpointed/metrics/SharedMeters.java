// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/**
 * Our meters in one registry, of all consumers and producers of a Camel context. Some of these have the same tags: two endpoints
 * that put into one stream, two polling consumers. A registry has each meter once, so they share it, and it goes with the last
 * of them.
 */
final class SharedMeters {

    private final MeterRegistry registry;
    private final Map<Key, Shared> meters = new HashMap<>();

    private record Key(Meters meter, Tags tags) {}

    /** A meter that is registered, with how many use it. */
    private static final class Shared {
        private final Meter meter;
        private int users;

        private Shared(Meter meter) {
            this.meter = meter;
        }
    }

    /** What a gauge shows. Keeps those whose values it is strongly; it goes with the last of them. */
    private static final class Values {
        private final Meters meter;
        private final List<DoubleSupplier> suppliers = new CopyOnWriteArrayList<>();

        private Values(Meters meter) {
            this.meter = meter;
        }

        private double value() {
            double value = Double.NaN;
            for (DoubleSupplier supplier : suppliers) {
                double next = supplier.getAsDouble();
                if (Double.isNaN(value)) {
                    value = next;
                } else if (!Double.isNaN(next)) {
                    value = meter.isAddedUp() ? value + next : Math.max(value, next);
                }
            }
            return value;
        }
    }

    private final Map<Key, Values> gauges = new HashMap<>();

    SharedMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Those of a context, by registry. */
    private static final class OfContext {
        private final Map<MeterRegistry, SharedMeters> byRegistry = new IdentityHashMap<>();
    }

    static SharedMeters of(CamelContext context, MeterRegistry registry) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        synchronized (SharedMeters.class) {
            OfContext known = extension.getContextPlugin(OfContext.class);
            if (known == null) {
                known = new OfContext();
                extension.addContextPlugin(OfContext.class, known);
            }
            return known.byRegistry.computeIfAbsent(registry, SharedMeters::new);
        }
    }

    Counter counter(Meters meter, Tags tags) {
        return (Counter) share(new Key(meter, tags), () -> Counter.builder(meter.id())
                .baseUnit(meter.unit())
                .description(meter.meaning())
                .tags(tags)
                .register(registry));
    }

    Timer timer(Meters meter, Tags tags) {
        return (Timer) share(new Key(meter, tags), () -> Timer.builder(meter.id())
                .description(meter.meaning())
                .tags(tags)
                .register(registry));
    }

    DistributionSummary summary(Meters meter, Tags tags) {
        return (DistributionSummary) share(new Key(meter, tags), () -> DistributionSummary.builder(meter.id())
                .baseUnit(meter.unit())
                .description(meter.meaning())
                .tags(tags)
                .register(registry));
    }

    /** @param value asked at any time by any thread: returns at once; NaN while there is none */
    synchronized void gauge(Meters meter, Tags tags, DoubleSupplier value) {
        Key key = new Key(meter, tags);
        Values values = gauges.computeIfAbsent(key, added -> new Values(meter));
        values.suppliers.add(value);
        share(key, () -> register(values, tags));
    }

    private Meter register(Values values, Tags tags) {
        Meters meter = values.meter;
        return meter.kind() == Meters.Kind.TIME_GAUGE
                ? TimeGauge.builder(meter.id(), values, TimeUnit.MILLISECONDS, Values::value)
                        .strongReference(true)
                        .description(meter.meaning())
                        .tags(tags)
                        .register(registry)
                : Gauge.builder(meter.id(), values, Values::value)
                        .strongReference(true)
                        .baseUnit(meter.unit())
                        .description(meter.meaning())
                        .tags(tags)
                        .register(registry);
    }

    private synchronized Meter share(Key key, Supplier<Meter> registered) {
        Shared shared = meters.get(key);
        if (shared == null) {
            shared = new Shared(registered.get());
            meters.put(key, shared);
        }
        shared.users++;
        return shared.meter;
    }

    /** One that used the meter does not any more. */
    synchronized void release(Meters meter, Tags tags, boolean keepRegistered) {
        Key key = new Key(meter, tags);
        Shared shared = meters.get(key);
        if (shared != null && --shared.users == 0) {
            meters.remove(key);
            if (!keepRegistered) {
                registry.remove(shared.meter);
            }
        }
    }

    /** As {@link #release}, of a gauge. */
    synchronized void releaseGauge(Meters meter, Tags tags, DoubleSupplier value) {
        Key key = new Key(meter, tags);
        Values values = gauges.get(key);
        if (values != null) {
            values.suppliers.remove(value);
            if (values.suppliers.isEmpty()) {
                gauges.remove(key);
            }
        }
        release(meter, tags, false);
    }
}
