// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A shard that this worker holds, at one moment. Times are told as how long ago, on the monotonic clock.
 *
 * @param shard the shard
 * @param state where it stands
 * @param isPaused whether nothing new is read or delivered, by request
 * @param epoch epoch of the lease
 * @param committed last stored checkpoint, null before the first
 * @param waiting records fetched, not delivered yet
 * @param inFlight records taken in and not done: delivered, in line behind one of their key, to be replayed, or to be
 *     committed by hand
 * @param uncommitted records between the oldest that is not done and the newest delivered
 * @param millisBehindLatest lag at the last read, -1 before the first
 * @param window what the records in flight wait for, and for how long
 * @param reading how reading goes
 * @param commits how storing checkpoints goes
 * @param closing for how long its end or its release has been on its way to the table; null while it is not
 */
public record ShardStatus(
        ShardId shard,
        ShardState state,
        boolean isPaused,
        long epoch,
        @Nullable SequenceNumber committed,
        int waiting,
        int inFlight,
        int uncommitted,
        long millisBehindLatest,
        WindowStatus window,
        ReadStatus reading,
        CommitStatus commits,
        @Nullable Duration closing) {

    /** How often what is failing now was tried again, at the route or the dead letter endpoint; 0 when nothing is. */
    public int replays() {
        DeliveryFailure failure = window.failure();
        return failure == null ? 0 : failure.repeats();
    }

    /** What it failed with, null when nothing is failing. */
    public @Nullable Throwable lastError() {
        DeliveryFailure failure = window.failure();
        return failure == null ? null : failure.error();
    }
}
