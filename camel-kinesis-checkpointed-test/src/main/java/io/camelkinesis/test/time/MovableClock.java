// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.time;

import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The system's time, which a test can move forward: for tests with real threads that cannot wait five minutes. */
public final class MovableClock implements Clock {

    private final AtomicLong offset;

    /** At the system's time. */
    public MovableClock() {
        this(Duration.ZERO);
    }

    private MovableClock(Duration behind) {
        offset = new AtomicLong(-behind.toNanos());
    }

    /** That far behind the system's time. */
    public static MovableClock behind(Duration behind) {
        return new MovableClock(behind);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + offset.get();
    }

    @Override
    public Instant now() {
        return Instant.now().plusNanos(offset.get());
    }

    /**
     * Moves the clock.
     *
     * @param by how far, not negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("A clock moves forward only, not by " + by);
        }
        offset.addAndGet(by.toNanos());
    }
}
