// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.RetryPace;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether this worker leaves the shards of a stream to the others because its reads go unanswered. It does so when nothing was
 * read for {@link #patience} and another member has said for as long that its own reads are answered: an outage for all moves
 * nothing, and nothing moves when one is over and the workers come back one after the other. It takes part again when its
 * pause is over, if the service lists the shards for it by then, or at once when nobody else is left. Each time that this
 * comes again the pause doubles, up to a bound, and halves again while reads are answered. Pure: the time is an argument, on
 * the monotonic clock.
 */
final class ReadOutage {

    /** rebalancePeriods. */
    private static final int PATIENCE = 4;
    /** Twice as long as a shard waits at most between two reads that fail. */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(2);
    /** Patiences, before jitter. */
    private static final int FIRST_PAUSE = 2;
    /** Patiences. */
    private static final int LONGEST_PAUSE = 32;

    /**
     * What is known at a look.
     *
     * @param unread for how long reads were sent and none was answered; null when none is unanswered, or none is to be sent
     * @param isAnswered whether one was answered lately
     * @param isListing whether the shards were listed the last time that they were asked for
     * @param others whether there are other members that may be given all shards
     * @param othersRead whether one of these says that its reads are answered
     */
    record Signs(
            @Nullable Duration unread, boolean isAnswered, boolean isListing, boolean others, boolean othersRead) {}

    private final Duration patience;
    private final RetryPace pauses;
    private boolean pausing;
    private long pausedNanos;
    private Duration pause = Duration.ZERO;
    /** Whether at all looks since {@link #aloneNanos} others were answered and this worker was not. */
    private boolean alone;

    private long aloneNanos;
    private long relievedNanos;

    ReadOutage(Duration rebalancePeriod, RandomGenerator random) {
        this.patience = patience(rebalancePeriod);
        this.pauses = new RetryPace(
                new Backoff(patience.multipliedBy(FIRST_PAUSE), patience.multipliedBy(LONGEST_PAUSE)), random);
    }

    /** How long reads may go unanswered while others' are answered. */
    static Duration patience(Duration rebalancePeriod) {
        Duration patience = rebalancePeriod.multipliedBy(PATIENCE);
        return patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience;
    }

    /** Takes in what a look has shown; whether {@link #isPausing()} is another than before. */
    boolean look(Signs signs, long now) {
        if (pausing) {
            boolean over = now - pausedNanos >= pause.toNanos() && signs.isListing();
            pausing = signs.others() && !over;
            return !pausing;
        }
        if (signs.unread() == null || !signs.othersRead()) {
            alone = false;
            relieve(signs, now);
            return false;
        }
        if (!alone) {
            alone = true;
            aloneNanos = now;
        }
        if (signs.unread().compareTo(patience) < 0 || now - aloneNanos < patience.toNanos()) {
            return false;
        }
        alone = false;
        pausing = true;
        pausedNanos = now;
        pause = pauses.failed();
        return true;
    }

    private void relieve(Signs signs, long now) {
        if (signs.isAnswered() && pauses.failures() > 0 && now - relievedNanos >= pause.toNanos()) {
            relievedNanos = now;
            pauses.succeeded();
        }
    }

    boolean isPausing() {
        return pausing;
    }

    /** How long the present pause is at least, or the last one was. */
    Duration pause() {
        return pause;
    }

    /** For how long the shards have been left to the others; null when they are not. */
    @Nullable
    Duration since(long now) {
        return pausing ? Duration.ofNanos(now - pausedNanos) : null;
    }
}
