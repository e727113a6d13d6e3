// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.MicrometerUtils;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Which registry the meters go into, and that it is camel-micrometer's. */
class RegistryLookupTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MeterRegistry one = new SimpleMeterRegistry();
    private final MeterRegistry two = new SimpleMeterRegistry();

    private void assertFound(MeterRegistry registry) {
        assertThat(RegistryLookup.find(context)).isSameAs(registry);
        assertThat(MicrometerUtils.getOrCreateMeterRegistry(
                        context.getRegistry(), MicrometerConstants.METRICS_REGISTRY_NAME))
                .isSameAs(registry);
    }

    @Test
    void theName() {
        assertThat(RegistryLookup.NAME).isEqualTo(MicrometerConstants.METRICS_REGISTRY_NAME);
    }

    @Test
    void theOnlyOneIsFoundUnderAnyName() {
        context.getRegistry().bind("mine", one);
        assertFound(one);
    }

    @Test
    void ofSeveralTheOneOfThatName() {
        context.getRegistry().bind("mine", one);
        context.getRegistry().bind("metricsRegistry", two);
        assertFound(two);
    }

    @Test
    void ofSeveralTheOnlyComposite() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        context.getRegistry().bind("mine", one);
        context.getRegistry().bind("yours", composite);
        assertFound(composite);
    }

    @Test
    void ofSeveralThatAreAlikeNone() {
        context.getRegistry().bind("mine", one);
        context.getRegistry().bind("yours", two);
        assertThat(RegistryLookup.find(context)).isNull();
    }

    @Test
    void noneIsEverMade() {
        MeterFixture fixture = new MeterFixture();
        assertThat(Metering.ofConsumer(context, "r1", this, List.of(MeterFixture.ORDERS), fixture))
                .isSameAs(ConsumerMeters.NONE);
        assertThat(Metering.ofProducer(context, "orders")).isSameAs(ProducerMeters.NONE);
        assertThat(context.getRegistry().findByType(MeterRegistry.class)).isEmpty();
    }
}
