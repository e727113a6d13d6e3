package io.camelkinesis.test.simulation;

/** Runs one seed and prints everything that happened: {@code main SEED}. */
final class ReplaySeed {

    private ReplaySeed() {}

    public static void main(String[] args) {
        Simulation simulation = new Simulation(SimulationPlan.of(Long.parseLong(args[0])));
        simulation.print(System.out);
        simulation.run();
        System.out.println("Seed " + args[0] + " holds");
    }
}
