// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.test.lease.LeaseOperation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lease store whose calls go through a tap. */
record TappedLeaseStore(String worker, CallTap tap, LeaseStore store) implements LeaseStore {

    private <T> CompletionStage<T> tapped(LeaseOperation operation, Supplier<CompletionStage<T>> call) {
        return tap.call(worker, operation.name(), call);
    }

    @Override
    public CompletionStage<LeaseTableView> view(StreamId stream) {
        return tapped(LeaseOperation.VIEW, () -> store.view(stream));
    }

    @Override
    public CompletionStage<List<Member>> members(StreamId stream) {
        return tapped(LeaseOperation.MEMBERS, () -> store.members(stream));
    }

    @Override
    public CompletionStage<List<Member>> glance(StreamId stream) {
        return tapped(LeaseOperation.GLANCE, () -> store.glance(stream));
    }

    @Override
    public CompletionStage<Optional<Lease>> read(ShardId shard) {
        return tapped(LeaseOperation.READ, () -> store.read(shard));
    }

    @Override
    public CompletionStage<GroupStart> begin(StreamId stream, Position wanted) {
        return tapped(LeaseOperation.BEGIN, () -> store.begin(stream, wanted));
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return tapped(LeaseOperation.IDENTITY, () -> store.identity(stream, toLearn));
    }

    @Override
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch) {
        return tapped(LeaseOperation.CLAIM, () -> store.claim(seen, clientId, epoch));
    }

    @Override
    public CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        return tapped(LeaseOperation.COMMIT, () -> store.commit(held, checkpoint, whole));
    }

    @Override
    public CompletionStage<LeaseWrite> release(Lease held) {
        return tapped(LeaseOperation.RELEASE, () -> store.release(held));
    }

    @Override
    public CompletionStage<LeaseWrite> end(Lease held) {
        return tapped(LeaseOperation.END, () -> store.end(held));
    }

    @Override
    public CompletionStage<LeaseWrite> retire(Lease seen) {
        return tapped(LeaseOperation.RETIRE, () -> store.retire(seen));
    }

    @Override
    public CompletionStage<LeaseWrite> restore(Lease ended) {
        return tapped(LeaseOperation.RESTORE, () -> store.restore(ended));
    }

    @Override
    public CompletionStage<Boolean> beat(StreamId stream, Member member) {
        return tapped(LeaseOperation.BEAT, () -> store.beat(stream, member));
    }

    @Override
    public CompletionStage<Boolean> leave(StreamId stream, Member member) {
        return tapped(LeaseOperation.LEAVE, () -> store.leave(stream, member));
    }
}
