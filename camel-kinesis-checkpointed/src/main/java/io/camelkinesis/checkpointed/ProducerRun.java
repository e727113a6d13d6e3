// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.RecordMapper.Routed;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.produce.UndeliveredPut;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the producers of an endpoint share, see {@link ProducerRuns}. */
final class ProducerRun {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisCheckpointedProducer.class);

    /** What the engine may need beyond its limit to stop, and routes to go on with what it has failed. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    /** For records that are just being handed over. */
    private static final Duration GATE_LIMIT = Duration.ofSeconds(1);

    /** For answers that are on their way when Camel's shutdown has timed out. */
    private static final Duration LATE_STOP = Duration.ofSeconds(1);

    private static final Duration STATUS_LIMIT = Duration.ofSeconds(5);

    /** Records of a stream that a status tells of. */
    private static final int MOST_TOLD = 20;

    private static final String INTERRUPTED =
            "The thread that sends was interrupted, so it does not wait for room for another record";

    private final Putter putter;
    private final RecordMapper mapper;
    private final RecordLimits limits;
    private final PutFailure failures;
    private final ProducerPools pools;
    private final PutStatistics statistics;
    private final Resources resources;
    private final PutsByRoute puts = new PutsByRoute();
    /** Read: records are being handed over. Write: nobody does that any more. */
    private final ReadWriteLock gate = new ReentrantReadWriteLock();

    /** Completions that are under way, and one for the run itself until it stops. */
    private final AtomicInteger completing = new AtomicInteger(1);

    private final CompletableFuture<Void> completed = new CompletableFuture<>();
    private volatile boolean closed;

    ProducerRun(
            Putter putter,
            RecordMapper mapper,
            RecordLimits limits,
            PutFailure failures,
            ProducerPools pools,
            PutStatistics statistics,
            Resources resources) {
        this.putter = putter;
        this.mapper = mapper;
        this.limits = limits;
        this.failures = failures;
        this.pools = pools;
        this.statistics = statistics;
        this.resources = resources;
    }

    /** Puts what the exchange holds; as {@link org.apache.camel.AsyncProcessor#process}. Waits while there is no room. */
    boolean process(Exchange exchange, AsyncCallback callback) {
        Iterator<?> elements = mapper.elements(exchange);
        ExchangePut put = new ExchangePut(exchange, callback, this, elements != null);
        boolean done;
        puts.sent(put.route());
        gate.readLock().lock();
        try {
            if (elements == null) {
                put(put, () -> mapper.map(exchange));
            } else {
                putAll(put, exchange, elements);
            }
            done = put.isSentAndDone();
        } catch (RuntimeException e) {
            // the body's own iterator: what has been handed over goes its way
            put.open("", 0).failed(e);
            done = put.isSentAndDone();
        } finally {
            gate.readLock().unlock();
        }
        if (done) {
            puts.done(put.route());
            put.complete(true);
        }
        return done;
    }

    private void putAll(ExchangePut put, Exchange exchange, Iterator<?> elements) {
        boolean going = true;
        while (going && elements.hasNext()) {
            Object element = elements.next();
            going = put(put, () -> mapper.mapElement(exchange, element));
        }
        if (!going && !closed && elements.hasNext()) {
            put.open("", 0).failed(new ProducerFullException(INTERRUPTED));
        }
    }

    /** Makes a record. */
    private interface Source {
        Routed record();
    }

    /** A record that cannot be put fails alone. Returns false if nothing more is to be sent: interrupted, or stopped. */
    private boolean put(ExchangePut put, Source source) {
        Routed routed;
        try {
            checkOpen();
            routed = source.record();
            limits.check(routed.stream(), routed.record().sizeBytes());
        } catch (RuntimeException e) {
            put.open("", 0).failed(e);
            return !closed && !Thread.currentThread().isInterrupted();
        }
        ExchangePut.Part part = put.open(routed.stream(), routed.record().sizeBytes());
        return isEntered(putter.put(routed.stream(), routed.record(), part).toCompletableFuture(), part);
    }

    private void checkOpen() {
        if (closed) {
            throw new RejectedExecutionException("The producer has stopped");
        }
    }

    private static boolean isEntered(CompletableFuture<Void> place, ExchangePut.Part part) {
        if (place.isDone()) {
            return true;
        }
        try {
            place.get();
            return true;
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            if (place.cancel(false)) {
                part.failed(new ProducerFullException(INTERRUPTED));
            }
            return false;
        }
    }

    /** The completion that the calling thread runs, null when it runs none. */
    GrowingPool.@Nullable Turn currentCompletion() {
        return pools.currentCompletion();
    }

    /** Whether the calling thread runs a completion: whoever waited here for others would wait for itself. */
    boolean isCompleting() {
        return pools.currentCompletion() != null;
    }

    /** Exchanges that have not gone on yet. */
    PutsByRoute puts() {
        return puts;
    }

    /** Completes an exchange, see {@link ProducerPools#complete}. */
    void complete(ExchangePut put) {
        completing.incrementAndGet();
        pools.complete(
                () -> {
                    try {
                        put.complete(false);
                    } finally {
                        puts.done(put.route());
                        completionEnded();
                    }
                },
                put.sender());
    }

    private void completionEnded() {
        if (completing.decrementAndGet() == 0) {
            completed.complete(null);
        }
    }

    HeaderFilter headers() {
        return mapper.headers();
    }

    KinesisProducerException failure(String stream, long size, PutOutcome.Failed failed) {
        return failures.of(stream, size, failed);
    }

    Putter putter() {
        return putter;
    }

    /** Records that were sent and that Kinesis has not accepted so far, longest first; of each stream at most some. */
    List<UndeliveredPut> undelivered() {
        try {
            return putter.undelivered(MOST_TOLD)
                    .toCompletableFuture()
                    .get(STATUS_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerSilentException("interrupted while waiting for the putter's status", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new WorkerSilentException("the putter has not answered for " + STATUS_LIMIT.toSeconds() + " s", e);
        }
    }

    PutStatistics statistics() {
        return statistics;
    }

    /** Camel's shutdown time-out; when that is over, only for answers that are on their way. */
    static Duration stopLimit(CamelContext context) {
        ShutdownStrategy strategy = context.getShutdownStrategy();
        return strategy.hasTimeoutOccurred()
                ? LATE_STOP
                : Duration.ofMillis(strategy.getTimeUnit().toMillis(strategy.getTimeout()));
    }

    /** Ends, at once, if nothing is pending and nobody is sending. Returns whether it has. */
    boolean endIfIdle() {
        if (!gate.writeLock().tryLock()) {
            return false;
        }
        try {
            if (putter.pendingRecords() > 0) {
                return false;
            }
            closed = true;
        } finally {
            gate.writeLock().unlock();
        }
        putter.stop(Duration.ZERO);
        resources.close();
        return true;
    }

    /** Takes no more records and hurries with those that are pending. {@link #stop} follows. */
    void beginStop(Duration limit) {
        putter.stop(limit);
    }

    /**
     * Puts what is pending, fails what is left then, completes all exchanges, and closes all that this run has opened.
     *
     * @param limit longest wait for Kinesis
     */
    void stop(Duration limit) {
        try {
            stopPutter(limit);
        } catch (InterruptedException e) {
            stopSoon();
            Thread.currentThread().interrupt();
        } finally {
            closeGate();
            finishCompletions();
            resources.close();
        }
    }

    /** Waits until every exchange has been completed. */
    private void finishCompletions() {
        completionEnded();
        try {
            completed.get(STOP_MARGIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Exchanges whose records are done with take long to go on; the producer stops without", e);
        }
    }

    /**
     * Whoever waited for room does not any more, so this takes a moment, unless a body or an expression of the user's blocks:
     * what comes of these later fails, for the putter takes nothing any more.
     */
    private void closeGate() {
        closed = true;
        try {
            if (gate.writeLock().tryLock(GATE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                gate.writeLock().unlock();
            } else {
                LOG.warn(
                        "A body, an expression or a converter takes long to give a record; the producer stops without");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Camel interrupts a shutdown whose time is over. */
    private void stopSoon() {
        try {
            stopPutter(LATE_STOP);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopPutter(Duration limit) throws InterruptedException {
        try {
            putter.stop(limit).toCompletableFuture().get(limit.plus(STOP_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The putter did not stop in time", e);
        }
    }
}
