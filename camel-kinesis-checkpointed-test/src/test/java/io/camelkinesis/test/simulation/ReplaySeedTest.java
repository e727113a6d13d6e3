// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs the one world of {@code -Dseed} and prints its plan and all that happens in it. */
@EnabledIfSystemProperty(named = "seed", matches = "-?\\d+", disabledReason = "-Dseed=NUMBER says which seed")
class ReplaySeedTest {

    @Test
    void theSeedHolds() {
        Simulation simulation = new Simulation(SimulationPlan.of(Long.getLong("seed")));
        simulation.print(System.out);
        simulation.run();
    }
}
