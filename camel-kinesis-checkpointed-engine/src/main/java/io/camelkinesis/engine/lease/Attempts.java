// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how something went that is done again and again, for its status. Pure: the time is an argument, on the monotonic
 * clock.
 */
final class Attempts {

    private boolean asked;
    private long askedNanos;
    private boolean succeeded;
    private long successNanos;
    private int failures;
    private long firstFailureNanos;
    private long lastFailureNanos;
    private @Nullable Throwable lastError;

    /** It is tried now. */
    void asked(long nanos) {
        asked = true;
        askedNanos = nanos;
    }

    void succeeded(long nanos) {
        asked = false;
        succeeded = true;
        successNanos = nanos;
        failures = 0;
        lastError = null;
    }

    void failed(@Nullable Throwable cause, long nanos) {
        asked = false;
        if (failures == 0) {
            firstFailureNanos = nanos;
        }
        failures++;
        lastFailureNanos = nanos;
        lastError = cause;
    }

    boolean isFailing() {
        return failures > 0;
    }

    /** How often in a row it has failed. */
    int failures() {
        return failures;
    }

    /** For how long the present try has not been answered; null when there is none. */
    @Nullable
    Duration unanswered(long now) {
        return asked ? Duration.ofNanos(now - askedNanos) : null;
    }

    /** How long ago it succeeded last; null before the first time. */
    @Nullable
    Duration sinceSuccess(long now) {
        return succeeded ? Duration.ofNanos(now - successNanos) : null;
    }

    /** Null when it succeeded the last time. */
    @Nullable
    Trouble trouble(long now) {
        return failures == 0
                ? null
                : new Trouble(
                        Duration.ofNanos(now - firstFailureNanos),
                        failures,
                        lastError,
                        Duration.ofNanos(now - lastFailureNanos));
    }
}
