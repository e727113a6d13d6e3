package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import org.jspecify.annotations.Nullable;

/**
 * A shard that this worker holds, at one moment.
 *
 * @param shard the shard
 * @param state where it stands
 * @param epoch epoch of the lease
 * @param committed last stored checkpoint, null before the first
 * @param waiting records fetched, not delivered yet
 * @param inFlight records taken in and not done: delivered, in line behind one of their key, to be replayed, or to be
 *     committed by hand
 * @param uncommitted records between the oldest that is not done and the newest delivered
 * @param millisBehindLatest lag at the last read, -1 before the first
 * @param replays how often what is failing now was tried again, at the route or the dead letter endpoint; 0 when nothing is
 * @param lastError what it failed with, null when none is failing
 */
public record ShardStatus(
        ShardId shard,
        ShardState state,
        long epoch,
        @Nullable SequenceNumber committed,
        int waiting,
        int inFlight,
        int uncommitted,
        long millisBehindLatest,
        int replays,
        @Nullable Throwable lastError) {}
