// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.GuardedEvents;
import io.camelkinesis.engine.runtime.PortCall;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A reader that keeps its contract whatever the one behind it does: a read that throws has failed. */
public record GuardedShardReader(ShardReader reader, GuardedEvents events) implements ShardReader {

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return PortCall.<Fetch>of("shard reader", () -> reader.fetch(shard, from, cursor, limit))
                .exceptionally(Fetch.Failed::new);
    }

    @Override
    public boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
        try {
            return reader.isPushed(shard, cursor);
        } catch (Throwable bug) {
            events.on(new WorkerEvent.Bug(bug));
            return false;
        }
    }

    @Override
    public void release(Cursor cursor) {
        try {
            reader.release(cursor);
        } catch (Throwable bug) {
            events.on(new WorkerEvent.Bug(bug));
        }
    }
}
