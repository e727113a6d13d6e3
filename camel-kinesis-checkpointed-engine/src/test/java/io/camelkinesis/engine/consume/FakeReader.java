// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A reader whose every answer comes from the test. */
final class FakeReader implements ShardReader {

    /** Reads that wait for their answer, oldest first. */
    final Deque<Request> waiting = new ArrayDeque<>();

    final List<Cursor> released = new ArrayList<>();
    int reads;
    /** Whether the service is to be taken to send by itself. */
    boolean pushed;

    record Place(String name) implements Cursor {}

    record Request(ShardId shard, Position from, @Nullable Cursor cursor, int limit, CompletableFuture<Fetch> answer) {

        void answer(Fetch fetch) {
            answer.complete(fetch);
        }

        /** Records, and more to come later. */
        void records(List<StreamRecord> records, long lag) {
            answer(new Fetch.Records(records, lag, new Place("behind " + from)));
        }

        /** Records, and then the end of the shard. */
        void last(List<StreamRecord> records) {
            answer(Fetch.Records.last(records));
        }
    }

    /** The read that has waited longest. */
    Request next() {
        Request request = waiting.poll();
        if (request == null) {
            throw new AssertionError("No read is waiting; there were " + reads);
        }
        return request;
    }

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        reads++;
        Request request = new Request(shard, from, cursor, limit, new CompletableFuture<>());
        waiting.addLast(request);
        return request.answer;
    }

    @Override
    public boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
        return pushed;
    }

    @Override
    public void release(Cursor cursor) {
        released.add(cursor);
    }
}
