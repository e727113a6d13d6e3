// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays that double from try to try, up to a bound, with jitter so that many who failed together do not come back
 * together.
 *
 * @param first the delay after the first failure, before jitter
 * @param max the bound
 */
public record Backoff(Duration first, Duration max) {

    private static final int MOST_DOUBLINGS = 30;

    /** Between half of and the whole of the delay that follows on that many failures in a row (from 1). */
    public Duration after(int failures, RandomGenerator random) {
        long full = full(failures).toNanos();
        return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
    }

    /** The delay without jitter. */
    public Duration full(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
        Duration delay = first;
        for (int i = 0; i < doublings && delay.compareTo(max) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(max) < 0 ? delay : max;
    }
}
