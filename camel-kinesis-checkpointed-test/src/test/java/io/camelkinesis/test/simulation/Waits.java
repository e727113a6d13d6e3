// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Watches how long records wait until they are completed for the first time, and which are delivered again after that. */
final class Waits implements Invariant {

    private final VirtualTime time;
    private final Map<SequenceNumber, Duration> put = new HashMap<>();
    private final Map<SequenceNumber, Duration> completed = new HashMap<>();
    private Duration killed = Duration.ZERO;
    private Duration rescued = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private Duration oldestRepeat = Duration.ZERO;
    private int repeats;

    Waits(VirtualTime time) {
        this.time = time;
    }

    /**
     * A worker dies now.
     *
     * @param rescuer when there is another one: waiting counts from then on
     */
    void killed(Duration rescuer) {
        killed = time.elapsed();
        rescued = rescuer;
    }

    /** Begins anew with what it tells; what has been put and completed is remembered. */
    void reset() {
        longest = Duration.ZERO;
        oldestRepeat = Duration.ZERO;
        repeats = 0;
    }

    @Override
    public void observe(Observation observation) {
        Duration now = time.elapsed();
        if (observation instanceof Observation.Put p) {
            put.put(p.record().sequence(), now);
        } else if (observation instanceof Observation.Finished finished && finished.completed()) {
            SequenceNumber sequence = finished.record().sequence();
            if (completed.putIfAbsent(sequence, now) == null) {
                longest = longer(longest, now.minus(longer(put.get(sequence), rescued)));
            }
        } else if (observation instanceof Observation.Started started) {
            Duration before = completed.get(started.record().sequence());
            if (before != null) {
                repeats++;
                oldestRepeat = longer(oldestRepeat, killed.minus(before));
            }
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    Duration longest() {
        return longest;
    }

    int repeats() {
        return repeats;
    }

    /** How long before the death the oldest of the repeated records had been completed. */
    Duration oldestRepeat() {
        return oldestRepeat;
    }
}
