// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the application's meter registry among its beans, where camel-micrometer finds it too: the one of that component's name,
 * else the only or primary one, else the only composite. None is ever made.
 */
final class RegistryLookup {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryLookup.class);

    /** As in camel-micrometer's MicrometerConstants. */
    static final String NAME = "metricsRegistry";

    private RegistryLookup() {}

    static @Nullable MeterRegistry find(CamelContext context) {
        Registry beans = context.getRegistry();
        MeterRegistry found = Stream.<Lookup>of(
                        () -> beans.lookupByNameAndType(NAME, MeterRegistry.class),
                        () -> beans.findSingleByType(MeterRegistry.class),
                        () -> beans.findSingleByType(CompositeMeterRegistry.class))
                .map(Lookup::find)
                .filter(registry -> registry != null)
                .findFirst()
                .orElse(null);
        if (found == null) {
            int several = beans.findByType(MeterRegistry.class).size();
            if (several > 0) {
                LOG.warn(
                        "Context {} has no meters of kinesis-cp: there are {} beans of type MeterRegistry; name one of them {},"
                                + " or make one primary",
                        context.getName(),
                        several,
                        NAME);
            }
        }
        return found;
    }

    private interface Lookup {
        @Nullable
        MeterRegistry find();
    }
}
