// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The one policy by which work on a service is tried again: each failure doubles the wait up to a bound, with jitter, and
 * each success halves it. So whoever shares a service that takes less than is asked for finds the pace that it takes, and
 * does not fall back to the first delay after one success among many failures. Lives on a loop.
 */
public final class RetryPace {

    /** Beyond this many failures in a row the wait does not grow, whatever its bound. */
    private static final int MOST_FAILURES = 30;

    private final Backoff delays;
    private final RandomGenerator random;
    private int failures;

    public RetryPace(Backoff delays, RandomGenerator random) {
        this.delays = delays;
        this.random = random;
    }

    /** It failed: how long to wait before it is tried again. */
    public Duration failed() {
        failures = Math.min(failures + 1, MOST_FAILURES);
        return delay();
    }

    /** It succeeded: the wait becomes half of what it was. */
    public void succeeded() {
        while (failures > 1 && delays.full(failures).equals(delays.full(failures - 1))) {
            failures--;
        }
        failures = Math.max(0, failures - 1);
    }

    /** Failures that no success has made up for. */
    public int failures() {
        return failures;
    }

    /** How far apart tries are to be now: nothing as long as none has failed. */
    public Duration delay() {
        return failures == 0 ? Duration.ZERO : delays.after(failures, random);
    }
}
