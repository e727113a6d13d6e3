// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.lease.StreamStatus;
import io.camelkinesis.engine.worker.WorkerStatus;
import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each call of each port is never answered to one worker of a fleet, from its start on, later, or while it stops. Either that stops nothing, or a
 * worker's status tells it in time; the other workers go on. When the calls arrive late after all, everything comes right.
 */
class SilentPortsProofTest {

    private static final FleetOptions OPTIONS = FleetOptions.brisk();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** After which the component calls something a stall: {@code leasePeriod + commitPeriod}, and rebalancePeriod for looks. */
    private static final Duration LIMIT = OPTIONS.leasePeriod().plus(OPTIONS.commitPeriod());

    private static final Duration LOOK_LIMIT = LIMIT.plus(OPTIONS.rebalancePeriod());

    /** It may take a look until something is wanted, and another until it is seen. */
    private static final Duration TOLD_WITHIN =
            LOOK_LIMIT.plus(OPTIONS.rebalancePeriod().multipliedBy(2));

    /** Rows of shards are retired after a day only, and nobody waits for that. */
    private static final Set<String> LEFT_OUT = Set.of(LeaseOperation.RETIRE.name());

    /** Called between slow heartbeats, behind calls whose outcome is unknown, and for rows that vanish. */
    private static final Set<String> RARE =
            Set.of(LeaseOperation.GLANCE.name(), LeaseOperation.READ.name(), LeaseOperation.RESTORE.name());

    private static final String DEAF = "deaf";
    private static final int SHARDS = 12;
    private static final Duration PUTS = Duration.ofMinutes(3);

    private static final Set<String> told = new TreeSet<>();
    private static final Set<String> harmless = new TreeSet<>();
    private static final Set<String> notCalled = new TreeSet<>();

    /** Holds the calls of one operation of one worker back. */
    private static final class Silence implements CallTap {
        private final String operation;
        private final List<Runnable> held = new ArrayList<>();
        private boolean silent;
        private int calls;

        private Silence(String operation) {
            this.operation = operation;
        }

