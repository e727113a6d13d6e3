// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there are meters: when Micrometer can be loaded and the application has a registry. This class and the two interfaces
 * beside it are all that the component knows of meters, and none of them names a type of Micrometer.
 */
public final class Metering {

    private static final Logger LOG = LoggerFactory.getLogger(Metering.class);

    private static final boolean PRESENT = isPresent("io.micrometer.core.instrument.MeterRegistry");

    private Metering() {}

    /**
     * The meters of a consumer that is about to start; {@link ConsumerMeters#NONE} where there are none.
     *
     * @param routeId id of its route, null when it has none
     * @param source what Camel's management shows as the owner of the thread that is opened for it
     * @param streams the streams that it consumes
     */
    public static ConsumerMeters ofConsumer(
            CamelContext context, @Nullable String routeId, Object source, List<StreamId> streams, Clock clock) {
        return open(
                context,
                () -> MicrometerConsumerMeters.open(context, routeId, source, streams, clock),
                ConsumerMeters.NONE);
    }

    /**
     * The meters of the producers of an endpoint that are about to start; {@link ProducerMeters#NONE} where there are none.
     *
     * @param stream the stream of the endpoint, name or ARN
     */
    public static ProducerMeters ofProducer(CamelContext context, String stream) {
        return open(context, () -> MicrometerProducerMeters.open(context, stream), ProducerMeters.NONE);
    }

    /** A registry that refuses our meters is no reason not to move records. */
    private static <T> T open(CamelContext context, Supplier<@Nullable T> meters, T none) {
        if (!PRESENT) {
            return none;
        }
        try {
            T found = meters.get();
            return found == null ? none : found;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "Context {} has no meters of kinesis-cp: the meter registry does not take them",
                    context.getName(),
                    e);
            return none;
        }
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, Metering.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
