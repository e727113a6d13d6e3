// SPDX-License-Identifier: Apache-2.0
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

    private static final long BYTES_PER_SECOND = 2L << 20;
    /** The largest answer of the service. */
    static final long LARGEST_ANSWER_BYTES = 10L << 20;
    /** What a shard that is at its tip is expected to bring at least, records and bytes. */
    private static final int SMALLEST_LIMIT = 100;

    private static final long SMALLEST_ANSWER_BYTES = 256L << 10;
    /** A shard is read as far ahead as it delivers in this time. */
    private static final Duration READ_AHEAD = Duration.ofSeconds(2);

    /** What a shard that is behind is expected to be sent at once: what the service grants it in a second. */
    private static final long PUSHED_BYTES = BYTES_PER_SECOND;
    /** What a shard at its tip that was sent nothing is expected to be sent next; hundreds of them wait at a time. */
    private static final long SMALLEST_PUSHED_BYTES = 16L << 10;

    private static final int SMALLEST_PUSHED_RECORDS = 4;

    /** Failures in a row grow the delay up to this. */
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    private final ConsumeSettings settings;
    private final Backoff failureDelays;
    /** They do not grow: who waits longer and longer while others read the shard does not get its turn. */
    private final Backoff throttleDelays;

    private final Backoff emptyDelays;
    private final ReadSpacing spacing;
    private final RandomGenerator random;

    private int failures;
    private int emptyReads;
    private boolean atTip;
    private int lastRecords;
    /** Memory of the last answer that had records, halved with each that had none. */
    private long lastMemory;

    private long lastReadNanos;
    private long deliveredBefore;
    private long notBefore;
    private boolean started;

    FetchPace(ConsumeSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.failureDelays = new Backoff(settings.backoffTime(), longer(settings.backoffTime(), LONGEST_BACKOFF));
        this.throttleDelays = new Backoff(settings.backoffTime(), settings.backoffTime());
        this.spacing = new ReadSpacing(random);
        this.emptyDelays = new Backoff(settings.pollInterval(), settings.maxPollInterval());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
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
        notBefore = now + ReadSpacing.LEAST.toNanos();
    }

    /** A read brought this: payload of so many bytes, which take so much memory. */
    void read(int records, long bytes, long memory, long millisBehindLatest, int limit) {
        failures = 0;
        lastRecords = records;
        lastMemory = records == 0 ? lastMemory / 2 : memory;
        atTip = millisBehindLatest == 0 && records < limit;
        emptyReads = records == 0 && millisBehindLatest == 0 ? emptyReads + 1 : 0;
        long pause = ReadSpacing.LEAST.toNanos();
        if (emptyReads > 0) {
            pause = Math.max(pause, emptyDelays.full(emptyReads).toNanos());
        } else if (atTip) {
            pause = Math.max(pause, settings.pollInterval().toNanos());
        }
        answered(pause, bytes);
    }

    /** What was read was sent by the service, and so will be what comes next: no call has to be spared. */
    void pushed() {
        notBefore = lastReadNanos;
    }

    private void answered(long pause, long bytes) {
        spacing.answered();
        notBefore = lastReadNanos + Math.max(pause, spacing.pause(nanosFor(bytes)));
    }

    /** A read brought this and was dropped, because there was no room for it: the next one needs more. */
    void tooLarge(long bytes, long memory) {
        failures = 0;
        lastMemory = memory;
        answered(0, bytes);
    }

    /** An answer of 10 MiB makes the service refuse reads for five seconds. */
    private static long nanosFor(long bytes) {
        return (long) (bytes * 1e9 / BYTES_PER_SECOND);
    }

    /** A read was refused, because this application and others read more than the shard grants; as {@link #failed}. */
    Duration throttled(long now) {
        spacing.refused();
        return delayed(throttleDelays, now);
    }

    /** A read failed; returns the delay before the next. */
    Duration failed(long now) {
        return delayed(failureDelays, now);
    }

    private Duration delayed(Backoff delays, long now) {
        failures++;
        Duration delay = delays.after(failures, random);
        notBefore = now + Math.max(delay.toNanos(), ReadSpacing.LEAST.toNanos());
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
            long elapsed = Math.max(now - lastReadNanos, ReadSpacing.LEAST.toNanos());
            ahead = (long) ((double) READ_AHEAD.toNanos() / elapsed * (delivered - deliveredBefore));
        }
        return (int) Math.min(most, Math.max(Math.max(fair, 1), ahead));
    }

    /**
     * How many records to take at once of what the service sends: not many more than it is likely to send.
     *
     * @param fair this shard's part of the queue
     */
    int pushedRecords(int fair) {
        int most = Math.min(settings.maxResultsPerRequest(), Math.max(fair, 1));
        return atTip ? Math.min(most, Math.max(SMALLEST_PUSHED_RECORDS, 2 * lastRecords)) : most;
    }

    /**
     * How many bytes the service is likely to send next. A shard at its tip is sent small portions as they arrive, and may
     * wait long for one.
     */
    long pushedBytes() {
        long likely = Math.max(2 * lastMemory, atTip ? SMALLEST_PUSHED_BYTES : PUSHED_BYTES);
        return Math.max(lastMemory, Math.min(LARGEST_ANSWER_BYTES, likely));
    }

    /**
     * The largest answer to expect, in bytes. A shard at its tip has seldom taken in more than its write limit, and seldom
     * more than the last time; where it has after all, the answer may be {@link #tooLarge}.
     */
    long expectedBytes(long now) {
        if (!atTip) {
            return Math.max(LARGEST_ANSWER_BYTES, lastMemory);
        }
        long arrived = (long) ((now - lastReadNanos) / 1e9 * BYTES_PER_SECOND);
        return Math.max(lastMemory, Math.min(LARGEST_ANSWER_BYTES, Math.max(SMALLEST_ANSWER_BYTES, arrived)));
    }
}
