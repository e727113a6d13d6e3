// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records that fail, from Kinesis to the lease table and the dead letter endpoint. */
class FailurePolicyRouteTest {

    private static final String BAD = "m2";

    private final RunningRoutes routes = new RunningRoutes();
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Map<String, Object>> dead = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> deadBodies = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean refusing = new AtomicBoolean();

    @BeforeEach
    void createStream() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private void start(String... options) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(routes.uri("orders", options)).routeId("r1").process(exchange -> {
                    String text = exchange.getMessage().getBody(String.class);
                    seen.add(text);
                    if (text.equals(BAD)) {
                        throw new IllegalStateException("boom");
                    }
                });
                from("direct:dead").routeId("dead").process(FailurePolicyRouteTest.this::bury);
            }
        });
    }

    private void bury(Exchange exchange) {
        if (refusing.get()) {
            throw new IllegalStateException("not now");
        }
        deadBodies.add(exchange.getMessage().getBody(String.class));
        dead.add(Map.copyOf(exchange.getMessage().getHeaders()));
    }

    private void putOfKeys(int count) {
        IntStream.range(0, count).forEach(i -> routes.kinesis().put("orders", "key-" + i, "m" + i));
    }

    private long timesSeen(String text) {
        return seen.stream().filter(text::equals).count();
    }

    private KinesisCheckpointedConsumer consumer() {
        return (KinesisCheckpointedConsumer) routes.context().getRoute("r1").getConsumer();
    }

    @Test
    void afterMaxReplaysARecordIsSkipped() throws Exception {
        routes.put("orders", 5);
        start("maxReplays=2", "ordering=SHARD");
        routes.awaitCommitted("orders", 5);
        assertThat(seen).containsExactly("m0", "m1", "m2", "m2", "m2", "m3", "m4");
    }

    @Test
    void withMaxReplaysOfZeroThereIsNone() throws Exception {
        routes.put("orders", 5);
        start("maxReplays=0", "ordering=SHARD");
        routes.awaitCommitted("orders", 5);
        assertThat(seen).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void afterMaxReplaysTheShardIsStoppedIfToldSo() throws Exception {
        routes.put("orders", 5);
        start("maxReplays=1", "afterMaxReplays=STOP", "ordering=SHARD");
        await().until(() -> timesSeen(BAD) == 2
                && !routes.row("orders", RunningRoutes.SHARD).containsKey("ClientID"));
        assertThat(routes.committed("orders")).isEqualTo(2);
        assertThat(seen).containsExactly("m0", "m1", "m2", "m2");
    }

    @Test
    void afterMaxReplaysARecordGoesToTheDeadLetterEndpointIfToldSo() throws Exception {
        routes.put("orders", 5);
        start("maxReplays=1", "afterMaxReplays=DEAD_LETTER", "deadLetterUri=direct:dead", "ordering=SHARD");
        routes.awaitCommitted("orders", 5);
        assertThat(seen).containsExactly("m0", "m1", "m2", "m2", "m3", "m4");
        assertThat(deadBodies).containsExactly(BAD);
        assertThat(dead.element())
                .containsEntry("CamelKinesisCpDeadLetterReason", "TOO_MANY_REPLAYS")
                .containsEntry("CamelKinesisCpAttempts", 2);
    }

    @Test
    void deadLetterSendsAtOnceWithEverythingThatIsKnown() throws Exception {
        routes.put("orders", 5);
        start("onFailure=DEAD_LETTER", "deadLetterUri=direct:dead");
        routes.awaitCommitted("orders", 5);
        assertThat(timesSeen(BAD)).isEqualTo(1);
        assertThat(deadBodies).containsExactly(BAD);
        assertThat(dead.element())
                .containsEntry(
                        "CamelAwsKinesisSequenceNumber",
                        routes.kinesis().records("orders").get(2).sequence().digits())
                .containsEntry("CamelAwsKinesisShardId", RunningRoutes.SHARD)
                .containsEntry("CamelKinesisCpStreamName", "orders")
                .containsEntry("CamelAwsKinesisPartitionKey", "key")
                .containsEntry("CamelKinesisCpDeadLetterReason", "FAILED")
                .containsEntry("CamelKinesisCpAttempts", 1)
                .containsEntry("CamelKinesisCpErrorClass", "java.lang.IllegalStateException")
                .containsEntry("CamelKinesisCpErrorMessage", "boom");
        assertThat(consumer().getDeadLettered()).isEqualTo(1);
    }

    @Test
    void theCheckpointWaitsUntilTheDeadLetterEndpointAcceptsAndOtherKeysGoOn() throws Exception {
        putOfKeys(50);
        refusing.set(true);
        start("onFailure=DEAD_LETTER", "deadLetterUri=direct:dead");
        await().until(() -> seen.size() == 50);
        routes.awaitCommitted("orders", 2);
        await().during(java.time.Duration.ofMillis(300)).until(() -> routes.committed("orders") == 2);
        assertThat(timesSeen(BAD)).as("deliveries to the route").isEqualTo(1);

        refusing.set(false);
        routes.awaitCommitted("orders", 50);
        assertThat(deadBodies).containsExactly(BAD);
        assertThat(seen).hasSize(50);
    }

    @Test
    void whatIsOnItsWayToTheDeadLetterEndpointIsVisible() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        routes.put("orders", 3);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(routes.uri("orders", "onFailure=DEAD_LETTER", "deadLetterUri=seda:dead"))
                        .routeId("r1")
                        .throwException(new IllegalStateException("boom"));
                from("seda:dead").process(exchange -> finish.await()).process(FailurePolicyRouteTest.this::bury);
            }
        });
        await().until(() -> consumer().getInDeadLetter() == 1);
        assertThat(consumer().getDeadLettered()).isZero();
        assertThat(consumer().getInFlight()).isPositive();
        assertThat(routes.committed("orders")).isZero();
        finish.countDown();
        routes.awaitCommitted("orders", 3);
        await().until(() -> consumer().getInDeadLetter() == 0);
        assertThat(deadBodies).containsExactly("m0", "m1", "m2");
    }

    @Test
    void recordsOlderThanMaxRecordAgeAreNotDelivered() throws Exception {
        routes.put("orders", 3);
        start("maxRecordAge=1", "afterMaxReplays=DEAD_LETTER", "deadLetterUri=direct:dead");
        routes.awaitCommitted("orders", 3);
        assertThat(seen).isEmpty();
        assertThat(deadBodies).containsExactly("m0", "m1", "m2");
        assertThat(dead)
                .allMatch(headers -> headers.get("CamelKinesisCpDeadLetterReason")
                                .equals("TOO_OLD")
                        && headers.get("CamelKinesisCpAttempts").equals(0)
                        && headers.get("CamelKinesisCpErrorClass").toString().endsWith("RecordTooOldException"));
    }

    @Test
    void youngerRecordsAreDeliveredAndReplayed() throws Exception {
        routes.put("orders", 3);
        start("maxRecordAge=1h", "maxReplays=1", "ordering=SHARD");
        routes.awaitCommitted("orders", 3);
        assertThat(seen).containsExactly("m0", "m1", "m2", "m2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WHOLE", "BISECT"})
    void aBatchGoesToTheDeadLetterEndpointRecordByRecord(String batchOnFailure) throws Exception {
        routes.put("orders", 4);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(routes.uri(
                                "orders",
                                "batchSize=4",
                                "batchOnFailure=" + batchOnFailure,
                                "onFailure=DEAD_LETTER",
                                "deadLetterUri=direct:dead"))
                        .process(exchange -> {
                            for (Object inner : exchange.getMessage().getBody(List.class)) {
                                if (((Exchange) inner)
                                        .getMessage()
                                        .getBody(String.class)
                                        .equals(BAD)) {
                                    throw new IllegalStateException("boom");
                                }
                            }
                        });
                from("direct:dead").process(FailurePolicyRouteTest.this::bury);
            }
        });
        routes.awaitCommitted("orders", 4);
        if (batchOnFailure.equals("WHOLE")) {
            assertThat(deadBodies).containsExactly("m0", "m1", "m2", "m3");
        } else {
            assertThat(deadBodies).containsExactly(BAD);
        }
    }

    @Test
    void aPolledRecordThatFailsGoesThereToo() throws Exception {
        routes.put("orders", 3);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in")
                        .pollEnrich(routes.uri("orders", "onFailure=DEAD_LETTER", "deadLetterUri=direct:dead"), 10_000)
                        .throwException(new IllegalStateException("boom"));
                from("direct:dead").process(FailurePolicyRouteTest.this::bury);
            }
        });
        routes.context().createProducerTemplate().send("direct:in", exchange -> {});
        routes.awaitCommitted("orders", 1);
        assertThat(deadBodies).containsExactly("m0");
    }
}
