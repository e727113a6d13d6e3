// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.aws.KinesisCheckpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** The route: adds each order to the total of its customer, in one transaction with the checkpoint behind it. */
final class TotalsRoute extends RouteBuilder {

    private final String uri;
    private final String table;

    /**
     * @param uri of the orders; in lock-step, with {@code checkpointLimit=1} or {@code ordering=SHARD}
     * @param table where the totals are
     */
    TotalsRoute(String uri, String table) {
        this.uri = uri;
        this.table = table;
    }

    @Override
    public void configure() {
        from(uri).process(this::add);
    }

    private void add(Exchange exchange) {
        Message message = exchange.getMessage();
        String customer = message.getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class);
        long cents = Long.parseLong(message.getBody(String.class));
        message.getHeader(KinesisCheckpointedConstants.CHECKPOINT, KinesisCheckpoint.class)
                .storeWith(Total.adding(table, customer, cents));
    }
}
