// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is asked to stop before it has started must not come to life afterwards. */
class StopWhileStartingTest {

    private static final Duration LATENCY = Duration.ofMillis(10);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();
    private final World world = new World(time, kinesis, new InMemoryLeaseTable(time, Duration.ofSeconds(15)));

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 15, 25, 35, 45})
    void itStopsAndStaysSo(int afterMillis) {
        kinesis.createStream(World.STREAM, 4);
        SimulatedWorker worker = worker();
        worker.start(() -> {});
        time.advance(Duration.ofMillis(afterMillis));
        worker.stop();

        assertThat(time.runUntil(worker::isStopped, Duration.ofMinutes(1))).isTrue();
        long reads = kinesis.calls(Operation.GET_RECORDS);
        time.advance(Duration.ofMinutes(1));

        assertThat(kinesis.calls(Operation.GET_RECORDS)).isEqualTo(reads);
        assertThat(world.table.members(World.STREAM_ID)).isEmpty();
        assertThat(world.table.leases(World.STREAM_ID)).allMatch(lease -> lease.owner() == null);
    }

    private SimulatedWorker worker() {
        WorkerSettings settings =
                FleetOptions.defaults().ordered(Ordering.KEY, 16).settings("w", List.of());
        WorkerTime own = new WorkerTime(time, Duration.ZERO, 0);
        return new SimulatedWorker(
                settings,
                world,
                own,
                new SimulatedWorker.Links(LATENCY, LATENCY, LeaseFault.Plan.NO_FAULTS),
                new SimulatedRoute("w", world, own, RouteBehaviour.steady(LATENCY), 8),
                new Random(1));
    }
}
