// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What happens in a calm world: workers join, leave and die, one at a time. */
final class Changes {

    private static final int MOST_WORKERS = 6;

    private final SimulationPlan plan;
    private final Fleet fleet;
    private final Random random;
    private final Agenda agenda;

    Changes(SimulationPlan plan, Fleet fleet, Random random, Agenda agenda) {
        this.plan = plan;
        this.fleet = fleet;
        this.random = random;
        this.agenda = agenda;
    }

    void begin() {
        fleet.startWorker();
        for (int i = 1; i <= SimulationPlan.CALM_CHANGES; i++) {
            Duration jitter = Duration.ofMillis(random.nextInt(5_000));
            agenda.in(plan.settling().multipliedBy(i).minus(jitter), this::change);
        }
    }

    private void change() {
        List<SimulatedWorker> staying = fleet.staying();
        boolean joins = staying.size() < MOST_WORKERS && random.nextBoolean();
        if (joins || staying.size() < 2) {
            fleet.startWorker();
            return;
        }
        SimulatedWorker worker = staying.get(random.nextInt(staying.size()));
        if (random.nextBoolean()) {
            worker.stop();
        } else {
            worker.kill();
        }
    }
}
