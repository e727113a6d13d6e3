// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.LinkedHashSet;
import java.util.Set;

/** The requests that may be under way at once, over all streams. Streams that find none free are served in turn. */
final class RequestSlots {

    private final int most;
    private final Set<StreamPuts> line = new LinkedHashSet<>();
    private int taken;

    RequestSlots(int most) {
        this.most = most;
    }

    /** Takes a slot, or stands in line for a call of {@link StreamPuts#pump()} when one is free. */
    boolean take(StreamPuts stream) {
        if (taken < most) {
            taken++;
            return true;
        }
        line.add(stream);
        return false;
    }

    void give() {
        taken--;
        // whose turn it is may have nothing to send any more, or not yet
        while (taken < most && !line.isEmpty()) {
            StreamPuts next = line.iterator().next();
            line.remove(next);
            next.pump();
        }
    }

    boolean isFree() {
        return taken == 0;
    }
}
