// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

/** An invariant does not hold. */
public final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String invariant;

    Violation(String invariant, String what) {
        super(invariant + ": " + what);
        this.invariant = invariant;
    }

    /** Name of the invariant. */
    public String invariant() {
        return invariant;
    }
}
