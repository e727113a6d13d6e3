// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How far apart the reads of a shard are. What the service grants a shard is for all applications that read it, and none
 * knows of the others: each learns of them from reads that are refused, and then reads at longer and less regular
 * intervals, until nothing is refused any more. Who reads a shard alone reads at the rate that the service grants.
 */
final class ReadSpacing {

    /** Five reads a second. */
    static final Duration LEAST = Duration.ofMillis(200);
    /** However many share the shard. */
    private static final Duration MOST = Duration.ofSeconds(5);
    /** Part of the spacing that each read takes off that was not refused. */
    private static final int RELIEF = 16;
    /** Part of a pause that may come on top of it while others read the shard too, so that they come in between. */
    private static final int GAP = 2;
    /**
     * An answer of 10 MiB makes the service refuse all reads of the shard for five seconds, so who reads on at once when
     * they are over never lets others in, and never learns of them. Of ten such pauses one is longer, by this.
     */
    private static final Duration COURTESY = Duration.ofSeconds(3);

    private static final Duration LONG_PAUSE = Duration.ofSeconds(2);
    private static final int COURTESY_EVERY = 10;
    private static final int FIRST_COURTESY = 2;
    /** Part of a long pause that comes on top of it, as not every request takes equally long to the service. */
    private static final int SLACK = 100;

    private final RandomGenerator random;
    private long nanos = LEAST.toNanos();
    private int longPauses;

    ReadSpacing(RandomGenerator random) {
        this.random = random;
    }

    /** A read was refused for the sake of the shard's limits. */
    void refused() {
        nanos = Math.min(MOST.toNanos(), 2 * nanos);
    }

    /** A read was answered. */
    void answered() {
        nanos = Math.max(LEAST.toNanos(), nanos - nanos / RELIEF);
    }

    /** Whether others read the shard too, as far as that is known. */
    boolean isShared() {
        return nanos > LEAST.toNanos();
    }

    /** The pause after a read, when the service wants one of at least that long. */
    long pause(long wanted) {
        long pause = Math.max(nanos, wanted);
        if (isShared()) {
            return pause + random.nextLong(pause / GAP + 1);
        }
        if (pause < LONG_PAUSE.toNanos()) {
            return pause;
        }
        longPauses++;
        boolean courtesy = longPauses % COURTESY_EVERY == FIRST_COURTESY;
        return pause + pause / SLACK + (courtesy ? COURTESY.toNanos() : 0);
    }
}
