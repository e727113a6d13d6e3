// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Notes what it is told, and reads nothing. */
final class FakeHolder implements LeaseHolder {

    final Map<ShardId, Lease> leases = new TreeMap<>();
    final Map<ShardId, BooleanSupplier> terms = new TreeMap<>();
    final Set<ShardId> barred = new HashSet<>();

    @Nullable
    String unfenceable;

    @Nullable
    Duration sinceRead;

    @Nullable
    Duration unread;
    /** Everything it was told, in order. */
    final List<String> heard = new ArrayList<>();

    /** Holds this lease, as if it had begun with it. */
    void hold(Lease lease) {
        leases.put(lease.shard(), lease);
    }

    @Override
    public void begin(Lease held, Position from, BooleanSupplier inTerm) {
        heard.add("begin " + held.shard().name() + " at " + from + " under " + held.epoch());
        leases.put(held.shard(), held);
        terms.put(held.shard(), inTerm);
    }

    @Override
    public void drain(ShardId shard) {
        heard.add("drain " + shard.name());
    }

    @Override
    public void lose(ShardId shard, String reason) {
        heard.add("lose " + shard.name() + ": " + reason);
        leases.remove(shard);
    }

    @Override
    public void fence(ShardId shard) {
        heard.add("fence " + shard.name());
        if (shard.name().equals(unfenceable)) {
            throw new IllegalStateException("a bug");
        }
    }

    @Override
    public void renew(Lease lease, BooleanSupplier inTerm) {
        heard.add("renew " + lease.shard().name() + " under " + lease.epoch());
        leases.put(lease.shard(), lease);
        terms.put(lease.shard(), inTerm);
    }

    @Override
    public void listedClosed(ShardId shard) {
        heard.add("listed closed " + shard.name());
    }

    @Override
    public void finish(ShardId shard) {
        heard.add("finish " + shard.name());
    }

    @Override
    public @Nullable Duration sinceRead(StreamId stream) {
        return sinceRead;
    }

    @Override
    public @Nullable Duration unread(StreamId stream) {
        return unread;
    }

    @Override
    public Set<ShardId> shards() {
        return leases.keySet();
    }

    @Override
    public @Nullable Lease held(ShardId shard) {
        return leases.get(shard);
    }

    @Override
    public boolean isBarred(ShardId shard) {
        return barred.contains(shard);
    }
}
