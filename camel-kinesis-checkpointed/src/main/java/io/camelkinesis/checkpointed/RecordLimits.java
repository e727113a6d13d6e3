// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.StreamDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record each stream takes. Every stream takes 1 MiB, so nothing is looked at for smaller records; for a larger one
 * the stream is, and again when the record exceeds what was found, so that a limit that is raised counts at once. Many records
 * that are too large do not make as many looks: after {@value #LOOKS_IN_A_ROW} in a row the last one counts for a while.
 */
final class RecordLimits {

    /** What every stream takes: the least MaxRecordSizeInKiB, in bytes. */
    static final long EVERY_STREAM = 1L << 20;

    /** What no stream exceeds: the largest MaxRecordSizeInKiB, in bytes. */
    static final long NO_STREAM_MORE = 10L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(KinesisCheckpointedProducer.class);
    private static final int LOOKS_IN_A_ROW = 5;
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_STREAMS = 1_000;

    private final @Nullable Function<String, CompletionStage<StreamDescription>> describe;
    private final LongSupplier nanoTime;

    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_STREAMS;
        }
    };

    /** Looks that are under way: what they will find. */
    private final Map<String, CompletableFuture<Long>> looks = new HashMap<>();

    /**
     * What a look has found.
     *
     * @param nanoTime when
     * @param inARow how many looks there were without a pause
     */
    private record Known(long limit, long nanoTime, int inARow) {

        private boolean isFresh(long now) {
            return now - nanoTime < FRESH_NANOS;
        }
    }

    /** @param describe looks at a stream and ends in bounded time; null: streams are not looked at */
    RecordLimits(@Nullable Function<String, CompletionStage<StreamDescription>> describe, LongSupplier nanoTime) {
        this.describe = describe;
        this.nanoTime = nanoTime;
    }

    /** What a look at the stream has found. */
    synchronized void found(String stream, StreamDescription description) {
        keep(stream, description.maxRecordBytes());
    }

    private void keep(String stream, long limit) {
        long now = nanoTime.getAsLong();
        Known before = known.get(stream);
        known.put(stream, new Known(limit, now, before != null && before.isFresh(now) ? before.inARow + 1 : 1));
    }

    /**
     * Checks a record before it is put. May look at the stream and wait for that.
     *
     * @throws RecordTooLargeException if the stream does not take it
     */
    void check(String stream, long size) {
        if (size > EVERY_STREAM) {
            long limit = limitFor(stream, size);
            if (size > limit) {
                throw new RecordTooLargeException(stream, size, limit);
            }
        }
    }

    private long limitFor(String stream, long size) {
        synchronized (this) {
            Known before = known.get(stream);
            if (before != null && size <= before.limit) {
                return before.limit;
            }
        }
        return afterRefusal(stream);
    }

    /** The limit after the service has refused a record of that stream as not valid. May look and wait for that. */
    long afterRefusal(String stream) {
        try {
            return look(stream).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A look ends in what is known", e);
        }
        return knownLimit(stream);
    }

    /** What a look finds, if there may be one; those who ask for a stream that is being looked at share the look. */
    private synchronized CompletableFuture<Long> look(String stream) {
        Known before = known.get(stream);
        if (describe == null
                || before != null && before.isFresh(nanoTime.getAsLong()) && before.inARow >= LOOKS_IN_A_ROW) {
            return CompletableFuture.completedFuture(knownLimit(stream));
        }
        CompletableFuture<Long> underWay = looks.get(stream);
        if (underWay != null) {
            return underWay;
        }
        CompletableFuture<Long> look = begin(describe, stream)
                .handle((description, failure) -> ended(stream, description, failure))
                .toCompletableFuture();
        if (!look.isDone()) {
            looks.put(stream, look);
        }
        return look;
    }

    private static CompletionStage<StreamDescription> begin(
            Function<String, CompletionStage<StreamDescription>> describe, String stream) {
        try {
            return describe.apply(stream);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private synchronized long ended(
            String stream, @Nullable StreamDescription description, @Nullable Throwable failure) {
        looks.remove(stream);
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            LOG.warn(
                    "{}: its limit for a record cannot be looked at: {}",
                    ErrorText.line(stream),
                    ErrorText.message(cause));
        }
        keep(stream, description == null ? knownLimit(stream) : description.maxRecordBytes());
        return knownLimit(stream);
    }

    /** Where nothing is known the service decides. */
    private synchronized long knownLimit(String stream) {
        Known one = known.get(stream);
        return one == null ? NO_STREAM_MORE : one.limit;
    }
}
