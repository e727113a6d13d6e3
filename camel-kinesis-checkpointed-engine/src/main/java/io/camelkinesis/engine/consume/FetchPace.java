package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.runtime.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a shard may be read again and how much to ask for. Keeps within what the service grants a shard (5 reads and
 * 2 MiB a second), reads on at once while there is more, and slows down while there is nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html">Quotas and limits</a>
 */
final class FetchPace {

    /** Five reads a second, for all applications on the shard. */
    private static final Duration BETWEEN_READS = Duration.ofMillis(200);

    private static final long BYTES_PER_SECOND = 2L << 20;
    /** The largest answer of the service. */
    static final long LARGEST_ANSWER_BYTES = 10L << 20;
    /** What a shard that is at its tip is expected to bring at least, records and bytes. */
    private static final int SMALLEST_LIMIT = 100;

    private static final long SMALLEST_ANSWER_BYTES = 256L << 10;
    /** A shard is read as far ahead as it delivers in this time. */
    private static final Duration READ_AHEAD = Duration.ofSeconds(2);

    /** Failures in a row grow the delay up to this. */
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    private final ConsumeSettings settings;
    private final Backoff failureDelays;
    private final Backoff emptyDelays;
    private final RandomGenerator random;

    private int failures;
    private int emptyReads;
    private boolean atTip;
    private int lastRecords;
    private long lastReadNanos;
    private long deliveredBefore;
    private long notBefore;
    private boolean started;

    FetchPace(ConsumeSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        Duration longest =
                settings.backoffTime().compareTo(LONGEST_BACKOFF) > 0 ? settings.backoffTime() : LONGEST_BACKOFF;
        this.failureDelays = new Backoff(settings.backoffTime(), longest);
        this.emptyDelays = new Backoff(settings.pollInterval(), settings.maxPollInterval());
    }

    /** How long to wait, at this time, before the next read; zero or less: it may go now. */
    long waitNanos(long now) {
        return started ? notBefore - now : 0;
    }

    /**
     * A read begins.
     *
     * @param delivered records of the shard that have been delivered so far
     */
    void reading(long now, long delivered) {
        started = true;
        lastReadNanos = now;
        deliveredBefore = delivered;
        notBefore = now + BETWEEN_READS.toNanos();
    }

    /** A read brought this. */
    void read(int records, long bytes, long millisBehindLatest, int limit, long now) {
        failures = 0;
        lastRecords = records;
        atTip = millisBehindLatest == 0 && records < limit;
        emptyReads = records == 0 && millisBehindLatest == 0 ? emptyReads + 1 : 0;
        long pause = BETWEEN_READS.toNanos();
        if (emptyReads > 0) {
            pause = Math.max(pause, emptyDelays.full(emptyReads).toNanos());
        } else if (atTip) {
            pause = Math.max(pause, settings.pollInterval().toNanos());
        }
        long forBytes = (long) (bytes * 1e9 / BYTES_PER_SECOND);
        notBefore = lastReadNanos + Math.max(pause, forBytes);
    }

    /** A read was throttled or failed; returns the delay before the next. */
    Duration failed(long now) {
        failures++;
        Duration delay = failureDelays.after(failures, random);
        notBefore = now + Math.max(delay.toNanos(), BETWEEN_READS.toNanos());
        return delay;
    }

    /** The cursor was too old: nothing was read and the next read may follow as if there had been none. */
    void expired() {
        failures = 0;
    }

    /** Reads in a row that were throttled or failed. */
    int failures() {
        return failures;
    }

    /**
     * How many records to ask for: what the shard delivers in two seconds, if that is known and more than its part.
     *
     * @param fair this shard's part of the queue
     * @param delivered records of the shard that have been delivered so far
     */
    int limit(int fair, long delivered, long now) {
        int most = settings.maxResultsPerRequest();
        if (atTip) {
            return Math.min(most, Math.max(SMALLEST_LIMIT, 2 * lastRecords));
        }
        long ahead = 0;
        if (started) {
            long elapsed = Math.max(now - lastReadNanos, BETWEEN_READS.toNanos());
            ahead = (long) ((double) READ_AHEAD.toNanos() / elapsed * (delivered - deliveredBefore));
        }
        return (int) Math.min(most, Math.max(Math.max(fair, 1), ahead));
    }

    /** The largest answer to expect, in bytes: a shard at its tip cannot have taken in more than its write limit. */
    long expectedBytes(long now) {
        if (!atTip) {
            return LARGEST_ANSWER_BYTES;
        }
        long arrived = (long) ((now - lastReadNanos) / 1e9 * BYTES_PER_SECOND);
        return Math.min(LARGEST_ANSWER_BYTES, Math.max(SMALLEST_ANSWER_BYTES, arrived));
    }
}
