// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseWrite;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Claims what the last plan wants: few at a time, and what becomes of each. A claim that is not on its way when there is a new
 * plan is that plan's to want again. Lives on the worker's loop.
 */
final class LeaseClaims {

    /** For whom. */
    interface Owner {
        /** The present term on a stream. */
        BooleanSupplier term(StreamId stream);

        StreamShards shards(StreamId stream);

        /** A claim that was on its way has come to an end. */
        void settled();

        /** The rows are others than were seen. */
        void lookSoon();
    }

    private final LeaseContext context;
    private final SerialLoop loop;
    private final PacedCalls calls;
    private final Owner owner;
    private final Set<ShardId> underWay = new HashSet<>();
    private boolean stopped;

    LeaseClaims(LeaseContext context, PacedCalls calls, Owner owner) {
        this.context = context;
        this.loop = context.loop();
        this.calls = calls;
        this.owner = owner;
    }

    /** Claims no more. */
    void stop() {
        stopped = true;
        calls.withdraw();
    }

    /** Whether a claim is on its way. */
    boolean isAnyUnderWay() {
        return !underWay.isEmpty();
    }

    boolean isUnderWay(ShardId shard) {
        return underWay.contains(shard);
    }

    /** There is a new plan. */
    void planned() {
        calls.withdraw();
    }

    /** The plan wants this lease, as it was seen. */
    void claim(Shard shard, Lease seen) {
        if (underWay.contains(shard.id())) {
            return;
        }
        Attempt attempt = new Attempt(shard, seen, owner.term(shard.id().stream()));
        calls.offer(attempt::send, attempt::answered);
    }

    /** One claim. */
    private final class Attempt {
        private final Shard shard;
        private final Lease seen;
        private final BooleanSupplier inTerm;
        private long epoch;

        private Attempt(Shard shard, Lease seen, BooleanSupplier inTerm) {
            this.shard = shard;
            this.seen = seen;
            this.inTerm = inTerm;
        }

        @Nullable
        CompletionStage<LeaseWrite> send() {
            if (stopped || !inTerm.getAsBoolean() || !underWay.add(shard.id())) {
                return null;
            }
            epoch = owner.shards(shard.id().stream()).epochToClaim(seen);
            return context.table().claim(seen, context.settings().clientId(), epoch);
        }

        void answered(@Nullable LeaseWrite write, @Nullable Throwable failure) {
            if (write instanceof LeaseWrite.Applied applied) {
                claimed(applied.lease());
            } else if (write instanceof LeaseWrite.Refused) {
                settle();
                owner.lookSoon();
            } else if (write instanceof LeaseWrite.Throttled) {
                // nothing was written, so there is nothing to read back
                underWay.remove(shard.id());
                calls.offer(this::send, this::answered);
                owner.settled();
            } else {
                readBack();
            }
        }

        /** Nobody knows whether the claim was done: the row does. */
        private void readBack() {
            calls.call(() -> context.table().read(shard.id()), (row, failure) -> {
                if (row == null && !stopped) {
                    readBack();
                    return;
                }
                Lease lease = row == null ? null : row.orElse(null);
                if (lease != null && lease.isHeldBy(context.settings().clientId(), epoch)) {
                    claimed(lease);
                } else {
                    settle();
                    owner.lookSoon();
                }
            });
        }

        private void settle() {
            underWay.remove(shard.id());
            owner.settled();
        }

        /** One whose term has run out since it was sent counts for nothing: others may have taken the lease meanwhile. */
        private void claimed(Lease lease) {
            StreamShards stream = owner.shards(shard.id().stream());
            stream.wrote(lease);
            if (stopped || !inTerm.getAsBoolean()) {
                loop.when(context.table().release(lease), (write, failure) -> {
                    settle();
                    owner.lookSoon();
                });
                return;
            }
            stream.claimed();
            Position from = stream.lineage().start(shard, lease, stream.group());
            context.events().on(new WorkerEvent.LeaseClaimed(shard.id(), lease.epoch(), seen.owner(), from));
            context.holder().begin(lease, from, inTerm);
            settle();
        }
    }
}
