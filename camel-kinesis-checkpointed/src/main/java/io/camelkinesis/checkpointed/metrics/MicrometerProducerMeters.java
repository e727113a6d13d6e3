// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.Putter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of the producers of an endpoint in the application's registry. Counts on the putter's loop. Meters of the endpoint's
 * stream are registered before; those of a stream that a header names, once, when the first request for it is over.
 */
final class MicrometerProducerMeters implements ProducerMeters {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerProducerMeters.class);

    /** Streams that have meters of their own, for names may come from anywhere; the others share those of {@link #OTHERS}. */
    static final int MOST_STREAMS = 100;

    static final String OTHERS = "others";

    private final MeterSet meters;
    private final Tags tags;
    private final Map<String, StreamPutMeters> streams = new HashMap<>();
    private boolean told;

    private MicrometerProducerMeters(MeterSet meters, String stream) {
        this.meters = meters;
        this.tags = of(stream);
        streams.put(stream, new StreamPutMeters(meters, tags));
    }

    /** Null when the application has no registry. */
    static @Nullable ProducerMeters open(CamelContext context, String stream) {
        MeterRegistry registry = RegistryLookup.find(context);
        if (registry == null) {
            return null;
        }
        MeterSet meters = new MeterSet(context, SharedMeters.of(context, registry));
        try {
            return new MicrometerProducerMeters(meters, stream);
        } catch (RuntimeException | LinkageError e) {
            meters.close();
            throw e;
        }
    }

    private Tags of(String stream) {
        return meters.contextTags().and(MeterSet.tag(Meters.Tag.STREAM, stream));
    }

    @Override
    public void watch(Putter putter) {
        meters.gauge(Meters.PUT_PENDING_RECORDS, tags, putter::pendingRecords);
        meters.gauge(Meters.PUT_PENDING_BYTES, tags, putter::pendingBytes);
    }

    /** Nothing that goes wrong with a meter may stop the putter. */
    @Override
    public void on(PutEvent event) {
        if (event instanceof PutEvent.Bug) {
            return;
        }
        try {
            String stream =
                    streams.size() < MOST_STREAMS || streams.containsKey(event.stream()) ? event.stream() : OTHERS;
            streams.computeIfAbsent(stream, name -> new StreamPutMeters(meters, of(name)))
                    .on(event);
        } catch (RuntimeException | LinkageError e) {
            if (!told) {
                told = true;
                LOG.warn("A meter of kinesis-cp could not be kept; this is said once", e);
            }
        }
    }

    @Override
    public void close() {
        meters.close();
    }
}
