package io.camelkinesis.engine.consume;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The serial queue of one ordering key: its first unit is on its way or in replay, the others wait for it. */
final class RecordLane {

    private final ArrayDeque<InFlight> units = new ArrayDeque<>(2);

    /** Queues the unit; true if it is the first and may go. */
    boolean enter(InFlight unit) {
        units.addLast(unit);
        return units.size() == 1;
    }

    /** The first unit is done; the next one may go, if there is one. */
    @Nullable
    InFlight leave(InFlight unit) {
        if (units.peekFirst() != unit) {
            throw new IllegalStateException(unit.first() + " is not the first of its lane");
        }
        units.removeFirst();
        return units.peekFirst();
    }
}
