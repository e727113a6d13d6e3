// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs deliveries through the route.
 *
 * <p>Deliveries wait in one queue; its bound is the engine's: no more than checkpointLimit of each shard. At most
 * {@code threads} runners take from it, each until it is empty, so that a thread is woken once for many records and no
 * thread belongs to a shard.
 */
final class RouteSink implements DeliverySink {

    private final Outlet outlet;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runners = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closed;
    /** From when on nothing begins, as {@link System#nanoTime()}; null when that has no end. */
    private volatile @Nullable Long end;

    /**
     * @param consumer gives the exchanges and the route that they run through
     * @param pool runs at most {@code threads} tasks of this sink at once
     * @param threads most exchanges whose route runs on threads of the pool at once
     */
    RouteSink(DefaultConsumer consumer, Executor pool, int threads) {
        this(new Outlet(consumer, pool, threads, ExchangeFiller.SINGLE, null));
    }

    RouteSink(Outlet outlet) {
        this.outlet = outlet;
    }

    @Override
    public void deliver(Delivery delivery) {
        enqueue(() -> process(delivery));
    }

    @Override
    public void deadLetter(Delivery delivery, DeadLetter why) {
        enqueue(new DeadLetterTask(delivery, why, outlet.deadLetters(), this));
    }

    private void enqueue(Runnable task) {
        pending.incrementAndGet();
        queue.add(task);
        if (closed) {
            close();
        } else {
            addRunner();
        }
    }

    @Override
    public void beginUntil(long nanoTime) {
        end = nanoTime;
    }

    @Override
    public void beginAgain() {
        end = null;
        for (int i = Math.min(queue.size(), outlet.threads()); i > 0; i--) {
            addRunner();
        }
    }

    private boolean mayBegin() {
        Long last = end;
        return last == null || System.nanoTime() - last < 0;
    }

    /** Deliveries that wait and may begin, are in the route, or were handed on by it. */
    @Override
    public int pending() {
        return mayBegin() ? pending.get() : Math.max(0, pending.get() - queue.size());
    }

    @Override
    public void close() {
        closed = true;
        while (queue.poll() != null) {
            pending.decrementAndGet();
        }
    }

    @Override
    public void ended() {
        pending.decrementAndGet();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void addRunner() {
        int running = runners.get();
        while (running < outlet.threads() && !closed) {
            if (runners.compareAndSet(running, running + 1)) {
                try {
                    outlet.pool().execute(this::run);
                } catch (Throwable notTaken) {
                    // the next delivery tries again; of what is queued none is lost
                    runners.decrementAndGet();
                }
                return;
            }
            running = runners.get();
        }
    }

    private void run() {
        try {
            Runnable task = next();
            while (task != null) {
                task.run();
                task = next();
            }
        } finally {
            runners.decrementAndGet();
            // what came in after the last poll saw this runner as running
            if (mayBegin() && !queue.isEmpty()) {
                addRunner();
            }
        }
    }

    private @Nullable Runnable next() {
        return mayBegin() ? queue.poll() : null;
    }

    private void process(Delivery delivery) {
        if (closed || !delivery.start()) {
            pending.decrementAndGet();
            return;
        }
        RoutedDelivery routed = new RoutedDelivery(delivery, this);
        DefaultConsumer consumer = outlet.consumer();
        try {
            Exchange exchange = consumer.createExchange(true);
            exchange.getExchangeExtension().addOnCompletion(routed);
            outlet.filler().fill(delivery, exchange);
            consumer.getAsyncProcessor().process(exchange, consumer.defaultConsumerCallback(exchange, true));
        } catch (Throwable e) {
            // routes put their exceptions into the exchange: this one is from outside of them
            routed.failed(e);
            outlet.report("A record could not enter the route", e);
        }
    }
}
