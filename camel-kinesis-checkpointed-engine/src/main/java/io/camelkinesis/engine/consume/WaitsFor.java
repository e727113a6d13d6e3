// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** What a record that was taken in and is not done waits for. */
public enum WaitsFor {
    /** The route has it, or threads for it are busy. */
    ROUTE,
    /** The route is through with it and has not committed it, where commits are made by hand. */
    COMMIT_BY_HAND,
    /** It has failed and is to be delivered again. */
    REPLAY,
    /** The dead letter endpoint has it, or has refused it and is to be asked again. */
    DEAD_LETTER,
    /** Another record of its key comes first. */
    TURN,
    /** No heartbeat has been written for too long: nothing may start before one is. */
    HEARTBEAT
}
