// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that happened in a worker. No event carries a payload. */
public sealed interface WorkerEvent {

    /** An event of one shard. */
    sealed interface OfShard extends WorkerEvent {
        ShardId shard();
    }

    /** The worker has joined the group of a stream. */
    record Joined(StreamId stream, String clientId) implements WorkerEvent {}

    /** Another worker was seen for the first time. */
    record MemberAppeared(StreamId stream, String clientId) implements WorkerEvent {}

    /** Another worker's heartbeat has not moved for leasePeriod, or it has left. */
    record MemberGone(StreamId stream, String clientId, boolean left) implements WorkerEvent {}

    /** The row of a worker that has been dead for long was removed. */
    record MemberRemoved(StreamId stream, String clientId) implements WorkerEvent {}

    /**
     * A heartbeat was written, the first one too.
     *
     * @param took from sending to answer
     */
    record Heartbeat(StreamId stream, Duration took) implements WorkerEvent {}

    /** A heartbeat could not be written or its outcome is unknown. */
    record HeartbeatMissed(StreamId stream, @Nullable Throwable cause) implements WorkerEvent {}

    /**
     * A look at shards or leases failed; it is tried again.
     *
     * @param atShards whether it was one at the shards, of Kinesis; else the lease table was asked
     */
    record LookFailed(StreamId stream, boolean atShards, Throwable cause) implements WorkerEvent {}

    /** The shards of the stream were listed. */
    record ShardsListed(StreamId stream) implements WorkerEvent {}

    /** The leases of the stream were read. */
    record LeasesRead(StreamId stream) implements WorkerEvent {}

    /**
     * Reads of the stream are not answered here, and are elsewhere: this worker gives its shards up and takes none.
     *
     * @param unread for how long none was answered
     * @param pause when it takes part again at the earliest, unless no other is left
     */
    record LeftToOthers(StreamId stream, Duration unread, Duration pause) implements WorkerEvent {}

    /** After {@link LeftToOthers} this worker may be given shards again. */
    record TakesPartAgain(StreamId stream) implements WorkerEvent {}

    /** A row of the lease table holds something that could not be read as meant. */
    record RowOddity(StreamId stream, String description) implements WorkerEvent {}

    /** The lease is ours. */
    record LeaseClaimed(ShardId shard, long epoch, @Nullable String previousOwner, Position from) implements OfShard {}

    /**
     * The lease is held by somebody without a member row, who may be another program: it is left alone while its rows move.
     * Told once for each shard and owner.
     */
    record ForeignOwner(ShardId shard, String owner) implements OfShard {}

    /** After its term had run out the lease was claimed again, before anybody else took it. */
    record LeaseRenewed(ShardId shard, long epoch) implements OfShard {}

    /** The lease is no longer ours: refused write, or the term ended without a heartbeat. */
    record LeaseLost(ShardId shard, long epoch, String reason) implements OfShard {

        /** The reason when somebody deleted the row. */
        public static final String ROW_IS_GONE = "the row is gone";
    }

    /**
     * The lease was given back.
     *
     * @param completed records that the route completed while the shard was given up
     * @param undone records that had been taken in and were not done
     * @param repeated records from the first that was not done to the last taken in: the next owner delivers them again
     */
    record LeaseReleased(ShardId shard, long epoch, long completed, int undone, int repeated) implements OfShard {

        /** Whether all that had been taken in was done, so that the next owner repeats nothing. */
        public boolean drained() {
            return repeated == 0;
        }
    }

    /** The shard has been consumed to its end. */
    record ShardEnded(ShardId shard, long epoch) implements OfShard {}

    /** The shard was stopped by onFailure=STOP. */
    record ShardStopped(ShardId shard, SequenceNumber sequence, Throwable cause) implements OfShard {}

    /** A shard moved from one state to the next. */
    record StateChanged(ShardId shard, ShardState from, ShardState to) implements OfShard {}

    /** A read brought records, or none. */
    record Fetched(ShardId shard, int records, long bytes, long millisBehindLatest) implements OfShard {}

    /**
     * A read brought aggregated records, or records that begin as such and are none.
     *
     * @param aggregates records that are taken apart
     * @param userRecords records in them
     * @param outside those of them that would not be put into this shard today; they are delivered as well
     * @param damaged records that begin as an aggregate and cannot be read as one; delivered as they are
     */
    record Unpacked(ShardId shard, int aggregates, long userRecords, long outside, int damaged) implements OfShard {}

    /**
     * A read was throttled or failed, and is tried again after the delay.
     *
     * @param attempts reads in a row that failed
     * @param persistent whether these are more than numRetries, so that somebody should know
     */
    record FetchDelayed(
            ShardId shard, boolean throttled, int attempts, boolean persistent, Throwable cause, Duration delay)
            implements OfShard {}

    /** A delivery failed and is tried again after the delay. */
    record Replay(ShardId shard, SequenceNumber sequence, int replays, Duration delay, Throwable cause)
            implements OfShard {}

    /**
     * Records were given up and treated as done.
     *
     * @param sequence the first of them
     * @param records how many
     * @param reason why they are not tried again
     * @param cause what the last delivery failed with, or what says that they are too old
     */
    record Skipped(ShardId shard, SequenceNumber sequence, int records, GiveUpReason reason, Throwable cause)
            implements OfShard {}

    /**
     * Records were given up, and the dead letter endpoint has accepted them.
     *
     * @param sequence the first of them
     * @param records how many
     * @param reason why they are not tried again
     * @param attempts deliveries to the route before
     * @param cause what the last of these failed with, or what says that they are too old
     */
    record DeadLettered(
            ShardId shard, SequenceNumber sequence, int records, GiveUpReason reason, int attempts, Throwable cause)
            implements OfShard {}

    /**
     * The dead letter endpoint has not accepted records; they are sent to it again after the delay.
     *
     * @param sequence the first of them
     * @param attempts how often it has not accepted them
     * @param cause what it failed with
     */
    record DeadLetterDelayed(ShardId shard, SequenceNumber sequence, int attempts, Duration delay, Throwable cause)
            implements OfShard {}

    /**
     * A failed batch is delivered again in two halves.
     *
     * @param sequence the first of its records
     * @param records how many it had
     * @param cause what its delivery failed with
     */
    record BatchBisected(ShardId shard, SequenceNumber sequence, int records, Throwable cause) implements OfShard {}

    /** A checkpoint was stored. */
    record Committed(ShardId shard, SequenceNumber sequence, Duration latency) implements OfShard {}

    /** A checkpoint could not be stored for now. */
    record CommitDelayed(ShardId shard, SequenceNumber sequence, Throwable cause) implements OfShard {}

    /** The service does not list or know the shard any more: its records have passed out of retention. */
    record ShardGone(ShardId shard, Throwable cause) implements OfShard {}

    /** The term of this worker on the stream is over without a heartbeat: nothing is delivered until it is renewed. */
    record Fenced(StreamId stream) implements WorkerEvent {}

    /** Something that must not happen did; the worker goes on. */
    record Bug(Throwable cause) implements WorkerEvent {}

    /** The row of a shard that was consumed had vanished, and was written again. */
    record EndRestored(ShardId shard, long epoch) implements OfShard {}

    /** The row of a shard that nobody needs any more was deleted. */
    record LeaseRetired(ShardId shard) implements OfShard {}
}
