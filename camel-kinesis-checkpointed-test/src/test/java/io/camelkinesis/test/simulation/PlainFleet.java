// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.test.lease.InMemoryLeaseStore;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Many workers and many shards with as little as possible around them, so that thousands of shards fit into a test: the lease
 * table is the in-memory one, each shard has a record every so often, the route is done at once.
 */
final class PlainFleet {

    private static final Duration LATENCY = Duration.ofMillis(10);

    final VirtualTime time = new VirtualTime();
    final InMemoryLeaseTable table =
            new InMemoryLeaseTable(time, FleetOptions.defaults().leasePeriod());
    private final Map<String, Long> events = new TreeMap<>();
    private final List<Shard> shards;
    private final Duration recordEvery;
    private final long pageBytes;
    private final Map<ShardId, Long> recordNanos = new HashMap<>();
    private long sequence = 1_000_000;

    private record NoCursor() implements Cursor {}

    /** One whose rows come in answers of the usual size. */
    PlainFleet(int shards, Duration recordEvery) {
        this(shards, recordEvery, 1 << 20);
    }

    /** @param pageBytes how many bytes of rows come in one answer of the table */
    PlainFleet(int shards, Duration recordEvery, long pageBytes) {
        this.recordEvery = recordEvery;
        this.pageBytes = pageBytes;
        this.shards = IntStream.range(0, shards)
                .mapToObj(i -> new Shard(World.STREAM_ID.shard("shardId-%012d".formatted(i)), List.of(), false))
                .toList();
    }

    void start(String id, FleetOptions options) {
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        LeaseStore store = new InMemoryLeaseStore(table, time, LATENCY, LeaseFault.Plan.NO_FAULTS, pageBytes);
        Worker worker = new Worker(
                options.settings(id, List.of()),
                store,
                stream -> CompletableFuture.completedFuture(shards),
                reader(),
                delivery -> time.execute(() -> {
                    if (delivery.start()) {
                        delivery.completed();
                    }
                }),
                own,
                own,
                new Random(id.hashCode()),
                event -> events.merge(event.getClass().getSimpleName(), 1L, Long::sum));
        var unusedStart = worker.start();
    }

    /** How often this has happened, by the name of the event. */
    long count(String event) {
        return events.getOrDefault(event, 0L);
    }

    void forgetEvents() {
        events.clear();
    }

    /** Shards of each owner. */
    Map<String, Integer> shares() {
        Map<String, Integer> shares = new TreeMap<>();
        for (Lease lease : table.leases(World.STREAM_ID)) {
            if (lease.owner() != null) {
                shares.merge(lease.owner(), 1, Integer::sum);
            }
        }
        return shares;
    }

    int owned() {
        return shares().values().stream().mapToInt(Integer::intValue).sum();
    }

    private ShardReader reader() {
        return (shard, from, cursor, limit) -> {
            CompletableFuture<Fetch> answer = new CompletableFuture<>();
            time.schedule(() -> answer.complete(new Fetch.Records(due(shard), 0, new NoCursor())), LATENCY);
            return answer;
        };
    }

    private List<StreamRecord> due(ShardId shard) {
        long now = time.nanoTime();
        Long last = recordNanos.get(shard);
        if (last != null && now - last < recordEvery.toNanos()) {
            return List.of();
        }
        recordNanos.put(shard, now);
        sequence++;
        return List.of(
                new StreamRecord(SequenceNumber.of(Long.toString(sequence)), "key", new byte[10], time.now(), null));
    }
}
