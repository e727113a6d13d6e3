// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A reader that makes one record of some the last of its batch, always the same ones. */
record ClosingReader(ShardReader reader) implements ShardReader {

    private static final int ONE_OF = 7;

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return reader.fetch(shard, from, cursor, limit).thenApply(ClosingReader::marked);
    }

    private static Fetch marked(Fetch fetch) {
        return fetch instanceof Fetch.Records read
                ? read.marked(read.records().stream()
                        .map(record -> record.closingBatchWhere(ClosingReader::closes))
                        .toList())
                : fetch;
    }

    private static boolean closes(StreamRecord record) {
        return record.sequence().hashCode() % ONE_OF == 0;
    }

    @Override
    public void release(Cursor cursor) {
        reader.release(cursor);
    }
}
