// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.HashKeyRange;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeaggregatingReaderTest {

    private static final HashKeyRange NOTHING = new HashKeyRange(BigInteger.ZERO, BigInteger.ZERO);

    private final FakeReader inner = new FakeReader();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final DeaggregatingReader reader = new DeaggregatingReader(inner, tasks::add, shard -> NOTHING);
    private final byte[] aggregate =
            Aggregate.encode(List.of(new UserRecord("a", new byte[1]), new UserRecord("b", new byte[2])));

    private static StreamRecord of(byte[] data) {
        return new StreamRecord(seq(1), "a", data, Instant.EPOCH, null);
    }

    private CompletableFuture<Fetch> fetch() {
        return reader.fetch(SHARD, Position.TRIM_HORIZON, null, 100).toCompletableFuture();
    }

    @Test
    void aggregatesAreMarkedOnTheExecutorAndNowhereElse() {
        CompletableFuture<Fetch> fetch = fetch();
        inner.next().records(List.of(of(new byte[10]), of(aggregate)), 7);
        assertThat(fetch).as("before the executor has run").isNotDone();
        tasks.remove().run();
        Fetch.Records records = (Fetch.Records) fetch.join();
        assertThat(records.records()).extracting(StreamRecord::parts).containsExactly(1, 2);
        assertThat(records.millisBehindLatest()).isEqualTo(7);
        assertThat(records.next()).isNotNull();
        assertThat(records.unpacking()).isEqualTo(new Unpacking(1, 2, 2, 0));
    }

    @Test
    void whatHoldsNoAggregateCostsNothing() {
        CompletableFuture<Fetch> fetch = fetch();
        inner.next().records(List.of(of(new byte[10]), of(new byte[0])), 7);
        assertThat(tasks).isEmpty();
        assertThat(((Fetch.Records) fetch.join()).unpacking()).isNull();
    }

    @Test
    void whatIsDamagedStaysAsItIsAndIsCounted() {
        byte[] damaged = aggregate.clone();
        damaged[10]++;
        CompletableFuture<Fetch> fetch = fetch();
        inner.next().records(List.of(of(damaged)), 0);
        tasks.remove().run();
        Fetch.Records records = (Fetch.Records) fetch.join();
        assertThat(records.records()).containsExactly(of(damaged));
        assertThat(records.unpacking()).isEqualTo(new Unpacking(0, 0, 0, 1));
    }

    @Test
    void aShardWhoseRangeIsNotKnownHasNothingOutside() {
        DeaggregatingReader blind = new DeaggregatingReader(inner, Runnable::run, shard -> null);
        CompletableFuture<Fetch> fetch =
                blind.fetch(SHARD, Position.TRIM_HORIZON, null, 100).toCompletableFuture();
        inner.next().records(List.of(of(aggregate)), 0);
        assertThat(((Fetch.Records) fetch.join()).unpacking()).isEqualTo(new Unpacking(1, 2, 0, 0));
    }

    @Test
    void otherAnswersAndReleasesPassThrough() {
        CompletableFuture<Fetch> fetch = fetch();
        Fetch expired = new Fetch.Expired();
        inner.next().answer(expired);
        assertThat(fetch.join()).isSameAs(expired);
        Cursor cursor = new FakeReader.Place("x");
        reader.release(cursor);
        assertThat(inner.released).containsExactly(cursor);
    }

    @Test
    void anExecutorThatTakesNothingMoreFailsTheRead() {
        DeaggregatingReader full = new DeaggregatingReader(
                inner,
                task -> {
                    throw new java.util.concurrent.RejectedExecutionException("full");
                },
                shard -> null);
        CompletableFuture<Fetch> fetch =
                full.fetch(SHARD, Position.TRIM_HORIZON, null, 100).toCompletableFuture();
        inner.next().records(List.of(of(aggregate)), 0);
        assertThat(fetch).isCompletedExceptionally();
    }
}
