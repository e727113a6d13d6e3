// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How far apart the commits of a shard are: commitPeriod, as long as the table takes all of them. All shards of a worker
 * share it. When a commit goes unanswered or is refused untried, the table takes less than is asked for: the distance
 * grows by half, at most once in a commitPeriod, up to {@link #MOST_PERIODS}; it shrinks by a tenth with each
 * commitPeriod in which all were written. So a fleet asks a table for what it takes, and heartbeats find room.
 */
final class CommitPace {

    /** How many commitPeriods two commits of a shard are apart at most. */
    static final int MOST_PERIODS = 12;

    private static final double GROWTH = 1.5;
    private static final double SHRINKAGE = 0.9;

    private final Duration period;
    private final RandomGenerator random;
    private double periods = 1;
    private boolean refusedOnce;
    private long changedNanos;

    CommitPace(Duration period, RandomGenerator random) {
        this.period = period;
        this.random = random;
    }

    /** A commit was not written. */
    void refused(long now) {
        if (!refusedOnce || now - changedNanos >= period.toNanos()) {
            periods = Math.min(MOST_PERIODS, periods * GROWTH);
            changedNanos = now;
            refusedOnce = true;
        }
    }

    /** A commit was written. */
    void written(long now) {
        if (periods > 1 && now - changedNanos >= period.toNanos()) {
            periods = Math.max(1, periods * SHRINKAGE);
            changedNanos = now;
        }
    }

    /** Until the next commit of a shard whose last one was written. */
    Duration next() {
        return Duration.ofNanos((long) (period.toNanos() * periods));
    }

    /** Until a commit that was refused is tried again: never sooner than commitPeriod, and not all together. */
    Duration retry() {
        long nanos = next().toNanos();
        return Duration.ofNanos(nanos + random.nextLong(nanos / 2 + 1));
    }
}
