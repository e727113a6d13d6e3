// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import org.apache.camel.Exchange;

/** Puts a delivery into the exchange that carries it through the route. */
@FunctionalInterface
interface ExchangeFiller {

    /** Its one record: body and headers of the exchange are the record's. */
    ExchangeFiller SINGLE = (delivery, exchange) -> ExchangeMapper.map(delivery, exchange.getMessage());

    /** This, without the headers that are kept back. */
    default ExchangeFiller filtered(HeaderFilter headers) {
        return (delivery, exchange) -> {
            fill(delivery, exchange);
            headers.clear(exchange);
        };
    }

    /** @throws Exception if the delivery cannot go into the route; it has failed then */
    void fill(Delivery delivery, Exchange exchange) throws Exception;
}