        @Override
        public <T> CompletionStage<T> call(String worker, String called, Supplier<CompletionStage<T>> call) {
            if (!silent || !worker.equals(DEAF) || !called.equals(operation)) {
                return call.get();
            }
            calls++;
            CompletableFuture<T> answer = new CompletableFuture<>();
            held.add(() -> call.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            }));
            return answer;
        }

        /** What was held back arrives. */
        private void end() {
            silent = false;
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    /** When the silence begins. */
    private enum Since {
        /** Before it starts. */
        ITS_START,
        /** When it holds its share of the shards; then others join and leave, and one of its shards splits. */
        LATER,
        /** When it is asked to stop. */
        ITS_STOP
    }

    @TestFactory
    Stream<DynamicTest> eachCallIsNeverAnswered() {
        return Stream.concat(Arrays.stream(LeaseOperation.values()).map(Enum::name), CallTap.OF_THE_STREAM.stream())
                .filter(operation -> !LEFT_OUT.contains(operation))
                .sorted()
                .flatMap(operation -> Arrays.stream(Since.values())
                        .map(since -> dynamicTest(operation + " since " + since, () -> silent(operation, since))));
    }

    private static void silent(String operation, Since since) {
        String name = operation + " since " + since;
        Silence silence = new Silence(operation);
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS, world -> silence);
        SimulatedWorker first = fleet.start("first");
        fleet.start("second");
        fleet.putEvery(Duration.ofMillis(100), 40, PUTS);
        fleet.until("two share the shards", fleet::isBalanced, MINUTE);
        silence.silent = since == Since.ITS_START;
        SimulatedWorker deaf = fleet.start(DEAF);
        if (since == Since.ITS_START) {
            fleet.advance(OPTIONS.rebalancePeriod());
        } else {
            fleet.until("three share the shards", fleet::isBalanced, MINUTE);
        }
        silence.silent = true;
        if (since == Since.ITS_STOP) {
            deaf.stop();
        }
        String parent = heldBy(fleet, since == Since.LATER ? DEAF : "second");
        fleet.world.split(parent);
        fleet.start("third");
        fleet.start("fourth");
        String signal = signalWithin(fleet, deaf);
        if (signal == null && silence.calls == 0) {
            first.stop();
            signal = signalWithin(fleet, deaf);
        }
        if (silence.calls == 0) {
            notCalled.add(name);
        } else if (signal != null) {
            told.add(name + ": " + signal);
        } else {
            harmless.add(name);
            fleet.until(name + " is told by nobody, so all is owned", () -> isOwned(fleet), MINUTE);
        }
        if (deaf.isStopping() && !deaf.isStopped()) {
            // as the component does when a stop takes too long
            deaf.kill();
        } else {
            silence.end();
        }
        fleet.until(name + ": all shards are shared in the end", fleet::isBalanced, MINUTE.multipliedBy(4));
        fleet.until(
                name + ": all is done in the end",
                () -> fleet.time.elapsed().compareTo(PUTS) > 0 && fleet.isDone(),
                MINUTE.multipliedBy(6));
        assertThat(fleet.world.table.lease(World.STREAM_ID.shard(parent)))
                .as(name)
                .hasValueSatisfying(row -> assertThat(row.ended()).isTrue());
    }

    private static String heldBy(SteadyFleet fleet, String worker) {
        return fleet.kinesis.openShards(World.STREAM).stream()
                .filter(shard -> fleet.world
                        .table
                        .lease(World.STREAM_ID.shard(shard))
                        .filter(row -> worker.equals(row.owner()))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable String signalWithin(SteadyFleet fleet, SimulatedWorker deaf) {
        Duration begun = fleet.time.elapsed();
        String signal = null;
        while (signal == null && fleet.time.elapsed().minus(begun).compareTo(TOLD_WITHIN) < 0) {
            fleet.advance(Duration.ofMillis(500));
            signal = signal(fleet, deaf);
        }
        return signal;
    }

    private static boolean isOwned(SteadyFleet fleet) {
        return !fleet.shares().containsKey("");
    }

    /** What a worker's status tells of it; null for nothing. */
    private static @Nullable String signal(SteadyFleet fleet, SimulatedWorker deaf) {
        if (!deaf.isStarted()) {
            return "start under way";
        }
        for (SimulatedWorker worker : fleet.alive()) {
            CompletableFuture<WorkerStatus> asked = worker.inspect().toCompletableFuture();
            fleet.advance(Duration.ofMillis(1));
            if (asked.isDone() && worker.isStarted()) {
                String signal = signal(asked.join());
                if (signal != null) {
                    return signal;
                }
            }
        }
        return null;
    }

    private static @Nullable String signal(WorkerStatus status) {
        for (StreamStatus stream : status.streams()) {
            if (!stream.isInTerm()) {
                return "lease-table-silent";
            }
            if (isOver(LOOK_LIMIT, stream.unanswered())) {
                return "unanswered-look";
            }
            if (stream.leftToOthers() != null) {
                return "left-to-others";
            }
            if (stream.unread().stream().anyMatch(shard -> isOver(LOOK_LIMIT, shard.since()))) {
                return "unread-shard";
            }
        }
        for (ShardStatus shard : status.shards()) {
            if (isOver(LIMIT, shard.closing())) {
                return "unfinished-hand-over";
            }
            if (isOver(LIMIT, shard.commits().unstored())) {
                return "unstored-checkpoint";
            }
            if (isOver(LIMIT, shard.reading().unanswered())) {
                return "unanswered-read";
            }
        }
        return null;
    }

    private static boolean isOver(Duration limit, @Nullable Duration time) {
        return time != null && time.compareTo(limit) >= 0;
    }

    @AfterAll
    static void say() {
        told.forEach(line -> System.out.println("FIGURE faults.2 never answered, told by " + line));
        System.out.println("FIGURE faults.2 never answered, stops nothing: " + String.join(", ", harmless));
        System.out.println("FIGURE faults.2 never answered, not called: " + String.join(", ", notCalled));
        assertThat(notCalled.stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .filter(operation -> !RARE.contains(operation))
                        .filter(operation -> Stream.concat(told.stream(), harmless.stream())
                                .noneMatch(line -> line.startsWith(operation + ' '))))
                .as("operations that no fleet was without")
                .isEmpty();
    }
}
