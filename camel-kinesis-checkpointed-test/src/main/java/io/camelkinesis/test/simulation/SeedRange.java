// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.Optional;

/**
 * Many seeds, one after the other.
 *
 * @param first the first seed
 * @param count how many
 */
public record SeedRange(long first, long count) {

    /** The first seed that fails, if one does. */
    public Optional<SimulationFailure> firstFailure() {
        for (long seed = first; seed < first + count; seed++) {
            try {
                new Simulation(SimulationPlan.of(seed)).run();
            } catch (SimulationFailure failure) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    /**
     * Name of the invariant that the first failing seed breaks, and the seed; empty when all hold. In simple types, for
     * callers that look at copies of this code through other class loaders.
     */
    public static String firstBroken(long first, long count) {
        return new SeedRange(first, count)
                .firstFailure()
                .map(failure -> failure.invariant() + " at seed " + failure.seed())
                .orElse("");
    }
}
