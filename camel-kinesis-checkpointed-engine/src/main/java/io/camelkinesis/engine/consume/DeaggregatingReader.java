// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.HashKeyRange;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A reader that finds the aggregates among what another reader brings, checks and marks them. Whichever way the records
 * are fetched, this is where aggregates are recognized. They are taken apart only when they are delivered, see {@link
 * WaitingRecords}: until then each is one record.
 *
 * <p>What begins as an aggregate and is none stays as it is. A user record that hashes outside the shard, as one does that
 * was put before a reshard, is counted and delivered like any other.
 */
public final class DeaggregatingReader implements ShardReader {

    private final ShardReader reader;
    private final Executor executor;
    private final Function<ShardId, @Nullable HashKeyRange> ranges;

    /**
     * @param reader brings the records
     * @param executor checks them: as much work as to hash their payload, which is too much for the worker's loop
     * @param ranges tells which hash keys a shard takes, null when that is not known
     */
    public DeaggregatingReader(
            ShardReader reader, Executor executor, Function<ShardId, @Nullable HashKeyRange> ranges) {
        this.reader = reader;
        this.executor = executor;
        this.ranges = ranges;
    }

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return reader.fetch(shard, from, cursor, limit).thenCompose(fetch -> {
            if (fetch instanceof Fetch.Records records && hasMagic(records.records())) {
                return CompletableFuture.supplyAsync(() -> marked(shard, records), executor);
            }
            return CompletableFuture.completedStage(fetch);
        });
    }

    @Override
    public boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
        return reader.isPushed(shard, cursor);
    }

    @Override
    public void release(Cursor cursor) {
        reader.release(cursor);
    }

    private static boolean hasMagic(List<StreamRecord> records) {
        return records.stream().anyMatch(record -> Aggregate.hasMagic(record.data()));
    }

    private Fetch marked(ShardId shard, Fetch.Records fetched) {
        HashKeyRange range = ranges.apply(shard);
        List<StreamRecord> marked = new ArrayList<>(fetched.records().size());
        int aggregates = 0;
        long userRecords = 0;
        long outside = 0;
        int damaged = 0;
        for (StreamRecord record : fetched.records()) {
            Aggregate aggregate = Aggregate.decode(record.data());
            if (aggregate == null) {
                marked.add(record);
                damaged += Aggregate.hasMagic(record.data()) ? 1 : 0;
            } else {
                marked.add(record.packed(aggregate));
                aggregates++;
                userRecords += aggregate.size();
                outside += range == null ? 0 : aggregate.outside(range);
            }
        }
        Unpacking unpacking = new Unpacking(aggregates, userRecords, outside, damaged);
        return new Fetch.Records(marked, fetched.millisBehindLatest(), fetched.next(), fetched.ended(), unpacking);
    }
}
