// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

/** What a shard admits per second. */
final class ShardRates {

    private static final double SECOND = 1_000_000_000d;

    private final CallWindow iterators = new CallWindow(Limits.READS_PER_SECOND);
    private final CallWindow reads = new CallWindow(Limits.READS_PER_SECOND);
    private final TokenBucket readBytes = new TokenBucket(Limits.READ_BYTES_PER_SECOND);
    private final TokenBucket writes = new TokenBucket(Limits.WRITES_PER_SECOND);
    private final TokenBucket writeBytes = new TokenBucket(Limits.WRITE_BYTES_PER_SECOND);
    private long readsBlockedUntil;
    private boolean readsBlocked;

    boolean tryIterator(long nanos) {
        return iterators.tryCall(nanos);
    }

    boolean tryRead(long nanos) {
        if (readsBlocked && nanos - readsBlockedUntil < 0) {
            return false;
        }
        readsBlocked = false;
        return reads.tryCall(nanos);
    }

    /** An answer larger than what is left of 2 MiB/s blocks for the time that it takes at that rate: 10 MiB, 5 s. */
    void answered(long nanos, long bytes) {
        if ((double) bytes <= readBytes.available(nanos)) {
            readBytes.use(nanos, bytes);
            return;
        }
        readsBlocked = true;
        readsBlockedUntil = nanos + Math.round((double) bytes / Limits.READ_BYTES_PER_SECOND * SECOND);
        readBytes.set(readsBlockedUntil, 0);
    }

    boolean tryWrite(long nanos, long bytes) {
        if (!writes.admits(nanos, 1) || !writeBytes.admits(nanos, bytes)) {
            return false;
        }
        writes.use(nanos, 1);
        writeBytes.use(nanos, bytes);
        return true;
    }
}
