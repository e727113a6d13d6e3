// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.List;

/** A seed that failed: the plan, what was broken, and the last things that happened before. */
public final class SimulationFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String invariant;
    private final long seed;

    SimulationFailure(SimulationPlan plan, Violation violation, List<String> recent) {
        super("Seed " + plan.seed() + ": " + violation.getMessage() + "\n" + plan + "\nReplay: " + replay(plan.seed())
                + "\nThe last " + recent.size()
                + " events:\n" + String.join("\n", recent));
        this.invariant = violation.invariant();
        this.seed = plan.seed();
    }

    /** The command that runs this seed again and prints all that happens. */
    static String replay(long seed) {
        return "mvn -q -Dquick -pl camel-kinesis-checkpointed-test -am test -Dtest=ReplaySeedTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dseed=" + seed;
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
