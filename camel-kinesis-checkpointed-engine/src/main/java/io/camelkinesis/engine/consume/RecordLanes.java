// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which units of a shard may be on their way at the same time. Under {@link Ordering#KEY} a unit stands in the lane of each
 * of its keys and goes when it is the first of all of them; all its places are taken at once, so that no two units wait
 * for each other.
 */
final class RecordLanes {

    private final Ordering ordering;
    private final RecordLane whole = new RecordLane();
    private final Map<String, RecordLane> byKey = new HashMap<>();

    RecordLanes(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Queues the unit in its lanes; true if it may go now. */
    boolean enter(InFlight unit) {
        unit.inLane = true;
        switch (ordering) {
            case SHARD -> whole.enter(unit);
            case KEY -> {
                if (unit.size() == 1) {
                    enter(unit, unit.partitionKey());
                } else {
                    unit.partitionKeys().forEach(key -> enter(unit, key));
                }
            }
            case NONE -> {}
        }
        return unit.waitsIn == 0;
    }

    /** The unit is done; those that may go now because of that are told. */
    void leave(InFlight unit, Consumer<InFlight> ready) {
        unit.inLane = false;
        switch (ordering) {
            case SHARD -> tell(whole.leave(unit), ready);
            case KEY -> {
                if (unit.size() == 1) {
                    leave(unit, unit.partitionKey(), ready);
                } else {
                    unit.partitionKeys().forEach(key -> leave(unit, key, ready));
                }
            }
            case NONE -> {}
        }
    }

    /** A unit that could go falls into two, which take its places in their order; the first may go. */
    void split(InFlight unit, InFlight first, InFlight second) {
        unit.inLane = false;
        first.inLane = true;
        second.inLane = true;
        switch (ordering) {
            case SHARD -> whole.replace(unit, first, second);
            case KEY ->
                unit.partitionKeys().forEach(key -> {
                    RecordLane lane = lane(unit, key);
                    if (!first.partitionKeys().contains(key)) {
                        lane.replace(unit, second);
                    } else if (!second.partitionKeys().contains(key)) {
                        lane.replace(unit, first);
                    } else {
                        lane.replace(unit, first, second);
                    }
                });
            case NONE -> {}
        }
    }

    /** Keys of which at least one unit is in flight. */
    int keys() {
        return byKey.size();
    }

    private void enter(InFlight unit, String key) {
        byKey.computeIfAbsent(key, absent -> new RecordLane()).enter(unit);
    }

    private void leave(InFlight unit, String key, Consumer<InFlight> ready) {
        RecordLane lane = lane(unit, key);
        InFlight next = lane.leave(unit);
        if (lane.isEmpty()) {
            byKey.remove(key);
        }
        tell(next, ready);
    }

    private RecordLane lane(InFlight unit, String key) {
        RecordLane lane = byKey.get(key);
        if (lane == null) {
            throw new IllegalStateException(unit.first() + " is in no lane");
        }
        return lane;
    }

    private static void tell(@Nullable InFlight next, Consumer<InFlight> ready) {
        if (next != null) {
            ready.accept(next);
        }
    }
}
