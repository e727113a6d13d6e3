// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.builder.endpoint.KinesisCheckpointedEndpointBuilderFactory;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same route in each of Camel's languages, and what may stand in its options. */
class DslTest {

    private static final String YAML =
            """
            - route:
                from:
                  uri: kinesis-cp:{{stream}}
                  parameters:
                    leaseTable: "{{table}}"
                    leaseTableCreate: true
                    commitPeriod: 20ms
                    onFailure: DEAD_LETTER
                    deadLetterUri: "kinesis-cp:dead?linger=1"
                  steps:
                    - to: bean:seen
                    - to:
                        uri: kinesis-cp:copies
                        parameters:
                          partitionKey: "RAW(${header.CamelAwsKinesisShardId}+${body})"
            """;

    private static final String XML =
            """
            <routes xmlns="http://camel.apache.org/schema/spring">
              <route>
                <from uri="kinesis-cp:{{stream}}?leaseTable={{table}}&amp;leaseTableCreate=true&amp;commitPeriod=20ms"/>
                <to uri="bean:seen"/>
                <to uri="kinesis-cp:copies?partitionKey=RAW(${header.CamelAwsKinesisShardId}+${body})"/>
              </route>
            </routes>
            """;

    private final RunningRoutes routes = new RunningRoutes();
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void prepare() {
        List.of("orders", "copies", "dead").forEach(stream -> routes.kinesis().createStream(stream, 1));
        routes.put("orders", 3);
        Processor note = exchange -> seen.add(exchange.getMessage().getBody(String.class));
        routes.context().getRegistry().bind("seen", note);
        routes.context().getPropertiesComponent().addInitialProperty("stream", "orders");
        routes.context().getPropertiesComponent().addInitialProperty("table", routes.table());
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void yaml() throws Exception {
        load("orders.yaml", YAML);
        assertEachIsCopied();
    }

    @Test
    void xml() throws Exception {
        load("orders.xml", XML);
        assertEachIsCopied();
    }

    @Test
    void javaWithTypeSafeEndpointsAndHeaders() throws Exception {
        routes.start(new Typed());
        assertEachIsCopied();
    }

    private void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(routes.context()).loadRoutes(ResourceHelper.fromString(name, text));
        routes.context().start();
    }

    private void assertEachIsCopied() {
        routes.awaitCommitted("orders", 3);
        assertThat(seen).containsExactly("m0", "m1", "m2");
        assertThat(routes.kinesis().records("copies"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly(RunningRoutes.SHARD + "+m0", RunningRoutes.SHARD + "+m1", RunningRoutes.SHARD + "+m2");
    }

    private static final class Typed extends EndpointRouteBuilder
            implements KinesisCheckpointedEndpointBuilderFactory.KinesisCheckpointedBuilders {
        @Override
        public void configure() {
            from(kinesisCp("{{stream}}")
                            .leaseTable("{{table}}")
                            .leaseTableCreate(true)
                            .checkpointLimit(1)
                            .commitPeriod(Duration.ofMillis(20)))
                    .filter(header(kinesisCp().awsKinesisPartitionKey()).isEqualTo("key"))
                    .to("bean:seen")
                    .setHeader(
                            kinesisCp().awsKinesisPartitionKey(),
                            simple("${header." + kinesisCp().awsKinesisShardId() + "}+${body}"))
                    .to(kinesisCp("copies").linger("1ms"));
        }
    }

    @Test
    void toDynamicEndpoints() throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "checkpointLimit=1"))
                        .setHeader("to", () -> seen.add("one") && seen.size() == 2 ? "dead" : "copies")
                        .toD("kinesis-cp:${header.to}?linger=1&partitionKey=RAW(${body})");
            }
        });
        routes.awaitCommitted("orders", 3);
        assertThat(routes.kinesis().records("dead")).hasSize(1);
        assertThat(routes.kinesis().records("copies")).hasSize(2);
    }

    @Test
    void credentialsInYamlAreTakenAsTheyAre() throws Exception {
        routes.context().setAutoStartup(false);
        load(
                "secret.yaml",
                """
                - route:
                    from:
                      uri: kinesis-cp:orders
                      parameters:
                        leaseTable: leases
                        accessKey: AKIA
                        secretKey: "a+b%2Fc/d=="
                      steps:
                        - to: bean:seen
                """);
        assertThat(routes.context().getEndpoints())
                .filteredOn(KinesisCheckpointedEndpoint.class::isInstance)
                .singleElement()
                .extracting(endpoint -> ((KinesisCheckpointedEndpoint) endpoint)
                        .getConfiguration()
                        .getSecretKey())
                .isEqualTo("a+b%2Fc/d==");
    }

    @ParameterizedTest
    @CsvSource({"5s, 5000", "500, 500", "1m, 60000", "1m30s, 90000", "PT2S, 2000", "{{period}}, 7000"})
    void durations(String text, long millis) {
        routes.context().getPropertiesComponent().addInitialProperty("period", "7s");
        KinesisCheckpointedEndpoint endpoint = routes.context()
                .getEndpoint(
                        "kinesis-cp:orders?leaseTable=t11&commitPeriod=" + text, KinesisCheckpointedEndpoint.class);
        assertThat(endpoint.getConfiguration().getCommitPeriod()).isEqualTo(Duration.ofMillis(millis));
    }
}
