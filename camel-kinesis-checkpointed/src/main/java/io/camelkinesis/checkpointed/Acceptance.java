package io.camelkinesis.checkpointed;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.spi.Synchronization;

/** Tells whether a dead letter endpoint has accepted a record: whether the exchange that carried it has completed. */
record Acceptance(CompletableFuture<Void> answer) implements Synchronization {

    @Override
    public void onComplete(Exchange exchange) {
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            answer.completeExceptionally(new RollbackExchangeException("Marked for rollback", null));
        } else {
            answer.complete(null);
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        Exception cause = exchange.getException();
        answer.completeExceptionally(
                cause != null ? cause : new RollbackExchangeException("Failed without an exception", null));
    }
}
