// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in many worlds, by kind. */
final class Tally implements Invariant {

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Override
    public void observe(Observation observation) {
        counts.computeIfAbsent(kind(observation), kind -> new LongAdder()).increment();
    }

    private static String kind(Observation observation) {
        if (observation instanceof Observation.Said said) {
            return said.event().getClass().getSimpleName();
        }
        if (observation instanceof Observation.Fate fate) {
            return fate.what().replaceFirst(":.*", "");
        }
        if (observation instanceof Observation.Troubled troubled) {
            return troubled.trouble().name();
        }
        return observation.getClass().getSimpleName();
    }

    long of(String kind) {
        LongAdder count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }

    Set<String> kinds() {
        return counts.keySet();
    }
}
