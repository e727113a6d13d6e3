// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerSmokeTest {

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).throttling(true).build();
    private final World world = new World(time, kinesis, new InMemoryLeaseTable(time, Duration.ofSeconds(15)));

    private SimulatedWorker worker(String id, Ordering ordering, int limit, RouteBehaviour route) {
        WorkerSettings settings =
                FleetOptions.defaults().ordered(ordering, limit).settings(id, List.of());
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        return new SimulatedWorker(
                settings,
                world,
                own,
                new SimulatedWorker.Links(Duration.ofMillis(10), Duration.ofMillis(20), LeaseFault.Plan.NO_FAULTS),
                new SimulatedRoute(id, world, own, route, 8),
                new Random(1));
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void oneWorkerReadsAllThroughSplitsAndMerges(Ordering ordering) {
        kinesis.createStream(World.STREAM, 4);
        for (int i = 0; i < 1000; i++) {
            world.put("key-" + i % 37, "m" + i);
        }
        SimulatedWorker worker = worker("w1", ordering, 16, RouteBehaviour.steady(Duration.ofMillis(5)));
        worker.start();
        time.runUntil(() -> world.journal("shardId-000000000000").completedCount() > 50, Duration.ofMinutes(5));
        List<String> children = kinesis.split(World.STREAM, "shardId-000000000000");
        for (int i = 0; i < 500; i++) {
            world.put("key-" + i % 37, "n" + i);
        }
        kinesis.merge(World.STREAM, children.get(0), children.get(1));
        for (int i = 0; i < 500; i++) {
            world.put("key-" + i % 37, "o" + i);
        }
        boolean done = time.runUntil(() -> world.allCompleted() && world.allCommitted(), Duration.ofMinutes(5));
        assertThat(done).as(() -> String.join("\n", world.recent())).isTrue();
        worker.stop();
        assertThat(time.runUntil(worker::isStopped, Duration.ofMinutes(1))).isTrue();
        assertThat(world.table.members(World.STREAM_ID)).isEmpty();
        assertThat(world.table.leases(World.STREAM_ID)).allMatch(lease -> lease.owner() == null);
    }

    @Test
    void threeWorkersShareAndTakeOver() {
        kinesis.createStream(World.STREAM, 12);
        RouteBehaviour route = RouteBehaviour.steady(Duration.ofMillis(20));
        SimulatedWorker a = worker("a", Ordering.KEY, 64, route);
        SimulatedWorker b = worker("b", Ordering.KEY, 64, route);
        SimulatedWorker c = worker("c", Ordering.KEY, 64, route);
        a.start();
        time.advance(Duration.ofSeconds(20));
        b.start();
        c.start();
        for (int i = 0; i < 2000; i++) {
            world.put("key-" + i % 200, "m" + i);
            time.advance(Duration.ofMillis(10));
        }
        time.advance(Duration.ofSeconds(40));
        assertThat(world.table.leases(World.STREAM_ID).stream()
                        .map(l -> l.owner())
                        .filter("b"::equals))
                .hasSize(4);
        b.kill();
        for (int i = 0; i < 1000; i++) {
            world.put("key-" + i % 200, "n" + i);
            time.advance(Duration.ofMillis(10));
        }
        boolean done = time.runUntil(() -> world.allCompleted() && world.allCommitted(), Duration.ofMinutes(2));
        assertThat(done).as(() -> String.join("\n", world.recent())).isTrue();
        assertThat(world.table.leases(World.STREAM_ID).stream()
                        .map(l -> l.owner())
                        .filter("a"::equals))
                .hasSize(6);
    }
}
