// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Keeps deliveries until somebody polls for them. Whether the lease still holds is asked at the poll, so that a record that
 * has waited here for long is not handed out after another worker has taken its shard. The bound of what waits is the
 * engine's: checkpointLimit of each shard.
 */
final class PollSink implements DeliverySink {

    /** Exchanges with a problem for the error handler of the route that polls; further ones are dropped. */
    private static final int MOST_PROBLEMS = 100;

    /** What a poll gets. A record comes with its completion, a problem without. */
    record Polled(Exchange exchange, @Nullable RoutedDelivery delivery) {}

    private final Outlet outlet;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger problems = new AtomicInteger();
    private volatile boolean closed;

    PollSink(Outlet outlet) {
        this.outlet = outlet;
    }

    /** One entry of the queue. */
    private interface Waiting {
        /** What the poll gets, null when this is for nobody any more. */
        @Nullable
        Polled take();
    }

    @Override
    public void deliver(Delivery delivery) {
        pending.incrementAndGet();
        queue.add(() -> take(delivery));
        if (closed) {
            close();
        }
    }

    @Override
    public void deadLetter(Delivery delivery, DeadLetter why) {
        pending.incrementAndGet();
        try {
            outlet.pool().execute(new DeadLetterTask(delivery, why, outlet.deadLetters(), this));
        } catch (Throwable notTaken) {
            ended();
            throw notTaken;
        }
    }

    /** Queues an exchange that failed before it got here: bridgeErrorHandler. */
    void problem(Exchange failed) {
        if (problems.incrementAndGet() > MOST_PROBLEMS) {
            problems.decrementAndGet();
            return;
        }
        queue.add(() -> {
            problems.decrementAndGet();
            return new Polled(failed, null);
        });
    }

    /** The next record or problem; null when none comes in time. */
    @Nullable
    Polled poll(long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        Waiting next = queue.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        while (next != null) {
            Polled polled = next.take();
            if (polled != null) {
                return polled;
            }
            next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return null;
    }

    private @Nullable Polled take(Delivery delivery) {
        if (closed || !delivery.start()) {
            ended();
            return null;
        }
        RoutedDelivery routed = new RoutedDelivery(delivery, this);
        try {
            // not one of a pool: nobody tells when it may be used again
            Exchange exchange = outlet.consumer().getEndpoint().createExchange();
            outlet.filler().fill(delivery, exchange);
            exchange.getExchangeExtension().addOnCompletion(routed);
            return new Polled(exchange, routed);
        } catch (Throwable e) {
            routed.failed(e);
            outlet.report("A record could not be handed out", e);
            return null;
        }
    }

    @Override
    public int pending() {
        return pending.get();
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
        pending.set(0);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void ended() {
        pending.decrementAndGet();
    }
}
