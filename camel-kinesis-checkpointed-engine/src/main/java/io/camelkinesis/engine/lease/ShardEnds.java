// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseWrite;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides whether shards that are held have ended, by listings that are asked for after the question, and lets the children
 * follow. Lives on the worker's loop.
 */
public final class ShardEnds {

    private final LeaseContext context;
    private final SerialLoop loop;
    private final Function<StreamId, StreamShards> streams;
    /** Shards that the service does not know, once, and that the listing afterwards lacked. */
    private final Set<ShardId> goneBefore = new HashSet<>();

    ShardEnds(LeaseContext context, Function<StreamId, StreamShards> streams) {
        this.context = context;
        this.loop = context.loop();
        this.streams = streams;
    }

    /**
     * A shard was consumed here, and its row left like this: its children are begun as soon as they are listed. What was written is not
     * read for that: the table may not answer, and the row may be gone by then.
     */
    void consumed(Lease row) {
        StreamShards stream = streams.apply(row.shard().stream());
        if (row.ended()) {
            stream.ended(row);
        }
        stream.refresh();
    }

    /**
     * Marks shards as consumed again whose rows were claimed, after they had vanished, by somebody who did not know and is not at work any
     * more: while one worker takes such a shard for consumed, and another leaves it to him, nobody would. Nothing of it is read again.
     */
    void markAgain(StreamShards stream, Predicate<String> mayBeAlive) {
        String self = context.settings().clientId();
        for (Lease row : stream.unknowing()) {
            String owner = row.owner();
            boolean free = owner == null || owner.equals(self) || !mayBeAlive.test(owner);
            if (free && context.holder().held(row.shard()) == null) {
                // if the answer is lost the row is still none of a reset
                long epoch = stream.epochToMark(row);
                stream.wrote(row.claimedBy(self, epoch, "").consumed());
                loop.when(context.table().claim(row, self, epoch), (write, failure) -> {
                    if (write instanceof LeaseWrite.Applied applied) {
                        markClaimed(applied.lease());
                    }
                });
            }
        }
    }

    private void markClaimed(Lease claimed) {
        loop.when(context.table().end(claimed), (write, failure) -> {
            if (write instanceof LeaseWrite.Applied) {
                context.events().on(new WorkerEvent.EndRestored(claimed.shard(), claimed.epoch()));
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
                context.events().on(new WorkerEvent.LookFailed(shard.stream(), true, failure));
            } else if (context.holder().held(shard) != null) {
                then.run();
            }
        });
    }
}
