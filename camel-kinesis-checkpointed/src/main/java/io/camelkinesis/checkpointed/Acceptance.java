// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.spi.Synchronization;

/** Tells whether a dead letter endpoint has accepted a record: whether the exchange that carried it has completed. */
record Acceptance(CompletableFuture<Optional<Throwable>> answer) implements Synchronization {

    @Override
    public void onComplete(Exchange exchange) {
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            answer.complete(Optional.of(new RollbackExchangeException("Marked for rollback", null)));
        } else {
            answer.complete(Optional.empty());
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        Exception cause = exchange.getException();
        answer.complete(Optional.of(
                cause != null ? cause : new RollbackExchangeException("Failed without an exception", null)));
    }
}
