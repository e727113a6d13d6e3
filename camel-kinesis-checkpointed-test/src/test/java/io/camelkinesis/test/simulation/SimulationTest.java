package io.camelkinesis.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {

    @Test
    void manySeedsHold() {
        long first = Long.getLong("simulation.first", 1);
        long count = Long.getLong("simulation.seeds", 100);
        List<String> failures = new ArrayList<>();
        LongStream.range(first, first + count).forEach(seed -> {
            try {
                new Simulation(SimulationPlan.of(seed)).run();
            } catch (SimulationFailure failure) {
                failures.add(failure.getMessage());
            }
        });
        if (!failures.isEmpty()) {
            throw new AssertionError(
                    failures.size() + " of " + count + " seeds failed; the first:\n" + failures.get(0) + "\n\nall: "
                            + failures.stream()
                                    .map(f -> f.lines().findFirst().orElse(""))
                                    .toList());
        }
    }
}
