// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The workers of a simulation, and what fate does to them. */
final class Fleet {

    static final Duration REBALANCE_PERIOD = Duration.ofSeconds(30);

    private static final int ROUTE_THREADS = 4;
    /** By how much clocks run wrong, as a part of the time that passes: an hour in five minutes, forward or backward. */
    private static final double MOST_DRIFT = 2 * 12;

    /** After a worker failed to start, a supervisor tries again. */
    private static final Duration SUPERVISOR_DELAY = Duration.ofSeconds(5);

    /** How long an exchange takes that outlasts all that goes wrong. */
    private static final Duration ENDLESS = Duration.ofMinutes(8);

    /** A commit by hand comes so long after the record was processed, at the most. */
    private static final int MOST_MILLIS_TO_COMMIT = 1_500;

    private final SimulationPlan plan;
    private final World world;
    private final Random random;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<TableWeather> weathers = new ArrayList<>();
    private final LateAnswers late;
    private final Troubles troubles;
    private int born;
    private boolean out;
    private boolean healed;

    Fleet(SimulationPlan plan, World world, Random random, Troubles troubles) {
        this.plan = plan;
        this.world = world;
        this.random = random;
        this.troubles = troubles;
        this.late = new LateAnswers(world, new Random(plan.seed()), plan.lateReads());
    }

    /** Starts one more worker, under an id of its own. */
    SimulatedWorker startWorker() {
        String id = "w" + ++born;
        WorkerTime time = healed || plan.calm()
                ? new WorkerTime(world.time, Duration.ZERO, 0)
                : new WorkerTime(
                        world.time,
                        Duration.ofSeconds(random.nextInt(7200) - 3600),
                        (random.nextDouble() - 0.5) * MOST_DRIFT);
        TableWeather weather = new TableWeather(new Random(random.nextLong()), plan.tableFaults());
        weather.outage(out);
        if (healed) {
            weather.calmDown();
        }
        SimulatedRoute route = new SimulatedRoute(id, world, time, new Moods(random.nextLong()), ROUTE_THREADS);
        Duration tableLatency = Duration.ofMillis(2 + random.nextInt(30));
        Duration streamLatency = Duration.ofMillis(5 + random.nextInt(50));
        SimulatedWorker worker = new SimulatedWorker(
                settings(id),
                world,
                time,
                new SimulatedWorker.Links(tableLatency, streamLatency, weather, late, troubles),
                route,
                new Random(random.nextLong()));
        workers.add(worker);
        weathers.add(weather);
        worker.start(() -> world.time.schedule(this::startWorker, SUPERVISOR_DELAY));
        return worker;
    }

    private WorkerSettings settings(String id) {
        ConsumeSettings consume = new ConsumeSettings(
                plan.checkpointLimit(),
                plan.ordering(),
                plan.commitPeriod(),
                10_000,
                500 + random.nextInt(2000),
                (1L + random.nextInt(64)) << 20,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                3,
                plan.route().failure(),
                plan.route().batch(),
                plan.route().manualCommit());
        return new WorkerSettings(
                id,
                "host-of-" + id,
                List.of(new StreamSelection(World.STREAM_ID, List.of())),
                plan.latest() ? Position.LATEST : Position.TRIM_HORIZON,
                plan.leasePeriod(),
                REBALANCE_PERIOD,
                plan.drainTimeout(),
                consume);
    }

    List<SimulatedWorker> alive() {
        return workers.stream().filter(SimulatedWorker::isAlive).toList();
    }

    /** Workers that are alive and mean to stay. */
    List<SimulatedWorker> staying() {
        return workers.stream()
                .filter(worker -> worker.isAlive() && !worker.isStopping())
                .toList();
    }

    void outageForAll(boolean on) {
        out = on;
        weathers.forEach(weather -> weather.outage(on));
    }

    void outage(SimulatedWorker worker, boolean on) {
        weathers.get(workers.indexOf(worker)).outage(on);
    }

    /** Ends all that goes wrong: routes work, calls get through, nobody is frozen, somebody is there. */
    void heal() {
        healed = true;
        out = false;
        late.calmDown();
        weathers.forEach(TableWeather::calmDown);
        workers.stream().filter(SimulatedWorker::isFrozen).forEach(SimulatedWorker::thaw);
        workers.forEach(SimulatedWorker::resume);
        if (staying().isEmpty()) {
            startWorker();
        }
    }

    /** How the routes of one worker do. */
    private final class Moods implements RouteBehaviour {
        private final Random moods;

        private Moods(long seed) {
            this.moods = new Random(seed);
        }

        @Override
        public Duration duration(Delivery delivery) {
            if (!healed && plan.endlessRoutes() > 0 && moods.nextDouble() < plan.endlessRoutes()) {
                return ENDLESS;
            }
            if (!healed && moods.nextDouble() < plan.stuckRoutes()) {
                return Duration.ofSeconds(30 + moods.nextInt(120));
            }
            return Duration.ofMillis(1 + moods.nextInt(100));
        }

        @Override
        public boolean fails(Delivery delivery) {
            return !healed && moods.nextDouble() < plan.routeFailures();
        }

        @Override
        public Optional<Duration> commitsAfter(Delivery delivery) {
            return plan.route().manualCommit()
                    ? Optional.of(Duration.ofMillis(moods.nextInt(MOST_MILLIS_TO_COMMIT)))
                    : Optional.empty();
        }

        @Override
        public boolean accepts(Delivery delivery) {
            return healed || moods.nextDouble() >= plan.route().lostLetters();
        }
    }
}
