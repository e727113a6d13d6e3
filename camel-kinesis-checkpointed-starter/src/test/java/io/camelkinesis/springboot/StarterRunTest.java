// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A whole application, with the Actuator and Spring Cloud AWS, which is configured by properties alone. */
class StarterRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final InMemoryKinesis STREAMS = InMemoryKinesis.create();
    private static final AtomicBoolean CLOSED = new AtomicBoolean();

    private static HttpKinesis kinesis;
    private static DynamoDbLocal dynamoDb;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        STREAMS.createStream("orders", 2);
        STREAMS.createStream("invoices", 1);
        kinesis = HttpKinesis.start(STREAMS);
        dynamoDb = DynamoDbLocal.serverProcess();
        application = application(
                        "camel.component.kinesis-cp.lease-table=leases",
                        "camel.component.kinesis-cp.lease-table-create=true")
                .run();
    }

    private static SpringApplicationBuilder application(String... properties) {
        return new SpringApplicationBuilder(Billing.class)
                .properties(properties)
                .properties(
                        "camel.component.kinesis-cp.commit-period=20ms",
                        "camel.component.kinesis-cp.replay-delay=20ms",
                        "camel.component.kinesis-cp.max-replay-delay=100ms",
                        "camel.health.exposure-level=full",
                        "management.endpoint.health.group.readiness.include=camelReadinessState",
                        "spring.cloud.aws.endpoint=" + kinesis.endpoint(),
                        "spring.cloud.aws.dynamodb.endpoint=" + dynamoDb.endpoint(),
                        "spring.cloud.aws.region.static=us-east-1",
                        "spring.cloud.aws.credentials.access-key=test",
                        "spring.cloud.aws.credentials.secret-key=test");
    }

    @AfterAll
    static void stop() {
        application.close();
        dynamoDb.close();
        kinesis.close();
    }

    @AfterEach
    void openTheShop() {
        CLOSED.set(false);
    }

    @Test
    void theLeaseTableIsCreatedAtTheStart() {
        assertThat(dynamoDb.client().listTables().tableNames()).containsExactly("leases");
    }

    /** Beside the first application, in the same JVM. */
    @Test
    void withoutTheTableTheApplicationDoesNotStart() {
        assertThatThrownBy(() -> application("camel.component.kinesis-cp.lease-table=missing")
                        .run())
                .rootCause()
                .hasMessageContaining("missing")
                .hasMessageContaining("leaseTableCreate");
        assertThat(dynamoDb.client().listTables().tableNames()).containsExactly("leases");
    }

    @Test
    void whatIsPutIsConsumedTransformedPutAgainAndCommitted() {
        StoredRecord order = STREAMS.put("orders", "alice", "3 pencils");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(invoices()).contains("invoice for 3 pencils"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(checkpoint(STREAMS.shardFor("orders", "alice")))
                .isEqualTo(order.sequence().toString()));
    }

    private static List<String> invoices() {
        return STREAMS.records("invoices").stream()
                .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String checkpoint(String shard) {
        AttributeValue number = dynamoDb.client()
                .getItem(get -> get.tableName("leases")
                        .consistentRead(true)
                        .key(Map.of(
                                "StreamID", AttributeValue.fromS("orders"), "ShardID", AttributeValue.fromS(shard))))
                .item()
                .get("SequenceNumber");
        return number == null ? "" : number.s();
    }

    @Test
    void aRecordThatFailsIsSeenInTheActuatorAndInItsReadinessGroup() {
        awaitHealth("UP", "UP");
        CLOSED.set(true);
        STREAMS.put("orders", "bob", "1 eraser");
        awaitHealth("DOWN", "OUT_OF_SERVICE");
        assertThat(health().details("camelHealth"))
                .contains("consumer:intake=DOWN")
                .contains("the shop is closed");
        assertThat(health().status("readiness")).isNotEqualTo("UP");
        assertThat(health().status("camelLivenessState")).isEqualTo("UP");

        CLOSED.set(false);
        awaitHealth("UP", "UP");
        assertThat(invoices()).contains("invoice for 1 eraser");
    }

    @Test
    void itsMetersAreInTheRegistryOfTheActuator() {
        STREAMS.put("orders", "carol", "5 stamps");
        MeterRegistry registry = application.getBean(MeterRegistry.class);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(registry.get("camel.kinesis.cp.fetched.records")
                            .tags("routeId", "intake", "stream", "orders")
                            .counter()
                            .count())
                    .isPositive();
            assertThat(registry.get("camel.kinesis.cp.shards").gauge().value()).isEqualTo(2);
        });
    }

    private static void awaitHealth(String camel, String readiness) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(health().status("camelHealth")).isEqualTo(camel);
            assertThat(health().status("readiness")).isEqualTo(readiness);
        });
    }

    private static ActuatorHealth health() {
        return ActuatorHealth.of(application);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Billing {

        @Bean
        RouteBuilder intake() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:orders")
                            .routeId("intake")
                            .process(exchange -> {
                                if (CLOSED.get()) {
                                    throw new IllegalStateException("the shop is closed");
                                }
                            })
                            .transform(body().prepend("invoice for "))
                            .to("kinesis-cp:invoices");
                }
            };
        }
    }
}
