// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * Sees to it that a record which {@code pollEnrich} was given is not forgotten.
 *
 * <p>Camel hands the completion of a polled exchange to the enriching one only when the aggregation strategy has returned
 * something. When it throws or returns null the record would be neither done nor failed for ever. So this looks, at the next
 * poll of the same exchange and at its end, whether the completion is still where it was, and if so the record has failed.
 */
final class PolledGuard implements Synchronization {

    private static final String PROPERTY = "CamelKinesisCpPolled";

    private final Exchange polled;
    private final RoutedDelivery delivery;

    private PolledGuard(Exchange polled, RoutedDelivery delivery) {
        this.polled = polled;
        this.delivery = delivery;
    }

    /** What the last poll for this exchange brought was dropped, if it has not been taken over by now. */
    static void settle(Exchange enriching) {
        PolledGuard last = enriching.getProperty(PROPERTY, PolledGuard.class);
        if (last != null) {
            last.settle();
        }
    }

    /** The exchange was given this record. */
    static void watch(Exchange enriching, Exchange polled, RoutedDelivery delivery) {
        PolledGuard guard = new PolledGuard(polled, delivery);
        enriching.setProperty(PROPERTY, guard);
        enriching.getExchangeExtension().addOnCompletion(guard);
    }

    @Override
    public void onComplete(Exchange exchange) {
        settle();
    }

    @Override
    public void onFailure(Exchange exchange) {
        settle();
    }

    private void settle() {
        if (polled.getExchangeExtension().containsOnCompletion(delivery)) {
            delivery.failed(new CamelExchangeException(
                    "The aggregation strategy of pollEnrich failed or returned null, so the record was not used",
                    polled));
        }
    }
}
