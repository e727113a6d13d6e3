// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A reader whose calls go through a tap. */
record TappedReader(String worker, CallTap tap, ShardReader reader) implements ShardReader {

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return tap.call(worker, CallTap.GET_RECORDS, () -> reader.fetch(shard, from, cursor, limit));
    }

    @Override
    public void release(Cursor cursor) {
        reader.release(cursor);
    }
}
