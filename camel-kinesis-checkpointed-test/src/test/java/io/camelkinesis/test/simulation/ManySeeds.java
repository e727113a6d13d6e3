// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Worlds drawn from many seeds, as many at a time as there are processors, and what happened in them. */
final class ManySeeds {

    final Tally tally = new Tally();
    private final Collection<SimulationFailure> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder events = new LongAdder();
    private final LongAdder virtualMillis = new LongAdder();

    void run(LongStream seeds) {
        seeds.parallel().forEach(seed -> {
            Simulation simulation = new Simulation(SimulationPlan.of(seed));
            simulation.check(tally);
            try {
                simulation.run();
            } catch (SimulationFailure failure) {
                failures.add(failure);
            }
            events.add(simulation.events());
            virtualMillis.add(simulation.elapsed().toMillis());
        });
    }

    void requireNoFailures() {
        List<SimulationFailure> bySeed = failures.stream()
                .sorted(Comparator.comparingLong(SimulationFailure::seed))
                .toList();
        if (!bySeed.isEmpty()) {
            throw new AssertionError(bySeed.size() + " seeds failed: "
                    + bySeed.stream().map(SimulationFailure::seed).toList() + "; the first:\n"
                    + bySeed.get(0).getMessage());
        }
    }

    int failed() {
        return failures.size();
    }

    long events() {
        return events.sum();
    }

    Duration virtualTime() {
        return Duration.ofMillis(virtualMillis.sum());
    }

    /** How often each trouble really happened. */
    String troubles() {
        return Trouble.wanted().stream()
                .map(trouble -> trouble.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + String.format(Locale.ROOT, " %,d", tally.of(trouble.name())))
                .collect(Collectors.joining(", "));
    }
}
