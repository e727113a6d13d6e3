// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.migrate;

import org.apache.camel.builder.RouteBuilder;

/** The route, which is the same before and after: only its URI changes. */
final class OrdersRoute extends RouteBuilder {

    /** Before. */
    static final String AWS2_KINESIS = "aws2-kinesis:orders?maxResultsPerRequest=100";

    /** After: the other scheme, and a table for the checkpoints. */
    static final String KINESIS_CP =
            "kinesis-cp:orders?maxResultsPerRequest=100&leaseTable=checkpoints&leaseTableCreate=true";

    private final String uri;
    private final Shop shop;

    OrdersRoute(String uri, Shop shop) {
        this.uri = uri;
        this.shop = shop;
    }

    @Override
    public void configure() {
        from(uri).bean(shop);
    }
}
