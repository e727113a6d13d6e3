package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;

/**
 * Runs deliveries through the route.
 *
 * <p>Deliveries wait in one queue; its bound is the engine's: no more than checkpointLimit of each shard. At most
 * {@code threads} runners take from it, each until it is empty, so that a thread is woken once for many records and no
 * thread belongs to a shard.
 */
final class RouteSink implements DeliverySink {

    private final DefaultConsumer consumer;
    private final Executor pool;
    private final int threads;
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runners = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param consumer gives the exchanges and the route that they run through
     * @param pool runs at most {@code threads} tasks of this sink at once
     * @param threads most exchanges whose route runs on threads of the pool at once
     */
    RouteSink(DefaultConsumer consumer, Executor pool, int threads) {
        this.consumer = consumer;
        this.pool = pool;
        this.threads = threads;
    }

    @Override
    public void deliver(Delivery delivery) {
        pending.incrementAndGet();
        queue.add(delivery);
        if (closed) {
            close();
        } else {
            addRunner();
        }
    }

    /** Deliveries that wait, are in the route, or were handed on by it. */
    @Override
    public int pending() {
        return pending.get();
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
        while (running < threads && !closed) {
            if (runners.compareAndSet(running, running + 1)) {
                try {
                    pool.execute(this::run);
                } catch (RejectedExecutionException shuttingDown) {
                    runners.decrementAndGet();
                }
                return;
            }
            running = runners.get();
        }
    }

    private void run() {
        try {
            Delivery delivery = queue.poll();
            while (delivery != null) {
                process(delivery);
                delivery = queue.poll();
            }
        } finally {
            runners.decrementAndGet();
            // what came in after the last poll saw this runner as running
            if (!queue.isEmpty()) {
                addRunner();
            }
        }
    }

    private void process(Delivery delivery) {
        if (closed || !delivery.start()) {
            pending.decrementAndGet();
            return;
        }
        RoutedDelivery routed = new RoutedDelivery(delivery, this);
        try {
            Exchange exchange = consumer.createExchange(true);
            exchange.getExchangeExtension().addOnCompletion(routed);
            ExchangeMapper.map(delivery, exchange.getMessage());
            consumer.getAsyncProcessor().process(exchange, consumer.defaultConsumerCallback(exchange, true));
        } catch (Throwable e) {
            // routes put their exceptions into the exchange: this one is from outside of them
            routed.failed(e);
            consumer.getExceptionHandler().handleException("A record could not enter the route", e);
        }
    }
}
