// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** The route: it does nothing with a record but take a moment and tell the ledger. */
final class OrdersRoute extends RouteBuilder {

    static final String ID = "orders";
    private static final int WORK_MILLIS = 2;

    private final String stream;
    private final String leaseTable;
    private final Ledger ledger;

    OrdersRoute(String stream, String leaseTable, Ledger ledger) {
        this.stream = stream;
        this.leaseTable = leaseTable;
        this.ledger = ledger;
    }

    @Override
    public void configure() {
        from("kinesis-cp:" + stream + "?leaseTable=" + leaseTable + "&leaseTableCreate=true"
                        + "&checkpointLimit=100&consumerThreads=4")
                .routeId(ID)
                .process(exchange -> ledger.read(placeOf(exchange)))
                .delay(WORK_MILLIS)
                .syncDelayed()
                .process(exchange -> ledger.completed(placeOf(exchange)));
    }

    private static Place placeOf(Exchange exchange) {
        Message message = exchange.getMessage();
        return Place.of(
                message.getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class),
                message.getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER, String.class));
    }
}
