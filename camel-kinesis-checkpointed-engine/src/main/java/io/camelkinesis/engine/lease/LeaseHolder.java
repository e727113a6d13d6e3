// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who reads the shards whose leases this package gets and gives up. Called on the worker's loop. */
public interface LeaseHolder {

    /** The lease was claimed: read from here, deliver while in term. */
    void begin(Lease held, Position from, BooleanSupplier inTerm);

    /** Another member should read the shard: finish what is in flight, store, give back. */
    void drain(ShardId shard);

    /** The lease is somebody else's. */
    void lose(ShardId shard, String reason);

    /** The term is over: write nothing until {@link #renew}. */
    void fence(ShardId shard);

    /** The lease was claimed again in place, in a new term. */
    void renew(Lease lease, BooleanSupplier inTerm);

    /** A listing that was asked for after the shard seemed to have ended shows it closed. */
    void listedClosed(ShardId shard);

    /** The shard was closed and has passed out of retention: no more records will come. */
    void finish(ShardId shard);

    /** How long ago a read of a shard of the stream was last answered; null when none was, of the shards that are held. */
    @Nullable
    Duration sinceRead(StreamId stream);

    /**
     * For how long reads of the stream have been sent and none was answered, up to the last that failed or is under way; null when
     * none is unanswered, or when the service throttles them and so is there.
     */
    @Nullable
    Duration unread(StreamId stream);

    /** The shards that are held, in order. */
    Set<ShardId> shards();

    /** The lease of a shard that is held, else null. */
    @Nullable
    Lease held(ShardId shard);

    /** Whether the shard must not be claimed now. */
    boolean isBarred(ShardId shard);
}
