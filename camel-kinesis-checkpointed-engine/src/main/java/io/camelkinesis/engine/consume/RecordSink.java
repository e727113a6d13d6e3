// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** Where records go: the route. */
@FunctionalInterface
public interface RecordSink {

    /**
     * Takes a delivery. Returns at once, without running the route on the caller's thread: the caller is the worker's
     * serial loop. The sink calls {@link Delivery#start()} immediately before it processes, and then exactly one of
     * {@link Delivery#completed()} and {@link Delivery#failed}.
     */
    void deliver(Delivery delivery);

    /**
     * Takes records that are to go to the dead letter endpoint instead of the route, under the same rules as
     * {@link #deliver}. {@link Delivery#completed()} says that the endpoint has accepted all of them; after
     * {@link Delivery#failed} they come again, with a growing delay and for ever. A sink without such an endpoint accepts
     * nothing.
     */
    default void deadLetter(Delivery delivery, DeadLetter why) {
        throw new UnsupportedOperationException("There is no dead letter endpoint");
    }
}
