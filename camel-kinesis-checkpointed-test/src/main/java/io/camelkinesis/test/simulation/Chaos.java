// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Does harm to single workers, to the table and to the stream, at random moments. */
final class Chaos {

    private final SimulationPlan plan;
    private final World world;
    private final Fleet fleet;
    private final Random random;
    private final Agenda agenda;

    Chaos(SimulationPlan plan, World world, Fleet fleet, Random random, Agenda agenda) {
        this.plan = plan;
        this.world = world;
        this.fleet = fleet;
        this.random = random;
        this.agenda = agenda;
    }

    void begin() {
        for (int i = 0; i < plan.workers(); i++) {
            agenda.in(Duration.ofMillis(random.nextInt(20_000)), fleet::startWorker);
        }
        int blows = 2 + random.nextInt(12);
        for (int i = 0; i < blows; i++) {
            agenda.in(plan.moment(random), this::blow);
        }
    }

    private void blow() {
        switch (random.nextInt(10)) {
            case 0 -> killOne();
            case 1, 2 -> freezeOne();
            case 3 -> stopOne();
            case 4 -> fleet.startWorker();
            case 5 -> outage();
            case 6, 7 -> split();
            case 8 -> world.mergeNeighbours();
            default -> {
                switch (random.nextInt(3)) {
                    case 0 -> world.kinesis.expireIterators();
                    case 1 -> pauseOne();
                    default -> seizeOne();
                }
            }
        }
    }

    private void killOne() {
        List<SimulatedWorker> alive = fleet.alive();
        if (!alive.isEmpty()) {
            pick(alive).kill();
            agenda.in(Duration.ofMillis(random.nextInt(30_000)), fleet::startWorker);
        }
    }

    private void freezeOne() {
        List<SimulatedWorker> candidates =
                fleet.alive().stream().filter(worker -> !worker.isFrozen()).toList();
        if (!candidates.isEmpty()) {
            SimulatedWorker worker = pick(candidates);
            worker.freeze();
            long most = plan.leasePeriod().toMillis() * 3;
            agenda.in(Duration.ofMillis(random.nextInt((int) most)), () -> {
                if (worker.isFrozen()) {
                    worker.thaw();
                }
            });
        }
    }

    private void stopOne() {
        List<SimulatedWorker> staying =
                fleet.staying().stream().filter(SimulatedWorker::isStarted).toList();
        if (!staying.isEmpty()) {
            pick(staying).stop();
            agenda.in(Duration.ofMillis(random.nextInt(10_000)), fleet::startWorker);
        }
    }

    private void outage() {
        List<SimulatedWorker> alive = fleet.alive();
        Duration length = Duration.ofMillis(2L * random.nextInt(120_000));
        if (random.nextBoolean() || alive.isEmpty()) {
            fleet.outageForAll(true);
            agenda.in(length, () -> fleet.outageForAll(false));
        } else {
            SimulatedWorker worker = pick(alive);
            fleet.outage(worker, true);
            agenda.in(length, () -> fleet.outage(worker, false));
        }
    }

    private void pauseOne() {
        List<SimulatedWorker> alive = fleet.alive();
        if (!alive.isEmpty()) {
            SimulatedWorker worker = pick(alive);
            worker.pause();
            agenda.in(Duration.ofMillis(random.nextInt(30_000)), worker::resume);
        }
    }

    /** Somebody takes a lease by hand, with a tool, past the protocol. */
    private void seizeOne() {
        List<Lease> held = world.table.leases(World.STREAM_ID).stream()
                .filter(lease -> lease.owner() != null)
                .toList();
        if (!held.isEmpty()) {
            world.seize(pick(held));
        }
    }

    private void split() {
        List<String> open = world.kinesis.openShards(World.STREAM);
        world.split(pick(open));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
