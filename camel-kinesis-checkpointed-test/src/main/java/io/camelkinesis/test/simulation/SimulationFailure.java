package io.camelkinesis.test.simulation;

import java.util.List;

/** A seed that failed: the plan, what was broken, and the last things that happened before. */
public final class SimulationFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String invariant;
    private final long seed;

    SimulationFailure(SimulationPlan plan, Violation violation, List<String> recent) {
        super("Seed " + plan.seed() + ": " + violation.getMessage() + "\n" + plan + "\nThe last " + recent.size()
                + " events:\n" + String.join("\n", recent));
        this.invariant = violation.invariant();
        this.seed = plan.seed();
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** Name of the invariant that was broken. */
    public String invariant() {
        return invariant;
    }
}
