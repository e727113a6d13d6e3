package io.camelkinesis.test.simulation;

import java.util.Random;

/** Puts the records of a plan at random moments. */
final class Puts {

    private final SimulationPlan plan;
    private final World world;
    private final Random random;
    private final Agenda agenda;

    Puts(SimulationPlan plan, World world, Random random, Agenda agenda) {
        this.plan = plan;
        this.world = world;
        this.random = random;
        this.agenda = agenda;
    }

    void begin() {
        for (int i = 0; i < plan.records(); i++) {
            String text = "r" + i;
            agenda.in(plan.moment(random), () -> put(text));
        }
    }

    private void put(String text) {
        if (!plan.latest() || world.table.hasBegun(World.STREAM_ID)) {
            world.put("key-" + random.nextInt(plan.keys()), text);
        }
    }
}
