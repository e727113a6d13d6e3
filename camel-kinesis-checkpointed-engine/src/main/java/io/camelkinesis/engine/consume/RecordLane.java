// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The serial queue of one ordering key: its first unit is on its way or in replay, the others wait for it. */
final class RecordLane {

    private final ArrayDeque<InFlight> units = new ArrayDeque<>(2);

    /** Queues the unit, which waits here for those before it. */
    void enter(InFlight unit) {
        if (!units.isEmpty()) {
            unit.waitsIn++;
        }
        units.addLast(unit);
    }

    /** The first unit is done; returns the next one if it waits nowhere any more. */
    @Nullable
    InFlight leave(InFlight unit) {
        removeFirst(unit);
        InFlight next = units.peekFirst();
        return next != null && --next.waitsIn == 0 ? next : null;
    }

    /** The first unit falls into parts of which this one stands in the lane. */
    void replace(InFlight unit, InFlight part) {
        removeFirst(unit);
        units.addFirst(part);
    }

    /** The first unit falls into parts that both stand in the lane. */
    void replace(InFlight unit, InFlight first, InFlight second) {
        removeFirst(unit);
        units.addFirst(second);
        units.addFirst(first);
        second.waitsIn++;
    }

    boolean isEmpty() {
        return units.isEmpty();
    }

    private void removeFirst(InFlight unit) {
        if (units.peekFirst() != unit) {
            throw new IllegalStateException(unit.first() + " is not the first of its lane");
        }
        units.removeFirst();
    }
}
