// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.produce.PutListener;
import io.camelkinesis.engine.produce.PutOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** An exchange on its way: complete when all of its records are done with, however that ends, and when all have been sent. */
final class ExchangePut {

    /** Failures beyond the first that are told with it. */
    private static final int MOST_SUPPRESSED = 9;

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final ProducerRun run;
    private final boolean many;
    private final String route;
    /** The completion in which this was sent: it may wait for this. */
    private final GrowingPool.@Nullable Turn sender;

    /** Grows on the thread that sends, and is read when nothing is open any more. */
    private final List<Part> parts = new ArrayList<>(1);
    /** Records that are not done with, and one for who sends them. */
    private final AtomicInteger open = new AtomicInteger(1);

    /** @param many whether the body's elements are the records */
    ExchangePut(Exchange exchange, AsyncCallback callback, ProducerRun run, boolean many) {
        this.exchange = exchange;
        this.callback = callback;
        this.run = run;
        this.many = many;
        this.route = PutsByRoute.named(ExchangeHelper.getRouteId(exchange));
        this.sender = run.currentCompletion();
    }

    /** One record of the exchange. */
    final class Part implements PutListener {
        private final String stream;
        private final long size;
        private @Nullable PutOutcome outcome;
        private @Nullable Exception failure;

        private Part(String stream, long size) {
            this.stream = stream;
            this.size = size;
        }

        @Override
        public void done(PutOutcome result) {
            outcome = result;
            if (open.decrementAndGet() == 0) {
                run.complete(ExchangePut.this);
            }
        }

        /** It was never handed over. */
        void failed(Exception cause) {
            failure = cause;
            open.decrementAndGet();
        }
    }

    /** A record that will be sent, or fail before. */
    Part open(String stream, long size) {
        Part part = new Part(stream, size);
        parts.add(part);
        open.incrementAndGet();
        return part;
    }

    /** Nothing more will be sent. Returns true if nothing is open: the caller then completes the exchange. */
    boolean isSentAndDone() {
        return open.decrementAndGet() == 0;
    }

    /** The route that sends it, {@link PutsByRoute#NO_ROUTE} when it is none. */
    String route() {
        return route;
    }

    GrowingPool.@Nullable Turn sender() {
        return sender;
    }

    /**
     * Puts the outcome into the exchange and goes on with it. May look at a stream and wait for that.
     *
     * @param onSender whether this is the thread that sent the exchange, still in its call
     */
    void complete(boolean onSender) {
        try {
            settle();
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(onSender);
    }

    private void settle() {
        List<@Nullable String> shards = new ArrayList<>(parts.size());
        List<@Nullable String> sequences = new ArrayList<>(parts.size());
        List<Integer> attempts = new ArrayList<>(parts.size());
        List<Exception> failures = new ArrayList<>(0);
        for (Part part : parts) {
            PutOutcome.Put put = part.outcome instanceof PutOutcome.Put in ? in : null;
            shards.add(put == null ? null : put.shard());
            sequences.add(put == null ? null : put.sequence());
            attempts.add(part.outcome == null ? 0 : part.outcome.attempts());
            if (put == null) {
                failures.add(failureOf(part));
            }
        }
        if (!failures.isEmpty()) {
            Exception first = failures.get(0);
            failures.stream()
                    .filter(other -> other != first)
                    .limit(MOST_SUPPRESSED)
                    .forEach(first::addSuppressed);
            exchange.setException(first);
        }
        if (many) {
            setHeaders(shards, sequences, attempts);
        } else if (failures.isEmpty()) {
            setHeaders(shards.get(0), sequences.get(0), attempts.get(0));
        }
    }

    private Exception failureOf(Part part) {
        return part.outcome instanceof PutOutcome.Failed failed
                ? run.failure(part.stream, part.size, failed)
                : part.failure != null ? part.failure : new IllegalStateException("A record came to nothing");
    }

    /** What a record that was read brought along is not true of the one that was put; it stays under the names of the source. */
    private void setHeaders(Object shard, Object sequence, Object attempts) {
        HeaderFilter headers = run.headers();
        headers.set(exchange, KinesisCheckpointedConstants.SHARD_ID, shard);
        headers.set(exchange, KinesisCheckpointedConstants.SEQUENCE_NUMBER, sequence);
        headers.set(exchange, KinesisCheckpointedConstants.ATTEMPTS, attempts);
        exchange.getMessage().removeHeader(KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER);
    }
}
