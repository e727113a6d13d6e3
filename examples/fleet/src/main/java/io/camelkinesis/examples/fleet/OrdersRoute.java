// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import org.apache.camel.builder.RouteBuilder;

/** The route that every worker runs: it takes a while over each order and then says that it is done. */
final class OrdersRoute extends RouteBuilder {

    private static final int WORK_MILLIS = 20;

    private final String uri;

    /** @param uri of the orders */
    OrdersRoute(String uri) {
        this.uri = uri;
    }

    @Override
    public void configure() {
        from(uri)
                .delay(WORK_MILLIS)
                .process(exchange ->
                        System.out.println(Worker.DONE + exchange.getMessage().getBody(String.class)));
    }
}
