package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Holds nothing, and must not be asked to hold anything. */
final class EmptyHands implements LeaseHolder {
    @Override
    public void begin(Lease held, Position from, BooleanSupplier inTerm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void drain(ShardId shard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void lose(ShardId shard, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fence(ShardId shard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void renew(Lease lease, BooleanSupplier inTerm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void finish(ShardId shard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<ShardId> shards() {
        return Set.of();
    }

    @Override
    public Lease held(ShardId shard) {
        return null;
    }

    @Override
    public boolean isBarred(ShardId shard) {
        return false;
    }
}
