// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides whether shards that are held have ended, by listings that are asked for after the question, and lets the children
 * follow. Lives on the worker's loop.
 */
public final class ShardEnds {

    private final LeaseContext context;
    private final SerialLoop loop;
    private final Function<StreamId, StreamShards> streams;
    private final Runnable look;
    /** Shards that the service does not know, once, and that the listing afterwards lacked. */
    private final Set<ShardId> goneBefore = new HashSet<>();

    ShardEnds(LeaseContext context, Function<StreamId, StreamShards> streams, Runnable look) {
        this.context = context;
        this.loop = context.loop();
        this.streams = streams;
        this.look = look;
    }

    /** A shard was consumed here: its children are begun as soon as they are listed. */
    void consumed(ShardId shard) {
        StreamShards stream = streams.apply(shard.stream());
        stream.refresh();
        loop.when(context.table().read(shard), (row, failure) -> {
            Lease end = row == null ? null : row.orElse(null);
            if (end != null && end.ended()) {
                stream.ended(end);
                look.run();
            }
        });
    }

    /** A shard that is held seems to have ended: see whether it is listed as closed, by a listing that is asked for now. */
    public void seemsEnded(ShardId shard) {
        afterListing(shard, () -> {
            if (streams.apply(shard.stream()).isClosed(shard)) {
                context.holder().listedClosed(shard);
            }
        });
    }

    /**
     * The service said that it does not know a shard that is held. That alone proves nothing, nor does one listing that lacks the
     * shard: it is finished when it is known to have been closed, and when the service has said so twice, each time with a
     * listing that was asked for afterwards and lacks it. Until then the reading goes on.
     */
    public void gone(ShardId shard) {
        StreamShards stream = streams.apply(shard.stream());
        afterListing(shard, () -> {
            goneBefore.retainAll(context.holder().shards());
            if (!stream.isMissingAndClosed(shard)) {
                goneBefore.remove(shard);
            } else if (!goneBefore.add(shard)) {
                context.holder().finish(shard);
            }
        });
    }

    private void afterListing(ShardId shard, Runnable then) {
        loop.when(streams.apply(shard.stream()).list(), (listed, failure) -> {
            if (failure != null) {
                context.events().on(new WorkerEvent.LookFailed(shard.stream(), failure));
            } else if (context.holder().held(shard) != null) {
                then.run();
            }
        });
    }
}
