// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of each partition key in the order in which they came: a key has at most one unit out at a time, because
 * the service promises no order within a request, and a rejected record must not be overtaken. Lanes that are empty are
 * forgotten.
 */
final class KeyLanes {

    private final Map<String, KeyLane> lanes = new HashMap<>();

    /** The record joins its lane. Returns the lane if it thereby becomes ready for a request, else null. */
    @Nullable
    KeyLane enter(Pending pending) {
        KeyLane lane = lanes.computeIfAbsent(pending.record.partitionKey(), KeyLane::new);
        lane.waiting.addLast(pending);
        return becomesReady(lane) ? lane : null;
    }

    /** The unit that was out is done with. Returns its lane if that thereby becomes ready again, else null. */
    @Nullable
    KeyLane leave(KeyLane lane) {
        lane.out = false;
        if (lane.waiting.isEmpty()) {
            lanes.remove(lane.key);
            return null;
        }
        return becomesReady(lane) ? lane : null;
    }

    private static boolean becomesReady(KeyLane lane) {
        if (lane.out || lane.ready) {
            return false;
        }
        lane.ready = true;
        return true;
    }

    /** Lanes that hold a record or have one out. */
    int size() {
        return lanes.size();
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }
}
