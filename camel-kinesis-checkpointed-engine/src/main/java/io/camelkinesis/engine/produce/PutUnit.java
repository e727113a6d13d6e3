// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record as it goes over the wire, with those who wait for it: one, or all that were aggregated into it. */
final class PutUnit extends Ready {
    /** Null when nothing keeps its order. */
    final @Nullable KeyLane lane;

    final List<Pending> parts;
    final PutRecord wire;

    /** Requests that carried it. */
    int attempts;
    /** How many of these the service refused as a whole, and the record that is the reason was looked for. */
    int searched;
    /** Whether one of them had no answer. */
    boolean unknown;
    /** When it was sent first. */
    long firstSentNanos;
    /** When it is to be sent again. */
    long dueNanos;

    @Nullable
    String lastCode;

    @Nullable
    Throwable lastCause;

    PutUnit(@Nullable KeyLane lane, List<Pending> parts, PutRecord wire) {
        this.lane = lane;
        this.parts = parts;
        this.wire = wire;
    }

    /** How often the service did not accept it, whatever it said of its neighbours. */
    int failures() {
        return attempts - searched;
    }

    /** What is to be said of it while it is not accepted. */
    UndeliveredPut status(String stream, long now) {
        return new UndeliveredPut(
                stream, parts.size(), attempts, Duration.ofNanos(now - firstSentNanos), lastCode, lastCause);
    }

    @Override
    long bytes() {
        return wire.sizeBytes();
    }

    @Override
    long sinceNanos() {
        return parts.get(0).sinceNanos;
    }
}
