// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * Configures the component {@code kinesis-cp}, at the moment when it is first used, so that it does not matter which
 * configuration its beans come from. Off with {@code camel.component.kinesis-cp.enabled=false} and with {@code
 * camel.component.enabled=false}.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.kinesis-cp"})
@Import(ConnectionConfiguration.class)
public class KinesisCheckpointedAutoConfiguration {

    @Bean
    ComponentCustomizer kinesisCheckpointedCustomizer(ApplicationContext application) {
        return new KinesisCheckpointedCustomizer(application);
    }
}
