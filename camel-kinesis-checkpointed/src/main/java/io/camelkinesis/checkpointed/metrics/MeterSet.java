// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.apache.camel.CamelContext;

/** What one consumer, or the producers of one endpoint, have of the {@link SharedMeters}, from a start to a stop. */
final class MeterSet {

    private final CamelContext context;
    private final SharedMeters shared;
    private final List<Counted> counted = new ArrayList<>();
    private final List<ShownGauge> gauges = new ArrayList<>();
    private boolean closed;

    private record Counted(Meters meter, Tags tags) {}

    private record ShownGauge(Meters meter, Tags tags, DoubleSupplier value) {}

    MeterSet(CamelContext context, SharedMeters shared) {
        this.context = context;
        this.shared = shared;
    }

    /** The tags that all meters of a context have. */
    Tags contextTags() {
        return Tags.of(tag(Meters.Tag.CAMEL_CONTEXT, context.getName()));
    }

    static Tag tag(Meters.Tag tag, String value) {
        return Tag.of(tag.key(), value.isEmpty() ? Meters.Tag.NONE : value);
    }

    Counter counter(Meters meter, Tags tags) {
        Counter counter = shared.counter(meter, tags);
        remember(meter, tags);
        return counter;
    }

    /** The counter whose own tag has this value. */
    Counter counter(Meters meter, Tags tags, Meters.Tag own, String value) {
        return counter(meter, tags.and(tag(own, value)));
    }

    Timer timer(Meters meter, Tags tags) {
        Timer timer = shared.timer(meter, tags);
        remember(meter, tags);
        return timer;
    }

    DistributionSummary summary(Meters meter, Tags tags) {
        DistributionSummary summary = shared.summary(meter, tags);
        remember(meter, tags);
        return summary;
    }

    private synchronized void remember(Meters meter, Tags tags) {
        counted.add(new Counted(meter, tags));
    }

    /**
     * Does nothing after the end.
     *
     * @param value asked at any time by any thread: returns at once; NaN while there is none
     */
    synchronized void gauge(Meters meter, Tags tags, DoubleSupplier value) {
        if (closed) {
            return;
        }
        gauges.add(new ShownGauge(meter, tags, value));
        shared.gauge(meter, tags, value);
    }

    /** Removes the gauges that have these tags. */
    synchronized void removeGauges(Tags tags) {
        gauges.removeIf(gauge -> {
            if (!gauge.tags().equals(tags)) {
                return false;
            }
            shared.releaseGauge(gauge.meter(), tags, gauge.value());
            return true;
        });
    }

    /** Removes all; but what counts stays registered while the context is stopping. */
    synchronized void close() {
        closed = true;
        gauges.forEach(gauge -> shared.releaseGauge(gauge.meter(), gauge.tags(), gauge.value()));
        gauges.clear();
        boolean stopping = context.getStatus().isStopping();
        counted.forEach(one -> shared.release(one.meter(), one.tags(), stopping));
        counted.clear();
    }
}
