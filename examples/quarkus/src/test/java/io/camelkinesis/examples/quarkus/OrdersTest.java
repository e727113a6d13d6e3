// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Streams.class)
class OrdersTest {

    InMemoryKinesis streams;

    @Test
    void anOrderIsShipped() {
        streams.put("orders", "alice", "order 1");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(streams.records("shipments"))
                .singleElement()
                .satisfies(shipment -> {
                    assertThat(shipment.partitionKey()).isEqualTo("alice");
                    assertThat(new String(shipment.data(), StandardCharsets.UTF_8))
                            .isEqualTo("order 1 is shipped");
                }));
    }
}
