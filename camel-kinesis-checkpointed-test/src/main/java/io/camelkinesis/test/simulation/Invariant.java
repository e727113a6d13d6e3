// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

/**
 * Something that must hold at every moment, whatever goes wrong. It is told of everything that happens, in order, and throws
 * a {@link Violation} at the step that breaks it.
 */
interface Invariant {

    void observe(Observation observation);

    default String name() {
        return getClass().getSimpleName();
    }

    /** Fails with a sentence that says what was seen. */
    default void violated(String what) {
        throw new Violation(name(), what);
    }
}
