// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Marks the records that are the last of their batch because batchPredicate says so. The predicate is a user's code: it runs
 * on the threads that fetch, and where it fails the record goes on unmarked.
 */
final class BatchClosingReader implements ShardReader {

    private final ShardReader reader;
    private final Predicate predicate;
    private final Endpoint endpoint;
    private final HeaderFilter headers;
    private final Executor executor;
    private final BiConsumer<ShardId, Throwable> failures;

    /**
     * @param endpoint makes the exchanges that the predicate sees
     * @param headers what these have
     * @param executor runs the predicate
     * @param failures told of what the predicate throws, on a thread of the executor
     */
    BatchClosingReader(
            ShardReader reader,
            Predicate predicate,
            Endpoint endpoint,
            HeaderFilter headers,
            Executor executor,
            BiConsumer<ShardId, Throwable> failures) {
        this.reader = reader;
        this.predicate = predicate;
        this.endpoint = endpoint;
        this.headers = headers;
        this.executor = executor;
        this.failures = failures;
    }

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return reader.fetch(shard, from, cursor, limit)
                .thenApplyAsync(fetch -> marked(shard, fetch), executor)
                .exceptionally(Fetch.Failed::new);
    }

    @Override
    public boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
        return reader.isPushed(shard, cursor);
    }

    @Override
    public void release(Cursor cursor) {
        reader.release(cursor);
    }

    private Fetch marked(ShardId shard, Fetch fetch) {
        if (!(fetch instanceof Fetch.Records read)) {
            return fetch;
        }
        List<StreamRecord> records = read.records().stream()
                .map(record -> record.closingBatchWhere(part -> closes(shard, part)))
                .toList();
        return read.marked(records);
    }

    private boolean closes(ShardId shard, StreamRecord record) {
        try {
            Exchange exchange = endpoint.createExchange();
            ExchangeMapper.map(shard, record, exchange.getMessage());
            headers.clear(exchange);
            return predicate.matches(exchange);
        } catch (RuntimeException | Error e) {
            failures.accept(shard, e);
            return false;
        }
    }
}
