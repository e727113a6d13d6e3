// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.worker;

import io.camelkinesis.engine.consume.ShardConsumers;
import io.camelkinesis.engine.lease.LeaseHolder;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Joins leases and reading, which do not know each other. */
record ConsumerHolder(ShardConsumers consumers, Duration drainTimeout) implements LeaseHolder {

    @Override
    public void begin(Lease held, Position from, BooleanSupplier inTerm) {
        consumers.begin(held, from, inTerm);
    }

    @Override
    public void drain(ShardId shard) {
        consumers.drain(shard, drainTimeout);
    }

    @Override
    public void lose(ShardId shard, String reason) {
        consumers.lose(shard, reason);
    }

    @Override
    public void fence(ShardId shard) {
        consumers.fence(shard);
    }

    @Override
    public void renew(Lease lease, BooleanSupplier inTerm) {
        consumers.renew(lease, inTerm);
    }

    @Override
    public void listedClosed(ShardId shard) {
        consumers.listedClosed(shard);
    }

    @Override
    public void finish(ShardId shard) {
        consumers.finish(shard);
    }

    @Override
    public @Nullable Duration sinceRead(StreamId stream) {
        return consumers.sinceRead(stream);
    }

    @Override
    public @Nullable Duration unread(StreamId stream) {
        return consumers.unread(stream);
    }

    @Override
    public Set<ShardId> shards() {
        return consumers.shards();
    }

    @Override
    public @Nullable Lease held(ShardId shard) {
        return consumers.held(shard);
    }

    @Override
    public boolean isBarred(ShardId shard) {
        return consumers.isBarred(shard);
    }
}
