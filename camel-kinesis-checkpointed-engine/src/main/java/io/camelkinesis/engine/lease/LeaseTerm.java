// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long this worker may act as owner of its leases of a stream: until a moment on its own monotonic clock that lies
 * before the moment at which others may take it for dead. Each heartbeat that is known to be written moves that moment
 * on, counted from when the heartbeat was sent. A term that has run out stays so, whatever heartbeat comes late, so that all
 * who ask agree; a later heartbeat opens a new one.
 *
 * <p>Asked by the threads of the route before each delivery, hence the atomic.
 */
final class LeaseTerm {

    private static final long OVER = Long.MIN_VALUE;

    private final AtomicLong deadline;

    LeaseTerm(long deadlineNanos) {
        this.deadline = new AtomicLong(valid(deadlineNanos));
    }

    /** The term of a worker that has not written a heartbeat yet. */
    static LeaseTerm over() {
        return new LeaseTerm();
    }

    private LeaseTerm() {
        this.deadline = new AtomicLong(OVER);
    }

    /** Moves the end on; false if the term had run out before this time. */
    boolean extend(long nowNanos, long deadlineNanos) {
        while (holds(nowNanos)) {
            long current = deadline.get();
            if (current == OVER) {
                return false;
            }
            if (valid(deadlineNanos) - current <= 0 || deadline.compareAndSet(current, valid(deadlineNanos))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the term goes on at this time; once it does not, it never does again. */
    boolean holds(long nowNanos) {
        while (true) {
            long current = deadline.get();
            if (current == OVER) {
                return false;
            }
            if (current - nowNanos > 0) {
                return true;
            }
            if (deadline.compareAndSet(current, OVER)) {
                return false;
            }
        }
    }

    /** Nanoseconds until the term ends, not positive when it has ended. */
    long remaining(long nowNanos) {
        if (!holds(nowNanos)) {
            return 0;
        }
        long current = deadline.get();
        return current == OVER ? 0 : current - nowNanos;
    }

    private static long valid(long deadlineNanos) {
        return deadlineNanos == OVER ? OVER + 1 : deadlineNanos;
    }
}
