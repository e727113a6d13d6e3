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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A lease store that hands every call on; what differs is overridden. */
abstract class ForwardingLeaseStore implements LeaseStore {

    private final LeaseStore store;

    ForwardingLeaseStore(LeaseStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<LeaseTableView> view(StreamId stream) {
        return store.view(stream);
    }

    @Override
    public CompletionStage<List<Member>> members(StreamId stream) {
        return store.members(stream);
    }

    @Override
    public CompletionStage<List<Member>> glance(StreamId stream) {
        return store.glance(stream);
    }

    @Override
    public CompletionStage<Optional<Lease>> read(ShardId shard) {
        return store.read(shard);
    }

    @Override
    public CompletionStage<GroupStart> begin(StreamId stream, Position wanted) {
        return store.begin(stream, wanted);
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return store.identity(stream, toLearn);
    }

    @Override
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch) {
        return store.claim(seen, clientId, epoch);
    }

    @Override
    public CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        return store.commit(held, checkpoint, whole);
    }

    @Override
    public CompletionStage<LeaseWrite> release(Lease held) {
        return store.release(held);
    }

    @Override
    public CompletionStage<LeaseWrite> end(Lease held) {
        return store.end(held);
    }

    @Override
    public CompletionStage<LeaseWrite> retire(Lease seen) {
        return store.retire(seen);
    }

    @Override
    public CompletionStage<LeaseWrite> restore(Lease ended) {
        return store.restore(ended);
    }

    @Override
    public CompletionStage<Boolean> beat(StreamId stream, Member member) {
        return store.beat(stream, member);
    }

    @Override
    public CompletionStage<Boolean> leave(StreamId stream, Member member) {
        return store.leave(stream, member);
    }
}
