// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.test.kinesis.StoredRecord;
import io.camelkinesis.test.lease.LeaseChange;

/** Something that happened in the simulated world, as it really was. */
sealed interface Observation {

    /** A record was put into the stream. */
    record Put(StoredRecord record) implements Observation {}

    /**
     * A route began with a record.
     *
     * @param batch the first record of those that it began with together
     */
    record Started(String worker, ShardId shard, long epoch, StreamRecord record, SequenceNumber batch, int replay)
            implements Observation {}

    /** A worker sent a read of a shard. */
    record ReadSent(String worker, ShardId shard) implements Observation {}

    /** A route is done with a record that will be committed later, by hand. */
    record Processed(String worker, ShardId shard, long epoch, StreamRecord record) implements Observation {}

    /** A record was skipped, or accepted by the dead letter endpoint. */
    record GivenUp(String worker, ShardId shard, SequenceNumber sequence) implements Observation {}

    /** A commit of a worker was sent to the table. */
    record CommitSent(String worker, ShardId shard, long epoch) implements Observation {}

    /** A worker was told that a commit was written, or that the table takes no more. */
    record CommitAnswered(String worker, ShardId shard, long epoch, boolean throttled) implements Observation {}

    /** A route ended with a record; whether the worker still lived to hear of it or not. */
    record Finished(String worker, ShardId shard, long epoch, StreamRecord record, boolean completed)
            implements Observation {}

    /** A row of the lease table changed. */
    record RowChanged(LeaseChange change) implements Observation {}

    /** A worker said something. */
    record Said(String worker, WorkerEvent event) implements Observation {}

    /** A heartbeat reached the table; it was sent at this time. */
    record HeartbeatAnswered(String worker, long sentNanos) implements Observation {}

    /** A worker was told that the row of a member, itself or another, is gone. */
    record MemberRowRemoved(String by, String member) implements Observation {}

    /** A worker has taken in an answer that says that a lease is not its own any more. */
    record ToldOfLoss(String worker, ShardId shard, long epoch) implements Observation {}

    /** Somebody wrote a row by hand. */
    record Seized(Lease lease) implements Observation {}

    /** A worker was started, killed, frozen, thawed or asked to stop. */
    record Fate(String worker, String what) implements Observation {}

    /** A trouble really came over a worker, or over nobody in particular. */
    record Troubled(String worker, Trouble trouble) implements Observation {}

    /** Another program deleted the row of a shard. */
    record RowVanished(ShardId shard) implements Observation {}

    /** The stream was resharded. */
    record Resharded(String what) implements Observation {}
}
