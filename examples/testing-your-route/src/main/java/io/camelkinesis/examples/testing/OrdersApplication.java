// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import org.apache.camel.main.Main;

/** The application: the route, in a Camel that runs until it is stopped. */
public final class OrdersApplication {

    private OrdersApplication() {}

    /** Takes the arguments of {@link Main}. */
    public static void main(String[] args) throws Exception {
        Main main = new Main(OrdersApplication.class);
        main.bind("warehouse", (Warehouse) order -> System.out.println("shipped: " + order));
        main.run(args);
    }
}
