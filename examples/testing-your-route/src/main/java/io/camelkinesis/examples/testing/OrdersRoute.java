// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import org.apache.camel.builder.RouteBuilder;

/** Hands each order to the warehouse and then puts its invoice, which keeps the partition key of the order. */
public final class OrdersRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true"
                        + "&commitPeriod={{orders.commitPeriod:5s}}&replayDelay={{orders.replayDelay:1s}}"
                        + "&maxRecordAge={{orders.maxAge:24h}}")
                .routeId("orders")
                .to("bean:warehouse")
                .setBody(simple("invoice for ${body}"))
                .to("kinesis-cp:invoices");
    }
}
