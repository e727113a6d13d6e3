// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.OnFailure;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.lease.InMemoryLeaseStore;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.lease.LeaseOperation;
import io.camelkinesis.test.lease.TableCapacity;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet at rest whose table takes less than its commits ask for: heartbeats go on, commits come less often. */
class ThrottledTableProofTest {

    private static final int SHARDS = 400;
    private static final int WORKERS = 10;
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final Duration LEASE_PERIOD = Duration.ofSeconds(15);
    private static final Duration COMMIT_PERIOD = Duration.ofSeconds(5);
    private static final Duration OBSERVED = Duration.ofMinutes(15);
    /** For so long the writes are counted that the fleet makes when the table takes all. */
    private static final Duration MEASURED = Duration.ofMinutes(1);
    /** As far apart as commits may come, with jitter. */
    private static final Duration OLDEST = COMMIT_PERIOD.multipliedBy(18);

    private static final StreamId STREAM = StreamId.of("orders");

    private record NoCursor() implements Cursor {}

    private final VirtualTime time = new VirtualTime();
    private final InMemoryLeaseTable table = new InMemoryLeaseTable(time, LEASE_PERIOD);
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<ShardId, Long> committedNanos = new HashMap<>();
    private final Map<ShardId, Long> recordNanos = new HashMap<>();
    private long sequence = 1_000_000;
    private long oldestNanos;

    @ParameterizedTest
    @ValueSource(ints = {93, 75})
    void keepsAllLeasesOnATableThatTakesLessThanIsWanted(int percent) {
        table.watch(change -> {
            if (change.operation() == LeaseOperation.COMMIT) {
                committedNanos.put(change.after().shard(), time.nanoTime());
            }
        });
        IntStream.range(0, WORKERS).forEach(this::startWorker);
        time.advance(Duration.ofMinutes(2));
        assertThat(owned()).isEqualTo(SHARDS);

        events.clear();
        time.advance(MEASURED);
        double wanted = (double) (count("Committed") + count("Heartbeat")) / MEASURED.toSeconds();
        table.limit(TableCapacity.Limit.ofWrites(wanted * percent / 100));
        events.clear();
        for (long second = 0; second < OBSERVED.toSeconds(); second++) {
            time.advance(Duration.ofSeconds(1));
            committedNanos.values().forEach(at -> oldestNanos = Math.max(oldestNanos, time.nanoTime() - at));
        }

        System.out.printf(
                "FIGURE faults.3 %d shards, %d workers, a table that takes %d %% of the writes wanted, %d min: fenced %d,"
                        + " leases lost %d, oldest checkpoint %.1f s; commits written %d, not taken %d, heartbeats not"
                        + " taken %d%n",
                SHARDS,
                WORKERS,
                percent,
                OBSERVED.toMinutes(),
                count("Fenced"),
                count("LeaseLost"),
                oldestNanos / 1e9,
                count("Committed"),
                count("CommitDelayed"),
                count("HeartbeatMissed"));
        assertThat(count("Fenced")).isZero();
        assertThat(count("LeaseLost")).isZero();
        assertThat(count("MemberGone")).isZero();
        assertThat(count("Bug")).isZero();
        assertThat(owned()).isEqualTo(SHARDS);
        assertThat(Duration.ofNanos(oldestNanos)).isLessThan(OLDEST);
    }

    private long count(String event) {
        return events.getOrDefault(event, 0L);
    }

    private long owned() {
        return table.leases(STREAM).stream()
                .map(Lease::owner)
                .filter(owner -> owner != null)
                .count();
    }

    private void startWorker(int number) {
        List<Shard> shards = IntStream.range(0, SHARDS)
                .mapToObj(i -> new Shard(STREAM.shard("shardId-%012d".formatted(i)), List.of(), false))
                .toList();
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        Worker worker = new Worker(
                new WorkerSettings(
                        "w" + number,
                        "host",
                        List.of(new StreamSelection(STREAM, List.of())),
                        Position.TRIM_HORIZON,
                        LEASE_PERIOD,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        consume()),
                new InMemoryLeaseStore(table, time, LATENCY, LeaseFault.Plan.NO_FAULTS),
                stream -> CompletableFuture.completedFuture(shards),
                aRecordEachSecond(),
                delivery -> time.execute(() -> {
                    if (delivery.start()) {
                        delivery.completed();
                    }
                }),
                own,
                own,
                new Random(number),
                event -> events.merge(event.getClass().getSimpleName(), 1L, Long::sum));
        var unusedStart = worker.start();
        time.advance(Duration.ofMillis(700));
    }

    private ShardReader aRecordEachSecond() {
        return (shard, from, cursor, limit) -> {
            CompletableFuture<Fetch> answer = new CompletableFuture<>();
            time.schedule(
                    () -> {
                        long now = time.nanoTime();
                        Long last = recordNanos.get(shard);
                        List<StreamRecord> records = List.of();
                        if (last == null || now - last >= Duration.ofSeconds(1).toNanos()) {
                            recordNanos.put(shard, now);
                            sequence++;
                            records = List.of(new StreamRecord(
                                    SequenceNumber.of(Long.toString(sequence)), "key", new byte[10], time.now(), null));
                        }
                        answer.complete(new Fetch.Records(records, 0, new NoCursor()));
                    },
                    LATENCY);
            return answer;
        };
    }

    private static ConsumeSettings consume() {
        return new ConsumeSettings(
                1024,
                Ordering.KEY,
                COMMIT_PERIOD,
                10_000,
                10_000,
                64L << 20,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                3,
                OnFailure.REPLAY,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
    }
}
