// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation.mutant;

/** Planted bugs that show in any fleet. */
class MutantTest extends PlantedBugs {

    MutantTest() {
        super("fleet.1", Mutant.ofFleets());
    }
}
