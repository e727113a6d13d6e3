// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** Waits for one record. */
@FunctionalInterface
public interface PutListener {

    /** Called exactly once, on the putter's loop: to return at once. */
    void done(PutOutcome outcome);
}
