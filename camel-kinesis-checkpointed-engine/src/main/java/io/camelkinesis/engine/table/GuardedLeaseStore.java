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
import io.camelkinesis.engine.runtime.PortCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lease table that keeps its contract whatever the one behind it does: a read that throws is a failed stage, and a write of
 * which nobody can tell what became of it is {@link LeaseWrite.Unknown}.
 */
public record GuardedLeaseStore(LeaseStore store) implements LeaseStore {

    /** The store, guarded once. */
    public static GuardedLeaseStore of(LeaseStore store) {
        return store instanceof GuardedLeaseStore guarded ? guarded : new GuardedLeaseStore(store);
    }

    @Override
    public CompletionStage<LeaseTableView> view(StreamId stream) {
        return read(() -> store.view(stream));
    }

    @Override
    public CompletionStage<List<Member>> members(StreamId stream) {
        return read(() -> store.members(stream));
    }

    @Override
    public CompletionStage<List<Member>> glance(StreamId stream) {
        return read(() -> store.glance(stream));
    }

    @Override
    public CompletionStage<Optional<Lease>> read(ShardId shard) {
        return read(() -> store.read(shard));
    }

    @Override
    public CompletionStage<GroupStart> begin(StreamId stream, Position wanted) {
        return read(() -> store.begin(stream, wanted));
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return read(() -> store.identity(stream, toLearn));
    }

    @Override
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch) {
        return write(() -> store.claim(seen, clientId, epoch));
    }

    @Override
    public CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        return write(() -> store.commit(held, checkpoint, whole));
    }

    @Override
    public CompletionStage<LeaseWrite> release(Lease held) {
        return write(() -> store.release(held));
    }

    @Override
    public CompletionStage<LeaseWrite> end(Lease held) {
        return write(() -> store.end(held));
    }

    @Override
    public CompletionStage<LeaseWrite> restore(Lease ended) {
        return write(() -> store.restore(ended));
    }

    @Override
    public CompletionStage<LeaseWrite> retire(Lease seen) {
        return write(() -> store.retire(seen));
    }

    @Override
    public CompletionStage<Boolean> beat(StreamId stream, Member member) {
        return read(() -> store.beat(stream, member));
    }

    @Override
    public CompletionStage<Boolean> leave(StreamId stream, Member member) {
        return read(() -> store.leave(stream, member));
    }

    private static <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
        return PortCall.of("lease store", call);
    }

    private static CompletionStage<LeaseWrite> write(Supplier<CompletionStage<LeaseWrite>> call) {
        return PortCall.<LeaseWrite>of("lease store", call).exceptionally(LeaseWrite.Unknown::new);
    }
}
