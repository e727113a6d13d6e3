// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import io.camelkinesis.engine.ManualTime;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the parts of lease keeping share, with a table, a listing and a time that the test moves. */
final class LeaseRig {

    static final Duration LEASE_PERIOD = Duration.ofSeconds(15);
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final Duration REBALANCE = Duration.ofSeconds(30);

    final ManualTime time = new ManualTime();
    final List<WorkerEvent> events = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    final SerialLoop loop = new SerialLoop(time, time, bugs::add);
    final FakeLeaseTable table = new FakeLeaseTable();
    final FakeHolder holder = new FakeHolder();
    final Listing listing = new Listing();
    final LeaseContext context = new LeaseContext(
            new LeaseSettings("me", "host", Position.TRIM_HORIZON, LEASE_PERIOD, REBALANCE),
            loop,
            time,
            table,
            listing,
            holder,
            new FixedRandom(0),
            events::add);

    final PacedCalls calls = new PacedCalls(loop, Duration.ofSeconds(1), REBALANCE, new FixedRandom(0));

    private long foreignBeat;

    /** The service's listing of shards. */
    static final class Listing implements ShardLister {
        final Map<StreamId, List<Shard>> shards = new TreeMap<>();
        final List<CompletableFuture<List<Shard>>> waiting = new ArrayList<>();
        RuntimeException failure;
        StreamIdentity identity;
        boolean held;
        int calls;

        @Override
        public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream) {
            return CompletableFuture.completedFuture(Optional.ofNullable(identity));
        }

        @Override
        public CompletionStage<List<Shard>> list(StreamId stream) {
            calls++;
            CompletableFuture<List<Shard>> answer = new CompletableFuture<>();
            if (held) {
                waiting.add(answer);
            } else if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(List.copyOf(shards.getOrDefault(stream, List.of())));
            }
            return answer;
        }
    }

    void list(Shard... shards) {
        listing.shards.put(STREAM, List.of(shards));
    }

    void run(Runnable task) {
        loop.execute(task);
        time.settle();
    }

    void advance(Duration by) {
        time.advance(by);
    }

    /** Another worker writes a heartbeat. */
    void beatOf(String id, int shards) {
        table.members(STREAM.stream()).put(id, new Member(id, ++foreignBeat, null, "elsewhere", shards));
    }

    Lease row(String shard) {
        return table.row(STREAM.shard(shard));
    }

    <E extends WorkerEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void assertNoBugs() {
        assertThat(bugs).isEmpty();
        assertThat(events(WorkerEvent.Bug.class)).isEmpty();
    }
}
