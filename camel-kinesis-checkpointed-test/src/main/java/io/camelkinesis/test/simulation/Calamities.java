// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Harm beside the {@link Chaos}: to all workers at once, to one at a bad moment, to clocks, and to shards in a row. */
final class Calamities {

    private final SimulationPlan plan;
    private final World world;
    private final Fleet fleet;
    private final Random random;
    private final Agenda agenda;

    Calamities(SimulationPlan plan, World world, Fleet fleet, Random random, Agenda agenda) {
        this.plan = plan;
        this.world = world;
        this.fleet = fleet;
        this.random = random;
        this.agenda = agenda;
    }

    void begin() {
        for (int i = 0; i < plan.blowsToAll(); i++) {
            agenda.in(plan.moment(random), this::blow);
        }
    }

    private void blow() {
        switch (random.nextInt(6)) {
            case 0 -> killAll();
            case 1 -> freezeAll();
            case 2 -> stopAll();
            case 3 -> killWhoStops();
            case 4 -> setClocks();
            default -> reshardInARow();
        }
    }

    private void killAll() {
        fleet.alive().forEach(worker -> {
            worker.kill();
            agenda.in(Duration.ofMillis(random.nextInt(60_000)), fleet::startWorker);
        });
    }

    private void freezeAll() {
        int most = (int) plan.leasePeriod().toMillis() * 2;
        for (SimulatedWorker worker : fleet.alive()) {
            if (!worker.isFrozen()) {
                worker.freeze();
                agenda.in(Duration.ofMillis(random.nextInt(most)), () -> {
                    if (worker.isFrozen()) {
                        worker.thaw();
                    }
                });
            }
        }
    }

    /** A deployment: every worker is replaced. */
    private void stopAll() {
        fleet.staying().stream().filter(SimulatedWorker::isStarted).forEach(worker -> {
            worker.stop();
            agenda.in(Duration.ofMillis(random.nextInt(20_000)), fleet::startWorker);
        });
    }

    private void killWhoStops() {
        List<SimulatedWorker> started =
                fleet.staying().stream().filter(SimulatedWorker::isStarted).toList();
        if (!started.isEmpty()) {
            SimulatedWorker worker = started.get(random.nextInt(started.size()));
            worker.stop();
            agenda.in(Duration.ofMillis(random.nextInt(1_000)), () -> {
                if (worker.isAlive()) {
                    worker.kill();
                }
            });
            agenda.in(Duration.ofMillis(random.nextInt(10_000)), fleet::startWorker);
        }
    }

    /** Somebody sets the clocks of the machines, back or forth. */
    private void setClocks() {
        fleet.alive().forEach(worker -> worker.setClock(Duration.ofSeconds(random.nextInt(7200) - 3600)));
    }

    private void reshardInARow() {
        List<String> open = world.kinesis.openShards(World.STREAM);
        List<String> children = world.split(open.get(random.nextInt(open.size())));
        world.split(children.get(0));
        world.mergeNeighbours();
    }
}
