// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import io.camelkinesis.checkpointed.AwsDefaults;
import io.camelkinesis.checkpointed.KinesisCheckpointedComponent;
import org.apache.camel.Component;
import org.apache.camel.Ordered;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/**
 * Configures a component before its first endpoint is made, also one that the application declares itself: the properties
 * go to the one that is called {@code kinesis-cp}, the defaults to every one. Other customizers come after it.
 */
final class KinesisCheckpointedCustomizer implements ComponentCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisCheckpointedCustomizer.class);

    private static final String NAME = "kinesis-cp";

    private final ApplicationContext application;

    KinesisCheckpointedCustomizer(ApplicationContext application) {
        this.application = application;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof KinesisCheckpointedComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        application, "camel.component.customizer", OptionProperties.PREFIX + ".customizer");
    }

    @Override
    public void configure(String name, Component target) {
        KinesisCheckpointedComponent component = (KinesisCheckpointedComponent) target;
        Connection connection = Connection.of(application);
        if (NAME.equals(name)) {
            OptionProperties properties =
                    new OptionProperties(application.getEnvironment(), connection.replacedOptions());
            properties.applyTo(component);
            if (!connection.saysNothing()) {
                LOG.info(
                        "{} says how {} reaches AWS; properties {} and clients that are beans are not used",
                        connection,
                        name,
                        properties.passedOver());
            }
        }
        component.setAwsDefaults(defaults(component, connection));
    }

    /**
     * Clients are found by {@link AwsDefaults}, not by Camel's autowiring, which would prefer a bean that happens to be there
     * to what the options say. Nothing else of this component is autowired.
     */
    private AwsDefaults defaults(KinesisCheckpointedComponent component, Connection connection) {
        boolean autowired = component.isAutowiredEnabled()
                && Boolean.TRUE.equals(component.getCamelContext().isAutowiredEnabled());
        component.setAutowiredEnabled(false);
        return new ApplicationAwsDefaults(application, connection, autowired);
    }
}
