// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableCapacityTest {

    private static final StreamId STREAM = StreamId.of("orders");

    private final VirtualTime time = new VirtualTime();
    private final InMemoryLeaseTable table = new InMemoryLeaseTable(time, Duration.ofSeconds(15));
    private final InMemoryLeaseStore store = new InMemoryLeaseStore(table, time);

    @Test
    void refusesWritesBeyondItsUnitsUntriedAndTakesThemLater() {
        table.limit(TableCapacity.Limit.ofWrites(10));

        assertThat(claims(0, 30)).isEqualTo(10);
        assertThat(table.leases(STREAM)).hasSize(10);

        time.advance(Duration.ofMillis(500));
        assertThat(claims(30, 30)).isEqualTo(5);

        table.unlimit();
        assertThat(claims(60, 30)).isEqualTo(30);
    }

    @Test
    void refusesHeartbeatsAsWell() {
        table.limit(TableCapacity.Limit.ofWrites(1));

        CompletableFuture<Boolean> first = beat(1);
        CompletableFuture<Boolean> second = beat(2);
        time.advance(Duration.ZERO);

        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void asksAgainForPagesThatWereRefused() {
        assertThat(claims(0, 9_000)).isEqualTo(9_000);
        table.limit(TableCapacity.Limit.ofReads(100));

        var view = store.view(STREAM).toCompletableFuture();
        time.advance(Duration.ofSeconds(30));

        assertThat(view).isCompletedWithValueMatching(found -> found.leases().size() == 9_000);
    }

    private CompletableFuture<Boolean> beat(int beat) {
        return store.beat(STREAM, new Member("me", beat, time.now(), "host", 0)).toCompletableFuture();
    }

    private long claims(int first, int count) {
        List<CompletableFuture<LeaseWrite>> answers = IntStream.range(first, first + count)
                .mapToObj(i -> Lease.absent(new Shard(STREAM.shard("shardId-%012d".formatted(i)), List.of(), false)))
                .map(absent -> store.claim(absent, "me").toCompletableFuture())
                .toList();
        time.advance(Duration.ZERO);
        return answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer instanceof LeaseWrite.Applied)
                .count();
    }
}
