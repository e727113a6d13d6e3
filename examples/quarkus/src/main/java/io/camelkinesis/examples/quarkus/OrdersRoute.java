// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.camel.builder.RouteBuilder;

/** Ships each order. Camel Quarkus finds the class; the partition key of the order stays in the header. */
@ApplicationScoped
class OrdersRoute extends RouteBuilder {

    private final Shipping shipping;

    @Inject
    OrdersRoute(Shipping shipping) {
        this.shipping = shipping;
    }

    @Override
    public void configure() {
        from("kinesis-cp:orders")
                .routeId("ship")
                .transform()
                .body(String.class, shipping::ship)
                .to("kinesis-cp:shipments");
    }
}
