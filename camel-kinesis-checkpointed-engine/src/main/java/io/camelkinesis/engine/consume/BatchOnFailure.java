// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** What becomes of a batch of several records that the route has failed. */
public enum BatchOnFailure {
    /** The batch is treated as one: replayed, skipped, or sent to the dead letter endpoint with all its records. */
    WHOLE,
    /**
     * The batch is halved, and each half is delivered at once as a delivery of its own, in order; a half that fails is
     * halved again. What fails alone is treated as {@link FailurePolicy#onFailure} says; the rest is done.
     */
    BISECT
}
