// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Routes of one test, a stream {@code orders} with one shard, and the bodies that were seen. */
abstract class OrdersRoutes {

    final RunningRoutes routes = new RunningRoutes();
    final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    final void createStream() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    final void stop() {
        routes.close();
    }

    final void see(Exchange exchange) {
        seen.add(exchange.getMessage().getBody(String.class));
    }
}
