// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/** The servers of the test kit as the service connection of an application whose properties name AWS itself. */
@DirtiesContext
@SpringBootTest(
        properties = {
            "camel.component.kinesis-cp.region=eu-west-1",
            "camel.component.kinesis-cp.role-arn=arn:aws:iam::111122223333:role/billing",
            "camel.component.kinesis-cp.lease-table=checkpoints",
            "camel.component.kinesis-cp.lease-table-create=true"
        })
class TestKitConnectionTest {

    private static final InMemoryKinesis STREAMS = InMemoryKinesis.create();

    static {
        STREAMS.createStream("orders", 1);
        STREAMS.createStream("invoices", 1);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        HttpKinesis kinesis() {
            return HttpKinesis.start(STREAMS);
        }

        @Bean
        DynamoDbLocal dynamoDb() {
            return DynamoDbLocal.serverProcess();
        }

        @Bean
        KinesisCheckpointedConnectionDetails connection(HttpKinesis kinesis, DynamoDbLocal dynamoDb) {
            return KinesisCheckpointedConnectionDetails.ofEmulators(kinesis.endpoint(), dynamoDb.endpoint());
        }
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
                            .transform(body().prepend("invoice for "))
                            .to("kinesis-cp:invoices");
                }
            };
        }
    }

    @Test
    void theRouteReadsAndWritesThere() {
        STREAMS.put("orders", "alice", "3 pencils");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(STREAMS.records("invoices"))
                .extracting(record -> new String(record.data(), StandardCharsets.UTF_8))
                .containsExactly("invoice for 3 pencils"));
    }
}
