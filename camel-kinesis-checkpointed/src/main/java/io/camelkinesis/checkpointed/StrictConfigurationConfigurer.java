// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Sets options of a configuration, as in {@code camel.component.kinesis-cp.configuration.drainTimeout}: those that the component has by
 * the same name, as strictly. Camel finds it by the name of the class that it configures.
 */
public final class StrictConfigurationConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    private static final Set<String> OF_THE_COMPONENT = Set.of(
            "autowiredenabled",
            "bridgeerrorhandler",
            "configuration",
            "healthcheckconsumerenabled",
            "healthcheckproducerenabled",
            "lazystartproducer");

    private final StrictComponentConfigurer options = new StrictComponentConfigurer();

    private static boolean isOfTheComponent(String name) {
        return OF_THE_COMPONENT.contains(name.toLowerCase(Locale.ROOT));
    }

    private static KinesisCheckpointedComponent holding(Object configuration) {
        KinesisCheckpointedComponent component = new KinesisCheckpointedComponent();
        component.setConfiguration((KinesisCheckpointedConfiguration) configuration);
        return component;
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        return !isOfTheComponent(name) && options.configure(context, holding(target), name, value, ignoreCase);
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return isOfTheComponent(name) ? null : options.getOptionType(name, ignoreCase);
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return isOfTheComponent(name) ? null : options.getOptionValue(holding(target), name, ignoreCase);
    }

    @Override
    public Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return isOfTheComponent(name) ? null : options.getCollectionValueType(target, name, ignoreCase);
    }
}
