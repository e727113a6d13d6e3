// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.table;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The lease table. Every write is conditional; its outcome is a {@link LeaseWrite}, never an exception. A write whose
 * effect the row already shows may be answered as Applied or as Refused, with that row. A read that fails completes its
 * stage exceptionally. No method blocks. A write that the table refuses to try is {@link LeaseWrite.Throttled}; whoever
 * asked waits before it asks again, for an implementation does not try a write twice.
 *
 * <p>{@code LeaseStoreContract} in the test kit says the same in tests; every implementation passes it.
 */
public interface LeaseStore {

    /**
     * All rows of the stream: leases, members, oddities. May lag behind the latest writes by a moment, and by what it says of its
     * {@link LeaseTableView#age}: after a call that failed half-way the next one may go on where that stopped.
     */
    CompletionStage<LeaseTableView> view(StreamId stream);

    /** The member rows of the stream; consistent. */
    CompletionStage<List<Member>> members(StreamId stream);

    /** The member rows of the stream, at half the price of {@link #members}. May lag behind the latest writes by a moment. */
    CompletionStage<List<Member>> glance(StreamId stream);

    /** One lease; consistent, so that the outcome of an {@link LeaseWrite.Unknown} can be told. Empty without a row. */
    CompletionStage<Optional<Lease>> read(ShardId shard);

    /**
     * Where the group begins: stores {@code wanted} if the group has not begun yet, else returns what is stored. {@link
     * Position.Latest} is stored as AT_TIMESTAMP of the service's present time; where shard rows are there already, left
     * by another program that began at some earlier time, it is stored as TRIM_HORIZON, which skips nothing.
     */
    CompletionStage<GroupStart> begin(StreamId stream, Position wanted);

    /**
     * Which stream the group reads, as its row says. A row that does not say it yet learns it, from {@code toLearn}, unless that
     * is null. Empty where nothing is stored afterwards; a table that cannot store it answers so.
     */
    default CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** As {@link #claim(Lease, String, long)}, under the epoch after the one of {@code seen}. */
    default CompletionStage<LeaseWrite> claim(Lease seen, String clientId) {
        return claim(seen, clientId, seen.epoch() + 1);
    }

    /**
     * Takes a lease: owner and epoch. Condition: owner, its LeaseTimeout, epoch and end are as in {@code seen}; for
     * an absent one, no row exists.
     *
     * @param epoch above the one of {@code seen}; by more than one when the row had vanished and who claims has seen higher ones
     */
    CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch);

    /** As {@link #commit(Lease, SequenceNumber, SequenceNumber)}, when no whole record below the checkpoint is known. */
    default CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint) {
        return commit(held, checkpoint, null);
    }

    /**
     * Stores a checkpoint. Condition: owner and epoch are those of {@code held}, and the stored checkpoint is still the
     * one of {@code held}, so that a write that was delayed on its way can never move it back.
     *
     * @param whole when the checkpoint lies inside an aggregate: the last record before it, for programs that know no
     *     aggregates, null when it is not known and what is stored stays; otherwise without effect
     * @throws IllegalArgumentException if the checkpoint is below the one of {@code held}: a bug of the caller
     */
    CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole);

    /** Gives the lease back. Condition: owner and epoch are those of {@code held}. */
    CompletionStage<LeaseWrite> release(Lease held);

    /** Marks the shard as consumed to its end and frees it. Condition: owner and epoch are those of {@code held}. */
    CompletionStage<LeaseWrite> end(Lease held);

    /**
     * Writes the row of a shard that was consumed to its end again, as it was, because it has vanished. Condition: there is none. A
     * table that cannot do so answers Unknown.
     */
    default CompletionStage<LeaseWrite> restore(Lease ended) {
        return CompletableFuture.completedFuture(new LeaseWrite.Unknown(
                new UnsupportedOperationException("This table does not write rows of ended shards again")));
    }

    /** Deletes the row of a shard that needs none any more. Condition: the row is as in {@code seen}. */
    CompletionStage<LeaseWrite> retire(Lease seen);

    /**
     * Writes a member row. Condition: there is none, or its beat is lower.
     *
     * @return done, not done, or unknown (exceptionally)
     */
    CompletionStage<Boolean> beat(StreamId stream, Member member);

    /**
     * Deletes the row of a member. Condition: its beat is not higher than in {@code member}, whose last heartbeat may
     * not have arrived.
     *
     * @return whether the row is gone, or unknown (exceptionally)
     */
    CompletionStage<Boolean> leave(StreamId stream, Member member);
}
