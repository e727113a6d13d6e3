// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation.mutant;

/** Planted bugs that show when answers, ports, tables and rows are not what they should be. */
class FaultMutantTest extends PlantedBugs {

    FaultMutantTest() {
        super("faults.2", Mutant.ofFaults());
    }
}
