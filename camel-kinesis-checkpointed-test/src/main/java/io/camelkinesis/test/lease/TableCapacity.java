// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import java.time.Duration;

/**
 * What a table takes in a time: units per second for writes and for reads, of which unused ones are kept for a while, as
 * DynamoDB does for each partition. A call that costs more than can be kept passes when nothing has been used, and is paid
 * back by what follows.
 */
public final class TableCapacity {

    /**
     * Units per second.
     *
     * @param writes write units per second
     * @param reads read units per second
     * @param burst for how long unused units are kept; DynamoDB keeps them for up to five minutes
     */
    public record Limit(double writes, double reads, Duration burst) {

        /** As many writes per second, of which unused ones are kept for a second; reads without limit. */
        public static Limit ofWrites(double perSecond) {
            return new Limit(perSecond, Double.POSITIVE_INFINITY, Duration.ofSeconds(1));
        }

        /** As many reads per second, of which unused ones are kept for a second; writes without limit. */
        public static Limit ofReads(double perSecond) {
            return new Limit(Double.POSITIVE_INFINITY, perSecond, Duration.ofSeconds(1));
        }
    }

    /** Units that are kept of one kind. */
    private static final class Bucket {
        private final double perSecond;
        private final double most;
        private double units;
        private long filledNanos;

        private Bucket(double perSecond, Duration burst, long now) {
            this.perSecond = perSecond;
            this.most = perSecond * burst.toNanos() / SECOND;
            this.units = most;
            this.filledNanos = now;
        }

        private boolean admits(double wanted, long now) {
            if (Double.isInfinite(perSecond)) {
                return true;
            }
            units = Math.min(most, units + (now - filledNanos) / SECOND * perSecond);
            filledNanos = now;
            if (units < Math.min(wanted, most)) {
                return false;
            }
            units -= wanted;
            return true;
        }
    }

    private static final double SECOND = 1_000_000_000d;

    static final TableCapacity UNLIMITED =
            new TableCapacity(new Limit(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Duration.ofSeconds(1)), 0);

    private final Bucket writes;
    private final Bucket reads;

    TableCapacity(Limit limit, long now) {
        this.writes = new Bucket(limit.writes(), limit.burst(), now);
        this.reads = new Bucket(limit.reads(), limit.burst(), now);
    }

    boolean admits(boolean write, double units, long now) {
        return (write ? writes : reads).admits(units, now);
    }
}
