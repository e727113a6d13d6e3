// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.PollSink.Polled;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Consumer;
import org.apache.camel.DynamicPollingConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.EventDrivenPollingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pollEnrich}, {@code poll} and a {@code ConsumerTemplate} consume with: a worker of the group that hands out
 * one record, or batch, at each call. It is done when the exchange that polled completes, or the template calls
 * {@code doneUoW}.
 *
 * <p>It is an event driven one by name, so that Camel finds bridgeErrorHandler, but keeps the engine's deliveries and no
 * exchanges; its queue has no bound of its own.
 */
final class KinesisCheckpointedPollingConsumer extends EventDrivenPollingConsumer implements DynamicPollingConsumer {

    /** How often a poll without a time limit looks whether it is to go on. */
    private static final long LOOK_MILLIS = 1000;

    /** Set before the consumer is started, and so before anything comes or is polled for. */
    private volatile PollSink sink;

    KinesisCheckpointedPollingConsumer(KinesisCheckpointedEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected Consumer createConsumer() throws Exception {
        return ((KinesisCheckpointedEndpoint) getEndpoint()).createConsumer(this);
    }

    /** For the next start of the consumer: what the last one has not handed out is another worker's by now. */
    PollSink newSink(Outlet outlet) {
        PollSink fresh = new PollSink(outlet);
        sink = fresh;
        return fresh;
    }

    /** An exchange with a problem of the consumer, from bridgeErrorHandler. */
    @Override
    public void process(Exchange exchange) {
        sink.problem(exchange);
    }

    @Override
    public @Nullable Exchange receive() {
        return exchangeOf(poll());
    }

    @Override
    public @Nullable Exchange receive(long timeoutMillis) {
        return exchangeOf(poll(timeoutMillis));
    }

    @Override
    public @Nullable Exchange receiveNoWait() {
        return receive(0);
    }

    @Override
    public @Nullable Exchange receive(Exchange enriching) {
        PolledGuard.settle(enriching);
        return guarded(enriching, poll());
    }

    @Override
    public @Nullable Exchange receive(Exchange enriching, long timeoutMillis) {
        PolledGuard.settle(enriching);
        return guarded(enriching, poll(timeoutMillis));
    }

    @Override
    public @Nullable Exchange receiveNoWait(Exchange enriching) {
        return receive(enriching, 0);
    }

    private static @Nullable Exchange guarded(Exchange enriching, @Nullable Polled polled) {
        if (polled != null && polled.delivery() != null) {
            PolledGuard.watch(enriching, polled.exchange(), polled.delivery());
        }
        return exchangeOf(polled);
    }

    private static @Nullable Exchange exchangeOf(@Nullable Polled polled) {
        return polled == null ? null : polled.exchange();
    }

    private @Nullable Polled poll() {
        Polled polled = null;
        while (polled == null && isRunAllowed() && !Thread.currentThread().isInterrupted()) {
            polled = poll(LOOK_MILLIS);
        }
        return polled;
    }

    private @Nullable Polled poll(long timeoutMillis) {
        if (!isRunAllowed() || !isStarted()) {
            throw new RejectedExecutionException(this + " is not started, but in state: " + getStatus());
        }
        try {
            return sink.poll(timeoutMillis);
        } catch (InterruptedException e) {
            handleInterruptedException(e);
            return null;
        }
    }
}
