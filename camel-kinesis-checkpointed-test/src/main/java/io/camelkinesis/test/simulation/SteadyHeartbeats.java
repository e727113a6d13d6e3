// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Of which workers nobody has a reason to think that they are dead: their heartbeats have come without a gap, and for so long
 * that all that was decided in an earlier gap has reached the table.
 */
final class SteadyHeartbeats {

    /** No call is on its way for longer. */
    private static final Duration LONGEST_WAY = Duration.ofSeconds(30);

    private final VirtualTime time;
    private final long periodNanos;
    private final Map<String, Long> last = new HashMap<>();
    private final Map<String, Long> since = new HashMap<>();

    SteadyHeartbeats(VirtualTime time, Duration leasePeriod) {
        this.time = time;
        this.periodNanos = leasePeriod.toNanos();
    }

    /** To be told of everything. */
    void observe(Observation observation) {
        if (observation instanceof Observation.HeartbeatAnswered heartbeat) {
            long now = time.nanoTime();
            Long before = last.put(heartbeat.worker(), now);
            if (before == null || now - before > periodNanos / 2) {
                since.put(heartbeat.worker(), now);
            }
        }
    }

    boolean of(String worker) {
        long now = time.nanoTime();
        Long lastOne = last.get(worker);
        Long firstOne = since.get(worker);
        return lastOne != null
                && firstOne != null
                && now - lastOne <= periodNanos / 2
                && now - firstOne > 3 * periodNanos + LONGEST_WAY.toNanos();
    }
}
