// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import java.util.Objects;

/**
 * What this worker last saw of something that moves while it lives, and since when it has not moved, on this worker's
 * monotonic clock.
 *
 * @param mark what was seen
 * @param sinceNanos when it was first seen so
 */
record Sighting(Object mark, long sinceNanos) {

    /** This sighting after another look. */
    Sighting seen(Object newMark, long nowNanos) {
        return Objects.equals(mark, newMark) ? this : new Sighting(newMark, nowNanos);
    }

    /** Whether it has not moved for so long. */
    boolean isStale(long nowNanos, long periodNanos) {
        return nowNanos - sinceNanos >= periodNanos;
    }
}
