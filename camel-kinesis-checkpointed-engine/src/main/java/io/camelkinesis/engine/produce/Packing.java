// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.List;

/** Makes the next unit of a lane. */
@FunctionalInterface
interface Packing {

    /** Every record by itself. */
    Packing SINGLE = (lane, room) -> {
        Pending head = lane.waiting.removeFirst();
        return new PutUnit(lane, List.of(head), head.record);
    };

    /**
     * Takes records from the head of the lane, at least one; the lane is not empty.
     *
     * @param room bytes that the unit may have; a single record may have more
     */
    PutUnit pack(KeyLane lane, long room);
}
