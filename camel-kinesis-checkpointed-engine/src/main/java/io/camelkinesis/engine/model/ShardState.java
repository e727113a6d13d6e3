// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

/** Where a shard that this worker holds stands. */
public enum ShardState {
    /**
     * Records are fetched and delivered. Entered when the lease has been claimed, and from {@link #FINISHING} when what
     * was read and could not be delivered yet was given back for want of memory, to be read again.
     */
    READING,
    /**
     * The end of the shard has been read; what was read is still being delivered. No time limit: the shard ends only
     * when its last record is done. From {@link #READING}.
     */
    FINISHING,
    /**
     * The shard is to be given up: nothing is fetched or newly delivered, deliveries in flight may finish within
     * drainTimeout. From {@link #READING} or {@link #FINISHING}.
     */
    DRAINING,
    /** Consumed and stored as such. From {@link #FINISHING}. */
    ENDED,
    /** Given back. From {@link #DRAINING}. */
    RELEASED,
    /**
     * Somebody else may hold it now: nothing more is delivered or stored. From any state before {@link #ENDED} and
     * {@link #RELEASED}.
     */
    LOST
}
