// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** What becomes of a delivery that the route has failed. */
public enum OnFailure {
    /** Delivered again after a growing delay; what must wait for it by its ordering waits. */
    REPLAY,
    /** Reported and treated as done. */
    SKIP,
    /** The shard is given back and this worker does not take it again until it is restarted. */
    STOP,
    /** Sent to the dead letter endpoint, and done when that has accepted it. */
    DEAD_LETTER
}
