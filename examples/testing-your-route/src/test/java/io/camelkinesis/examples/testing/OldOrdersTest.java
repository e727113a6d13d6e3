// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Without Camel's test support, and with records that are old: the clock of this Kinesis is behind the route's. */
@KinesisTest(clockBehind = "PT2H")
class OldOrdersTest {

    @Test
    void anOrderThatIsTooOldIsNotShipped(TestKinesis kinesis) throws Exception {
        kinesis.createStream("orders", 1);
        kinesis.createStream("invoices", 1);
        kinesis.put("orders", "ada", "two hours ago");
        kinesis.advanceTime(Duration.ofMinutes(90));
        kinesis.put("orders", "ada", "half an hour ago");
        FakeWarehouse warehouse = new FakeWarehouse();
        Properties maxAge = new Properties();
        maxAge.setProperty("orders.maxAge", "1h");

        try (CamelContext camel = new DefaultCamelContext()) {
            kinesis.beans().forEach(camel.getRegistry()::bind);
            camel.getRegistry().bind("warehouse", warehouse);
            camel.getPropertiesComponent().setOverrideProperties(maxAge);
            camel.addRoutes(new OrdersRoute());
            camel.start();

            await().until(() -> kinesis.records("invoices").size() == 1);
        }

        assertThat(warehouse.asked()).containsExactly("half an hour ago");
    }
}
