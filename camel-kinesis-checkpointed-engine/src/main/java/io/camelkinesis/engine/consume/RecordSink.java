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
}
