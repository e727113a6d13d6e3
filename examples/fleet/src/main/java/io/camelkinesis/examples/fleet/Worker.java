// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import io.camelkinesis.test.process.ParentWatch;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Program of a worker: the route in a Camel context, as an application would run it. It stops at SIGTERM, and when the
 * process that started it has ended.
 */
final class Worker {

    /** What it prints, with its process id, when it has started. */
    static final String STARTED = "started ";

    /** What it prints, with the order, when an order is done. */
    static final String DONE = "done ";

    private Worker() {}

    /** Argument: URI of the orders. */
    public static void main(String[] args) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new OrdersRoute(args[0]));
            Runtime.getRuntime().addShutdownHook(new Thread(camel::stop, "SIGTERM"));
            camel.start();
            System.out.println(STARTED + ProcessHandle.current().pid());
            ParentWatch.awaitEndOfInput();
        }
    }
}
