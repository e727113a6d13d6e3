// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.main.Main;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets arrive as they were written and are not seen. */
class SecretsTest {

    private static final String MARK = "dontshow";
    private static final String SECRET = "+" + MARK + "%2Fa&b=c/" + MARK + "+%";

    /**
     * Camel's own consoles that show the URIs of all components, and values of placeholders, as they are. Camel 4.18 has no
     * processor-detail, and 4.22 masks in its properties.
     */
    private static final Set<String> SHOW_URIS =
            Set.of("endpoint", "route-dump", "route-structure", "service", "processor-detail", "properties");

    private final RunningRoutes routes = new RunningRoutes();

    @BeforeEach
    void createStreams() {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 1);
        routes.put("orders", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RAW(" + SECRET + ")", "RAW({{secretKey}})"})
    void thoseOfAUriArriveAndAreMasked(String written) throws Exception {
        routes.context().getPropertiesComponent().addInitialProperty("secretKey", SECRET);
        start("orders", credentials(written));
        assertAllArrive();
        assertThat(managed()).contains("kinesis-cp").doesNotContain(MARK);
        assertThat(consolesThatShow(MARK)).isSubsetOf(SHOW_URIS);
        if (isOldestCamel()) {
            assertThat(consolesThatShow(MARK)).contains("properties");
        }
    }

    @Test
    void thoseOfTheComponentAreSeenNowhere() throws Exception {
        KinesisCheckpointedConfiguration options = routes.context()
                .getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                .getConfiguration();
        options.setRegion("eu-west-1");
        options.setUseSessionCredentials(true);
        options.setAccessKey(MARK);
        options.setSecretKey(SECRET);
        options.setSessionToken(SECRET);
        start("orders", "");
        assertAllArrive();
        assertThat(managed()).doesNotContain(MARK);
        assertThat(consolesThatShow(MARK)).isEmpty();
        assertThat(consolesThatShow("kinesis-cp://orders")).contains("endpoint", "route-dump", "service");
        if (isOldestCamel()) {
            assertThat(consolesThatShow("kinesis-cp://orders")).contains("route-structure");
        }
    }

    /** Whose consoles show more: 4.22 masks in properties, and its route-structure has no plain URI. */
    private boolean isOldestCamel() {
        return routes.context().getVersion().startsWith("4.18.");
    }

    @Test
    void camelCanBeToldToMaskTheExternalIdToo() {
        Main main = new Main();
        main.configure().setAdditionalSensitiveKeywords("roleExternalId");
        main.start();
        try {
            assertThat(main.getCamelContext().getEndpoint("kinesis-cp:orders?roleExternalId=" + MARK))
                    .asString()
                    .contains("roleExternalId=xxxxxx")
                    .doesNotContain(MARK);
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"missing, ''", "orders, &checkpointLimit=0", "orders, &startTimestamp=1", "orders, &regin=a"})
    void noErrorShowsThem(String stream, String wrong) {
        Throwable failure = catchThrowable(() -> start(stream, credentials("RAW(" + SECRET + ")") + wrong));
        assertThat(failure).isNotNull();
        assertThat(Throwables.getStackTrace(failure))
                .contains("kinesis-cp")
                .contains(stream)
                .doesNotContain(MARK);
    }

    private static String credentials(String secret) {
        return "&region=eu-west-1&useSessionCredentials=true&accessKey=" + MARK + "&secretKey=" + secret
                + "&sessionToken=" + secret;
    }

    private void start(String stream, String more) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri(stream) + more).to("kinesis-cp:copies?linger=1" + more);
            }
        });
        routes.awaitCommitted("orders", 1);
    }

    private void assertAllArrive() {
        assertThat(routes.context().getEndpoints()).hasSize(2).allSatisfy(endpoint -> {
            KinesisCheckpointedConfiguration options = ((KinesisCheckpointedEndpoint) endpoint).getConfiguration();
            assertThat(options.getSecretKey()).isEqualTo(SECRET);
            assertThat(options.getSessionToken()).isEqualTo(SECRET);
            assertThat(endpoint.toString() + options).doesNotContain(MARK);
        });
    }

    /** Names and attributes of all MBeans of this context. */
    private String managed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        String context = routes.context().getName();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:context=" + context + ",*"), null)) {
            all.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                all.append(value(server, name, attribute)).append('\n');
            }
        }
        return all.toString();
    }

    private static Object value(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return server.getAttribute(name, attribute.getName());
        } catch (JMException | RuntimeException e) {
            return e.toString();
        }
    }

    private Set<String> consolesThatShow(String text) {
        DevConsoleRegistry consoles =
                routes.context().getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        consoles.setEnabled(true);
        consoles.loadDevConsoles(true);
        consoles.start();
        return consoles.stream()
                .filter(console -> !console.getId().equals("heap-dump")) // Camel 4.22 has one, which writes a file
                .filter(console -> Arrays.stream(MediaType.values())
                        .anyMatch(type ->
                                String.valueOf(console.call(type, Map.of())).contains(text)))
                .map(DevConsole::getId)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
