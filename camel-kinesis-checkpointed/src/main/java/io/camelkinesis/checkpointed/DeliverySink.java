// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.RecordSink;

/** Where the deliveries of one start of a consumer go: into a route, or to whoever polls. */
interface DeliverySink extends RecordSink {

    /** Deliveries that were taken and are not done. */
    int pending();

    /**
     * Gives up: what still waits goes nowhere, and what fails from now on is not reported as failed, because it may have
     * failed for being cut short, and onFailure=SKIP would let it go for ever. It stays undone.
     */
    void close();

    boolean isClosed();

    /** From this time on nothing that waits begins, and counts as pending, until {@link #beginAgain}. Polls decide themselves. */
    default void beginUntil(long nanoTime) {}

    /** What waits may begin again. */
    default void beginAgain() {}

    /** A delivery is over. */
    void ended();
}
