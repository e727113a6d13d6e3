// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.test.lease.InMemoryLeaseStore;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One worker claims all shards of a very large stream, on real threads: its loop and a table that takes its time. */
class ManyShardsStartProofTest {

    private static final int SHARDS = 10_000;
    private static final Duration LATENCY = Duration.ofMillis(10);
    /** On a machine that has nothing else to do it takes seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final MovableClock clock = new MovableClock();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor();
    private final InMemoryLeaseTable table =
            new InMemoryLeaseTable(clock, FleetOptions.defaults().leasePeriod());
    private final Map<String, Long> events = new ConcurrentHashMap<>();
    private final AtomicLong lastBeat = new AtomicLong(clock.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();

    private record Timers(ScheduledExecutorService executor) implements TaskScheduler {
        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public Cancellable schedule(Runnable task, Duration delay) {
            ScheduledFuture<?> timer = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        }
    }

    @AfterEach
    void end() {
        loop.shutdownNow();
        service.shutdownNow();
    }

    @Test
    void aStartOfTenThousandShardsCostsNoLease() {
        List<Shard> shards = IntStream.range(0, SHARDS)
                .mapToObj(i -> new Shard(World.STREAM_ID.shard("shardId-%012d".formatted(i)), List.of(), false))
                .toList();
        Worker worker = new Worker(
                FleetOptions.defaults().settings("w", List.of()),
                new InMemoryLeaseStore(table, new Timers(service), LATENCY, LeaseFault.Plan.NO_FAULTS),
                stream -> CompletableFuture.completedFuture(shards),
                (shard, from, cursor, limit) -> new CompletableFuture<>(),
                delivery -> {},
                clock,
                new Timers(loop),
                new Random(1),
                this::on);
        long begin = clock.nanoTime();
        var unusedStart = worker.start();
        await().atMost(PATIENCE).until(() -> count("LeaseClaimed") == SHARDS);
        Duration claimed = Duration.ofNanos(clock.nanoTime() - begin);
        long beats = count("Heartbeat");
        await().atMost(PATIENCE).until(() -> count("Heartbeat") > beats + 1);

        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.3 a worker that starts with %,d shards has claimed all after %.1f s; longest time between two"
                        + " heartbeats %.1f s, fenced %d%n",
                SHARDS,
                claimed.toMillis() / 1e3,
                longestGap.get() / 1e9,
                count("Fenced"));
        assertThat(count("Fenced")).isZero();
        assertThat(count("LeaseLost")).isZero();
        assertThat(count("Bug")).isZero();
        assertThat(count("LeaseClaimed")).isEqualTo(SHARDS);
    }

    private void on(WorkerEvent event) {
        events.merge(event.getClass().getSimpleName(), 1L, Long::sum);
        if (event instanceof WorkerEvent.Heartbeat) {
            long now = clock.nanoTime();
            longestGap.accumulateAndGet(now - lastBeat.getAndSet(now), Math::max);
        }
    }

    private long count(String event) {
        return events.getOrDefault(event, 0L);
    }
}
