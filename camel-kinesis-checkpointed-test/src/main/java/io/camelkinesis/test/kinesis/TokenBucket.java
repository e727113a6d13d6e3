// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

/** An amount per second that may be used in bursts of one second's worth. */
final class TokenBucket {

    private static final double SECOND = 1_000_000_000d;

    private final long perSecond;
    private double tokens;
    private long filledAt;
    private boolean used;

    TokenBucket(long perSecond) {
        this.perSecond = perSecond;
        this.tokens = (double) perSecond;
    }

    /** What may be used now. */
    double available(long nanos) {
        if (!used) {
            return (double) perSecond;
        }
        long passed = Math.max(0, nanos - filledAt);
        return Math.min((double) perSecond, tokens + (double) perSecond * passed / SECOND);
    }

    /**
     * Whether that amount may be used now. One that is larger than a second's worth passes when the bucket is full, and
     * is paid back by what follows: so the service takes a record of 10 MiB on a shard of 1 MiB/s.
     */
    boolean admits(long nanos, long amount) {
        return available(nanos) >= (double) Math.min(amount, perSecond);
    }

    void use(long nanos, long amount) {
        set(nanos, available(nanos) - amount);
    }

    void set(long nanos, double amount) {
        tokens = amount;
        filledAt = nanos;
        used = true;
    }
}
