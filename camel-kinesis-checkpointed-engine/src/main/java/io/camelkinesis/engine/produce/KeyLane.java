// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.ArrayDeque;

/**
 * The records of one partition key that wait for their turn, oldest first. At most one unit of a lane is out: in a request,
 * or waiting to be sent again.
 */
final class KeyLane extends Ready {
    final String key;
    final ArrayDeque<Pending> waiting = new ArrayDeque<>(2);
    /** A unit of this lane is out. */
    boolean out;
    /** Stands in line for a request. */
    boolean ready;

    KeyLane(String key) {
        this.key = key;
    }

    @Override
    long bytes() {
        Pending head = waiting.peekFirst();
        return head == null ? 0 : head.record.sizeBytes();
    }

    @Override
    long sinceNanos() {
        return waiting.getFirst().sinceNanos;
    }
}
