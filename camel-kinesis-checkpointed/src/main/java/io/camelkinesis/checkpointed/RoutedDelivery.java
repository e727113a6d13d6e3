// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * Tells the engine how the exchange of a delivery ended.
 *
 * <p>It is a completion of the exchange and not the callback of the route: the completion moves along when the exchange is
 * handed to seda or another thread, the callback would come at the hand-over. It keeps the delivery and nothing of the
 * exchange, whose headers a route may strip and which a pool may reuse.
 */
final class RoutedDelivery implements Synchronization {

    private final Delivery delivery;
    private final DeliverySink sink;
    private final AtomicBoolean ended = new AtomicBoolean();

    RoutedDelivery(Delivery delivery, DeliverySink sink) {
        this.delivery = delivery;
        this.sink = sink;
    }

    /** Camel calls it for a rollback without an exception too, which is no success. */
    @Override
    public void onComplete(Exchange exchange) {
        Exception rollback = Acceptance.rollbackOf(exchange);
        if (rollback != null) {
            failed(rollback);
        } else if (ended.compareAndSet(false, true)) {
            sink.ended();
            delivery.completed();
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        failed(Acceptance.causeOf(exchange));
    }

    void failed(Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            if (!sink.isClosed()) {
                delivery.failed(cause);
            }
            sink.ended();
        }
    }
}
