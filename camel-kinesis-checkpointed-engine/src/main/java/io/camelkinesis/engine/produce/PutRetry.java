// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import io.camelkinesis.engine.runtime.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Units that were not accepted and wait to be sent again, each by its own delay. Pure: the time is an argument. */
final class PutRetry {

    private final int maxRetries;
    private final Backoff delays;
    private final @Nullable Duration timeout;
    private final RandomGenerator random;
    private final PriorityQueue<PutUnit> waiting;

    PutRetry(PutSettings settings, RandomGenerator random) {
        this.maxRetries = settings.maxRetries();
        this.delays = new Backoff(settings.retryDelay(), settings.maxRetryDelay());
        this.timeout = settings.retryTimeout();
        this.random = random;
        this.waiting = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
    }

    /** The unit was not accepted. Returns false if its tries are over, and then it is not kept. */
    boolean later(PutUnit unit, long now) {
        if (maxRetries >= 0 && unit.failures() > maxRetries) {
            return false;
        }
        long delay = delays.after(unit.failures(), random).toNanos();
        if (timeout != null) {
            long left = unit.sinceNanos() + timeout.toNanos() - now;
            if (left <= 0) {
                return false;
            }
            delay = Math.min(delay, left);
        }
        unit.dueNanos = now + delay;
        waiting.add(unit);
        return true;
    }

    /** Units whose delay is over, which are kept no longer. */
    List<PutUnit> due(long now) {
        List<PutUnit> due = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().dueNanos - now <= 0) {
            due.add(waiting.remove());
        }
        return due;
    }

    /** Time until the next is due; most when there is none. */
    long nanosUntilDue(long now) {
        PutUnit next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.dueNanos - now;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Gives up keeping any. */
    List<PutUnit> drain() {
        List<PutUnit> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
