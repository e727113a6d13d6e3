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
                ? new Fetch.Records(
                        read.records().stream().map(ClosingReader::marked).toList(),
                        read.millisBehindLatest(),
                        read.next())
                : fetch;
    }

    private static StreamRecord marked(StreamRecord record) {
        return record.sequence().hashCode() % ONE_OF == 0 ? record.closingBatch() : record;
    }

    @Override
    public void release(Cursor cursor) {
        reader.release(cursor);
    }
}
