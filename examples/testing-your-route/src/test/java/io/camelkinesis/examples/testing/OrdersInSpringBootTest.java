// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.junit.KinesisExtension;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** With Spring Boot: the clients are beans of the test's configuration, and the context ends with the class, before they do. */
@CamelSpringBootTest
@DirtiesContext
@SpringBootTest(classes = OrdersInSpringBootTest.Application.class)
class OrdersInSpringBootTest {

    @RegisterExtension
    static final KinesisExtension KINESIS = KinesisExtension.inMemory();

    @Autowired
    private FakeWarehouse warehouse;

    @EnableAutoConfiguration
    static class Application {

        @Bean(destroyMethod = "")
        KinesisClient kinesisClient() {
            return KINESIS.get().client();
        }

        @Bean(destroyMethod = "")
        DynamoDbClient dynamoDbClient() {
            return KINESIS.get().dynamoDb();
        }

        @Bean
        FakeWarehouse warehouse() {
            return new FakeWarehouse();
        }

        @Bean
        OrdersRoute ordersRoute() {
            return new OrdersRoute();
        }
    }

    @BeforeAll
    static void createStreams() {
        KINESIS.get().createStream("orders", 2);
        KINESIS.get().createStream("invoices", 1);
    }

    @Test
    void theApplicationFindsItsRouteAndShips() {
        KINESIS.get().put("orders", "ada", "tea");

        await().until(() -> KINESIS.get().records("invoices").size() == 1);

        assertThat(warehouse.shipped()).containsExactly("tea");
    }
}
