// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import io.camelkinesis.test.process.ParentWatch;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Program of the processes that count, and are killed: the route in a Camel context. It stops at SIGTERM, and when the
 * process that started it has ended.
 */
final class TotalsWorker {

    /** What it prints when it has joined its group. */
    static final String COUNTING = "counting ";

    private TotalsWorker() {}

    /** Arguments: URI of the orders, table of the totals. */
    public static void main(String[] args) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new TotalsRoute(args[0], args[1]));
            Runtime.getRuntime().addShutdownHook(new Thread(camel::stop, "SIGTERM"));
            camel.start();
            System.out.println(COUNTING + args[1]);
            ParentWatch.awaitEndOfInput();
        }
    }
}
