// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that is suspended for ten minutes keeps its shards, asks for nothing, and repeats nothing afterwards. */
class SuspensionTest {

    private static final Duration SUSPENSION = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).throttling(true).build();
    private int deliveries;
    private final World world = new World(time, kinesis, new InMemoryLeaseTable(time, Duration.ofSeconds(15)));

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void tenMinutes(Ordering ordering) {
        kinesis.createStream(World.STREAM, 4);
        SimulatedWorker suspended = worker("suspended", ordering);
        SimulatedWorker other = worker("other", ordering);
        suspended.start();
        other.start();
        put(500);
        assertThat(time.runUntil(() -> shardsOf("suspended").size() == 2 && allDone(), Duration.ofMinutes(5)))
                .isTrue();
        List<Lease> held = shardsOf("suspended");

        // in the middle of its work
        put(500);
        time.advance(Duration.ofMillis(600));
        suspended.pause();
        time.advance(Duration.ofSeconds(5));
        long completed = completed(held);
        long reads = kinesis.calls(Operation.GET_RECORDS);
        IntStream.range(0, 10).forEach(minute -> {
            put(50);
            time.advance(SUSPENSION.dividedBy(10));
        });
        assertThat(completed(held)).as("completed while suspended").isEqualTo(completed);
        assertThat(shardsOf("suspended"))
                .extracting(Lease::shard, Lease::epoch)
                .containsExactlyElementsOf(held.stream()
                        .map(lease -> tuple(lease.shard(), lease.epoch()))
                        .toList());
        assertThat(kinesis.calls(Operation.GET_RECORDS) - reads)
                .as("reads of the other worker alone, one a second for each of its two shards at the tip")
                .isLessThan(2 * SUSPENSION.toSeconds() + 200);

        suspended.resume();
        assertThat(time.runUntil(this::allDone, Duration.ofMinutes(5)))
                .as(() -> String.join("\n", world.recent()))
                .isTrue();
        assertThat(deliveries)
                .as("each record was delivered once")
                .isEqualTo(kinesis.records(World.STREAM).size());
    }

    private void put(int records) {
        for (int i = 0; i < records; i++) {
            world.put("key-" + i % 37, "m" + i);
        }
    }

    private boolean allDone() {
        return world.allCompleted() && world.allCommitted();
    }

    private List<Lease> shardsOf(String worker) {
        return world.table.leases(World.STREAM_ID).stream()
                .filter(lease -> worker.equals(lease.owner()))
                .toList();
    }

    private long completed(List<Lease> leases) {
        return leases.stream()
                .mapToLong(lease -> world.journal(lease.shard().name()).completedCount())
                .sum();
    }

    private SimulatedWorker worker(String id, Ordering ordering) {
        WorkerSettings settings = FleetOptions.defaults().ordered(ordering, 64).settings(id, List.of());
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        return new SimulatedWorker(
                settings,
                world,
                own,
                new SimulatedWorker.Links(Duration.ofMillis(10), Duration.ofMillis(20), LeaseFault.Plan.NO_FAULTS),
                new SimulatedRoute(id, world, own, counting(), 8),
                new Random(1));
    }

    private RouteBehaviour counting() {
        return new RouteBehaviour() {
            @Override
            public Duration duration(Delivery delivery) {
                deliveries++;
                return Duration.ofMillis(5);
            }

            @Override
            public boolean fails(Delivery delivery) {
                return false;
            }
        };
    }
}
