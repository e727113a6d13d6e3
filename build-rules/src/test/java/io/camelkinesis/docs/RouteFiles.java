// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import io.camelkinesis.checkpointed.KinesisCheckpointedComponent;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Loads routes in YAML or XML as a running Camel does, without starting them: every option of every endpoint must exist, and
 * those of {@code kinesis-cp} must go together. Producers find a Kinesis in memory. Components of Camel that are not on the class path are mocks; beans are there.
 */
final class RouteFiles {

    private static final Pattern BEAN = Pattern.compile("(?:bean:|#bean:|=#)(\\w+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    /**
     * @param name of the file; its ending says what it is
     * @return what is wrong, null when nothing is
     */
    String problem(String name, String text) {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, new OrMock());
            matches(BEAN, text).forEach(bean -> context.getRegistry().bind(bean, (Processor) exchange -> {}));
            matches(PLACEHOLDER, text)
                    .forEach(key -> context.getPropertiesComponent().addOverrideProperty(key, "placeholder"));
            context.setAutoStartup(false);
            context.getRegistry().bind("kinesis", InMemoryKinesis.create().client());
            context.getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                    .getConfiguration()
                    .setCheckStream(false);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
            context.start();
            return context.getRoutes().isEmpty() && !text.contains("kind: Kamelet") ? "holds no route" : null;
        } catch (Exception e) {
            return causes(e);
        }
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    private static String causes(Throwable e) {
        return e.getCause() == null || e.getCause() == e ? e.toString() : e + " <- " + causes(e.getCause());
    }

    private final class OrMock extends DefaultComponentResolver {
        @Override
        public Component resolveComponent(String name, CamelContext context) {
            Component component = super.resolveComponent(name, context);
            return component == null && catalog.findComponentNames().contains(name)
                    ? new MockComponent(context)
                    : component;
        }
    }
}
