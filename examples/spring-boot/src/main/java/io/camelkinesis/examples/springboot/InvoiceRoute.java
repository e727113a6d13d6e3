// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/**
 * An invoice for each order. The partition key of the order, its customer, stays in the header, so that the invoices of a
 * customer come in the order of the orders.
 */
@Component
class InvoiceRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("kinesis-cp:orders")
                .routeId("billing")
                .unmarshal()
                .json(JsonLibrary.Jackson, Order.class)
                .bean(Invoice.class, "of")
                .marshal()
                .json(JsonLibrary.Jackson)
                .to("kinesis-cp:invoices");
    }
}
