// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.jspecify.annotations.Nullable;

/** Tells whether a dead letter endpoint has accepted a record: whether the exchange that carried it has completed. */
record Acceptance(CompletableFuture<Optional<Throwable>> answer) implements Synchronization {

    @Override
    public void onComplete(Exchange exchange) {
        answer.complete(Optional.ofNullable(rollbackOf(exchange)));
    }

    @Override
    public void onFailure(Exchange exchange) {
        answer.complete(Optional.of(causeOf(exchange)));
    }

    /**
     * Why an exchange that completed is none the less no success, null when it is: Camel completes one that is only marked for a rollback.
     * Its own rollback exceptions keep the exchange, or refuse none.
     */
    static @Nullable Exception rollbackOf(Exchange exchange) {
        return exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()
                ? new CamelException("Marked for rollback")
                : null;
    }

    /** Why an exchange has failed; there is always a cause. */
    static Exception causeOf(Exchange exchange) {
        Exception cause = exchange.getException();
        return cause != null ? cause : new CamelException("Failed without an exception");
    }
}
