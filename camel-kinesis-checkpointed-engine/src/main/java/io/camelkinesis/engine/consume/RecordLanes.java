package io.camelkinesis.engine.consume;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which units of a shard may be on their way at the same time. {@link Ordering#SHARD} needs no lanes: its window admits
 * one unit at a time.
 */
final class RecordLanes {

    private final boolean byKey;
    private final Map<String, RecordLane> lanes = new HashMap<>();

    RecordLanes(Ordering ordering) {
        this.byKey = ordering == Ordering.KEY;
    }

    /** Queues the unit in its lane; true if it may go now. */
    boolean enter(InFlight unit) {
        return !byKey
                || lanes.computeIfAbsent(unit.partitionKey(), key -> new RecordLane())
                        .enter(unit);
    }

    /** The unit is done; returns the one that may go now because of that. */
    @Nullable
    InFlight leave(InFlight unit) {
        if (!byKey) {
            return null;
        }
        RecordLane lane = lanes.get(unit.partitionKey());
        if (lane == null) {
            throw new IllegalStateException(unit.first() + " is in no lane");
        }
        InFlight next = lane.leave(unit);
        if (next == null) {
            lanes.remove(unit.partitionKey());
        }
        return next;
    }

    /** Lanes with at least one unit. */
    int size() {
        return lanes.size();
    }
}
