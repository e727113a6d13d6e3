package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.StoredRecord;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
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
        routes.context().getRegistry().bind("failing", (org.apache.camel.Processor) exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("m1") && seen.size() < 5) {
                throw new IllegalStateException("not yet");
            }
        });
        start("&replayDelay=20&checkpointLimit=1", "bean:failing");
        await().until(() -> seen.size() > 2);
        routes.awaitCommitted("orders", 3);
        assertThat(seen).containsExactly("m0", "m1", "m1", "m1", "m1", "m2");
    }

    @Test
    void whatFailsGoesToTheDeadLetterEndpointWithItsOptions() throws Exception {
        routes.put("orders", 1);
        start(
                "&onFailure=DEAD_LETTER&deadLetterUri=RAW(kamelet:kinesis-cp-sink?stream=copies&partitionKey=dead)",
                "direct:nobody?timeout=1");
        routes.awaitCommitted("orders", 1);
        assertThat(routes.kinesis().records("copies"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("dead");
    }

    @Test
    void aSecretReachesTheComponentAsItIs() throws Exception {
        String secret = "a+b%2Fc&d=e/f";
        routes.context().getPropertiesComponent().addInitialProperty("secret", secret);
        start("&region=eu-west-1&accessKey=AKIA&secretKey=RAW(" + secret + ")", "kamelet:kinesis-cp-sink?stream=copies"
                + "&region=eu-west-1&accessKey=AKIA&secretKey=RAW({{secret}})");
        assertThat(routes.context().getEndpoints())
                .filteredOn(KinesisCheckpointedEndpoint.class::isInstance)
                .extracting(endpoint -> ((KinesisCheckpointedEndpoint) endpoint)
                        .getConfiguration()
                        .getSecretKey())
                .containsExactly(secret, secret);
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
        assertThat(Map.of()).isEmpty();
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
