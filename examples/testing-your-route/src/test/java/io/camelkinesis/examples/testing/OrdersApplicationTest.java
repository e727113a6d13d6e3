// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.junit.KinesisExtension;
import org.apache.camel.BindToRegistry;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** With Camel Main, whose configuration is part of what is tested. */
@CamelMainTest(mainClass = OrdersApplication.class)
class OrdersApplicationTest {

    @RegisterExtension
    static final KinesisExtension KINESIS = KinesisExtension.inMemory();

    @BindToRegistry("kinesisClient")
    final KinesisClient kinesisClient = KINESIS.get().client();

    @BindToRegistry("dynamoDbClient")
    final DynamoDbClient dynamoDbClient = KINESIS.get().dynamoDb();

    @BindToRegistry("warehouse")
    private final FakeWarehouse warehouse = new FakeWarehouse();

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
