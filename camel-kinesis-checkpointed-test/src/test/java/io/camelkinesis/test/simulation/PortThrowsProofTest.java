// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.lease.LeaseOperation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each method of each port throws an Error once, as it does when the process can start no thread, in a fleet in which workers
 * join and leave, shards split, and rows vanish. Afterwards every record is delivered and committed, and every shard is owned.
 */
class PortThrowsProofTest {

    private static final List<Class<?>> PORTS = List.of(
            LeaseStore.class,
            ShardLister.class,
            ShardReader.class,
            RecordSink.class,
            TaskScheduler.class,
            WorkerEvents.class);

    /** Only routes with a dead letter endpoint call it; {@link Trouble#PORT_THROWS} throws from it too. */
    private static final Set<String> LEFT_OUT = Set.of("deadLetter");

    private static final String SHARD_0 = "shardId-000000000000";
    private static final ShardId ROW_0 = World.STREAM_ID.shard(SHARD_0);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static int held;

    /**
     * Throws at the first call of the method after it was armed. A row is read only when it is not known what became of a claim, so
     * for that one the first claim goes unanswered.
     */
    private static final class Once implements CallTap {
        private final Method target;
        private boolean armed;
        private boolean thrown;
        private boolean unanswered;

        private Once(Method target) {
            this.target = target;
        }

        @Override
        public boolean lets(String worker, Method method) {
            if (armed && !thrown && method.equals(target)) {
                thrown = true;
                throw new PlantedError(method);
            }
            return true;
        }

        @Override
        public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
            boolean lost = armed && !unanswered && isRead() && operation.equals(LeaseOperation.CLAIM.name());
            unanswered |= lost;
            CompletionStage<T> answer = call.get();
            return lost
                    ? answer.thenCompose(done -> CompletableFuture.failedStage(new IOException("no answer")))
                    : answer;
        }

        private boolean isRead() {
            return target.getDeclaringClass().equals(LeaseStore.class)
                    && target.getName().equals("read");
        }
    }

    private static List<Method> methods() {
        return PORTS.stream()
                .flatMap(port -> Arrays.stream(port.getMethods()))
                .filter(method -> !LEFT_OUT.contains(method.getName()))
                // the shorter one calls the longer one
                .filter(method ->
                        !Set.of("commit", "claim").contains(method.getName()) || method.getParameterCount() == 3)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> eachMethodThrowsOnce() {
        return methods().stream()
                .map(method -> dynamicTest(
                        method.getDeclaringClass().getSimpleName() + "." + method.getName(), () -> throwsOnce(method)));
    }

    private static void throwsOnce(Method method) {
        boolean retires = method.getName().equals("retire");
        // a shard passes out of retention after a day, which is long for a brisk fleet; and that has no time for
        // glances
        FleetOptions options = retires || method.getName().equals("glance")
                ? FleetOptions.defaults().pollingEvery(Duration.ofSeconds(30))
                : FleetOptions.brisk();
        Once once = new Once(method);
        SteadyFleet fleet = new SteadyFleet(options, 3, world -> once);
        SimulatedWorker first = fleet.start("first");
        fleet.start("second");
        fleet.putEvery(Duration.ofMillis(100), 40, Duration.ofSeconds(40));
        fleet.until("two share the shards", fleet::isBalanced, MINUTE);

        once.armed = true;
        fleet.worker("third", LeaseFault.Plan.NO_FAULTS).start(() -> fleet.start("third-again"));
        fleet.until("three share the shards", () -> fleet.alive().size() == 3 && fleet.isBalanced(), MINUTE);
        fleet.world.split(SHARD_0);
        fleet.until(
                "the parent is consumed",
                () -> fleet.world.table.lease(ROW_0).filter(row -> row.ended()).isPresent(),
                MINUTE);
        first.stop();
        fleet.until("two share the shards again", () -> first.isStopped() && fleet.isBalanced(), MINUTE);
        fleet.world.table.delete(ROW_0);
        fleet.world.observe(new Observation.RowVanished(ROW_0));
        fleet.until(
                "the end is written again", () -> fleet.world.table.lease(ROW_0).isPresent(), MINUTE);
        fleet.until("all is done", () -> fleet.isDone() && fleet.isBalanced(), MINUTE.multipliedBy(2));
        if (retires) {
            fleet.until(
                    "the row of the shard that has left is deleted",
                    () -> fleet.world.table.lease(ROW_0).isEmpty(),
                    Duration.ofHours(30));
        }

        fleet.putEvery(Duration.ofMillis(100), 40, fleet.time.elapsed().plusSeconds(10));
        fleet.advance(Duration.ofSeconds(11));
        fleet.until("checkpoints go on", () -> fleet.isDone() && fleet.isBalanced(), MINUTE);
        assertThat(once.thrown).as("%s is called", method.getName()).isTrue();
        held++;
    }

    @AfterAll
    static void say() {
        System.out.println(
                "FIGURE faults.2 each of " + held + " of " + methods().size()
                        + " methods of ports threw once in a fleet: all records delivered, all shards owned");
    }
}
