package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.StreamDescription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record each stream takes. Every stream takes 1 MiB, so nothing is looked at for smaller records; for a larger one
 * the stream is, once, and again when the record exceeds what was found, but not more often than every few seconds.
 */
final class RecordLimits {

    /** What every stream takes: the least MaxRecordSizeInKiB, in bytes. */
    static final long EVERY_STREAM = 1L << 20;

    /** What no stream exceeds: the largest MaxRecordSizeInKiB, in bytes. */
    static final long NO_STREAM_MORE = 10L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(KinesisCheckpointedProducer.class);
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

    private record Known(long limit, long nanoTime) {}

    /** @param describe looks at a stream and ends in bounded time; null: streams are not looked at */
    RecordLimits(@Nullable Function<String, CompletionStage<StreamDescription>> describe, LongSupplier nanoTime) {
        this.describe = describe;
        this.nanoTime = nanoTime;
    }

    /** What a look at the stream has found. */
    synchronized void found(String stream, StreamDescription description) {
        known.put(stream, new Known(description.maxRecordBytes(), nanoTime.getAsLong()));
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

    private synchronized long limitFor(String stream, long size) {
        Known before = known.get(stream);
        if (before != null && (size <= before.limit || isFresh(before))) {
            return before.limit;
        }
        return look(stream, before);
    }

    /** The limit after the service has refused a record of that stream as not valid. May look and wait for that. */
    synchronized long afterRefusal(String stream) {
        Known before = known.get(stream);
        return before != null && isFresh(before) ? before.limit : look(stream, before);
    }

    private boolean isFresh(Known one) {
        return nanoTime.getAsLong() - one.nanoTime < FRESH_NANOS;
    }

    /** Where nothing is found the service decides. */
    private long look(String stream, @Nullable Known before) {
        long limit = before == null ? NO_STREAM_MORE : before.limit;
        if (describe == null) {
            return limit;
        }
        try {
            limit = describe.apply(stream).toCompletableFuture().get().maxRecordBytes();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warn("{}: its limit for a record cannot be looked at: {}", stream, cause.getMessage());
        }
        known.put(stream, new Known(limit, nanoTime.getAsLong()));
        return limit;
    }
}
