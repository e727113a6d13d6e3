// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.StoredRecord;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes from and to the Kamelets of the component's jar. */
class KameletTest {

    private final RunningRoutes routes = new RunningRoutes();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createStreams() {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void recordsGoThroughBothAndAreCheckpointedWhenTheyArePut() throws Exception {
        routes.put("orders", 3);
        start("", "kamelet:kinesis-cp-sink?stream=copies&partitionKey=${body}");
        routes.awaitCommitted("orders", 3);
        assertThat(routes.kinesis().records("copies"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("m0", "m1", "m2");
        assertThat(seen).containsExactly("m0", "m1", "m2");
    }

    @Test
    void withoutThePropertyThePartitionKeyIsThatOfTheRecord() throws Exception {
        routes.put("orders", 1);
        start("", "kamelet:kinesis-cp-sink?stream=copies");
        routes.awaitCommitted("orders", 1);
        assertThat(routes.kinesis().records("copies"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("key");
    }

    @Test
    void anExceptionInTheRouteHoldsTheCheckpoint() throws Exception {
        routes.put("orders", 3);
        failWhile(body -> body.equals("m1") && seen.size() < 5);
        start("&replayDelay=20&checkpointLimit=1", "bean:failing");
        routes.awaitCommitted("orders", 3);
        assertThat(seen).containsExactly("m0", "m1", "m1", "m1", "m1", "m2");
    }

    @Test
    void whatFailsGoesToTheDeadLetterEndpointWithItsOptions() throws Exception {
        routes.put("orders", 1);
        failWhile(body -> true);
        start("&onFailure=DEAD_LETTER&deadLetterUri=RAW(kinesis-cp:copies?linger=1&partitionKey=dead)", "bean:failing");
        routes.awaitCommitted("orders", 1);
        assertThat(routes.kinesis().records("copies"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("dead");
    }

    @Test
    void aSecretReachesTheComponentAsItIs() throws Exception {
        String secret = "a+b%2Fc&d=e/f";
        routes.context().getPropertiesComponent().addInitialProperty("secret", secret);
        start(
                "&region=eu-west-1&accessKey=AKIA&secretKey=RAW(" + secret + ")",
                "kamelet:kinesis-cp-sink?stream=copies" + "&region=eu-west-1&accessKey=AKIA&secretKey=RAW({{secret}})");
        assertThat(endpoints())
                .extracting(KinesisCheckpointedConfiguration::getSecretKey)
                .containsExactly(secret, secret);
    }

    @Test
    void withoutAPropertyTheOptionsOfTheComponentHold() throws Exception {
        KinesisCheckpointedConfiguration component = routes.context()
                .getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                .getConfiguration();
        component.setCheckpointLimit(7);
        component.setAccessKey("AKIA");
        component.setSecretKey("of the component");
        component.setRegion("eu-west-1");
        start("", "kamelet:kinesis-cp-sink?stream=copies");
        assertThat(endpoints()).hasSize(2).allSatisfy(options -> {
            assertThat(options.getCheckpointLimit()).isEqualTo(7);
            assertThat(options.getSecretKey()).isEqualTo("of the component");
            assertThat(options.getSessionToken()).isNull();
            assertThat(options.getPartitionKey()).isNull();
            assertThat(options.getDeadLetterUri()).isNull();
            assertThat(options.getStartTimestamp()).isNull();
        });
    }

    @Test
    void propertiesMayStandInTheConfigurationAsThePageHasThem() throws Exception {
        String page = Files.readString(Path.of("../docs/how-to/use-kamelets.md"));
        String block =
                page.substring(page.indexOf("camel.kamelet."), page.indexOf("```", page.indexOf("camel.kamelet.")));
        Properties properties = new Properties();
        properties.load(new StringReader(block));
        properties.setProperty("camel.kamelet.kinesis-cp-sink.partitionKey", "${header.CamelAwsKinesisPartitionKey}+1");
        routes.context().getPropertiesComponent().setInitialProperties(properties);
        routes.kinesis().createStream("archive", 1);
        routes.put("orders", 2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:kinesis-cp-source?stream=orders&leaseTableCreate=true")
                        .to("kamelet:kinesis-cp-sink/archive");
            }
        });
        await().until(() -> routes.kinesis().records("archive").size() == 2);
        assertThat(routes.kinesis().records("archive"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("key+1", "key+1");
        assertThat(endpoints())
                .extracting(KinesisCheckpointedConfiguration::getLeaseTable)
                .contains("checkpoints");
    }

    /** Camel's own loader of Pipes hands values over as they stand in a URI, encoded. */
    @Test
    void inAPipeValuesWithSpecialCharactersAreWrittenRaw() throws Exception {
        routes.put("orders", 1);
        String pipe =
                """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata:
                  name: copy
                spec:
                  source:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: kinesis-cp-source}
                    properties:
                      stream: "RAW(arn:aws:kinesis:us-east-1:000000000000:stream/orders)"
                      leaseTable: %s
                      leaseTableCreate: true
                      accessKey: AKIA
                      secretKey: "RAW(a+b%%2Fc/d==)"
                      onFailure: DEAD_LETTER
                      deadLetterUri: "RAW(kinesis-cp:copies?linger=1&partitionKey=dead)"
                  sink:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: kinesis-cp-sink}
                    properties:
                      stream: copies
                      partitionKey: "RAW(${body}+1)"
                """
                        .formatted(routes.table());
        PluginHelper.getRoutesLoader(routes.context()).loadRoutes(ResourceHelper.fromString("copy.yaml", pipe));
        routes.context().start();
        await().until(() -> !routes.kinesis().records("copies").isEmpty());
        assertThat(routes.kinesis().records("copies"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("m0+1");
        assertThat(endpoints())
                .extracting(KinesisCheckpointedConfiguration::getSecretKey)
                .contains("a+b%2Fc/d==");
        assertThat(endpoints())
                .extracting(KinesisCheckpointedConfiguration::getDeadLetterUri)
                .contains("kinesis-cp:copies?linger=1&partitionKey=dead");
    }

    @Test
    void aMissingRequiredPropertyIsNamed() {
        assertThatThrownBy(() -> routes.start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("kamelet:kinesis-cp-source?stream=orders").to("mock:out");
                    }
                }))
                .hasStackTraceContaining("kinesis-cp-source")
                .hasStackTraceContaining("leaseTable");
    }

    private List<KinesisCheckpointedConfiguration> endpoints() {
        return routes.context().getEndpoints().stream()
                .filter(KinesisCheckpointedEndpoint.class::isInstance)
                .map(endpoint -> ((KinesisCheckpointedEndpoint) endpoint).getConfiguration())
                .toList();
    }

    private void failWhile(Predicate<String> wrong) {
        Processor failing = exchange -> {
            if (wrong.test(exchange.getMessage().getBody(String.class))) {
                throw new IllegalStateException("wrong order");
            }
        };
        routes.context().getRegistry().bind("failing", failing);
    }

    private void start(String sourceOptions, String sink) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:kinesis-cp-source?stream=orders&leaseTableCreate=true&commitPeriod=20ms&leaseTable="
                                + routes.table() + sourceOptions)
                        .process(this::note)
                        .to(sink);
            }

            private void note(Exchange exchange) {
                seen.add(exchange.getMessage().getBody(String.class));
            }
        });
    }
}
