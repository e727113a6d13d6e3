// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A start while the lease table does not answer, and the stop of such a start. */
class PatientStartProofTest {

    /** How long the table is silent; shorter in a build. */
    private static final Duration SILENCE = Duration.ofSeconds(Boolean.getBoolean("proofs.full") ? 30 : 12);
    /** What is tried when the table answers again is begun within the longest pause between tries. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(15);

    private static final Duration PROMPT = Duration.ofSeconds(10);

    private static DynamoDbLocal dynamoDb;

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final HttpKinesis http = HttpKinesis.start(kinesis);
    private final FaultProxy table = new FaultProxy(dynamoDb.endpoint(), 1, 0, false);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private String uri;

    @BeforeAll
    static void open() {
        dynamoDb = DynamoDbLocal.serverProcess();
    }

    @AfterAll
    static void close() {
        dynamoDb.close();
    }

    @BeforeEach
    void prepare() {
        kinesis.createStream("orders", 2);
        kinesis.put("orders", "key", "m0");
        uri = "kinesis-cp:orders?region=us-east-1&accessKey=test&secretKey=test&overrideEndpoint=true"
                + "&uriEndpointOverride=" + http.endpoint() + "&leaseTable=leases&leaseTableCreate=true"
                + "&leaseTableEndpoint=" + table.endpoint() + "&startPosition=TRIM_HORIZON&drainTimeout=1s";
    }

    @AfterEach
    void end() {
        table.speak();
        camel.stop();
        http.close();
        table.close();
    }

    @Test
    void aStartWaitsForATableThatIsSilent() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });
        table.beSilent();
        CompletableFuture.delayedExecutor(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(table::speak);
        long begun = System.nanoTime();
        camel.start();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(took).isBetween(SILENCE, SILENCE.plus(AFTERWARDS));
        await().atMost(AFTERWARDS).until(() -> seen.contains("m0"));
        System.out.printf(
                "FIGURE faults.4 start with the table silent for %d s: started after %d ms%n",
                SILENCE.toSeconds(), took.toMillis());
    }

    @Test
    void stoppingTheContextEndsAPatientStart() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("mock:out");
            }
        });
        table.beSilent();
        CompletableFuture<Void> start = CompletableFuture.runAsync(camel::start);
        await().until(camel::isStarting);
        assertThatThrownBy(() -> start.get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        long asked = System.nanoTime();
        camel.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PROMPT);
        assertThatThrownBy(start::get)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("The consumer was stopped before it had started");
    }

    @Test
    void stoppingAConsumerWithoutARouteEndsItsPatientStart() throws Exception {
        camel.start();
        table.beSilent();
        Consumer consumer = camel.getEndpoint(uri).createConsumer(exchange -> {});
        CompletableFuture<Void> start = CompletableFuture.runAsync(consumer::start);
        assertThatThrownBy(() -> start.get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        long asked = System.nanoTime();
        consumer.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PROMPT);
        assertThatThrownBy(start::get).isInstanceOf(ExecutionException.class);
    }
}
