// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Remembers how the reads of a shard went, for its status. Pure: the time is an argument, on the monotonic clock. */
final class ReadRecord {

    private long askedNanos;
    private boolean hasRead;
    private long readNanos;
    /** A read is under way, or none has been answered since one failed. */
    private boolean unanswered;

    private long unansweredNanos;
    private int failures;
    private boolean throttled;
    private boolean gone;
    private long failedNanos;
    private @Nullable Throwable lastError;

    /** @param now when reading begins */
    ReadRecord(long now) {
        askedNanos = now;
    }

    /** A read is sent. */
    void asked(long now) {
        askedNanos = now;
        if (!unanswered) {
            unanswered = true;
            unansweredNanos = now;
        }
    }

    /** The service has answered it. */
    void answered(long now) {
        hasRead = true;
        readNanos = now;
        forget();
    }

    /** Nobody wants to know any more what becomes of it. */
    void dropped() {
        forget();
    }

    private void forget() {
        unanswered = false;
        failures = 0;
        throttled = false;
        gone = false;
        lastError = null;
    }

    /** @param inARow failures without an answer in between */
    void failed(int inARow, boolean byThrottle, Throwable cause, long now) {
        failures = inARow;
        throttled = byThrottle;
        gone = false;
        lastError = cause;
        failedNanos = now;
    }

    /** The failure was that the service does not know the shard. */
    void gone() {
        gone = true;
    }

    ReadStatus status(long now) {
        return new ReadStatus(
                Duration.ofNanos(now - askedNanos),
                hasRead ? Duration.ofNanos(now - readNanos) : null,
                unanswered ? Duration.ofNanos(now - unansweredNanos) : null,
                failures,
                throttled,
                gone,
                lastError,
                lastError == null ? null : Duration.ofNanos(now - failedNanos));
    }
}
