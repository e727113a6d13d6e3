// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.Ordering;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Splits, merges and reshards of what was resharded just now, while the worker runs and while it does not, by seed. */
class ReshardProofTest {

    private static final int SEEDS = 200;

    @Test
    void nothingIsLostOrRepeatedAndEveryKeyKeepsItsOrder() {
        ReshardRun.Figures total = new ReshardRun.Figures();
        for (long seed = 1; seed <= SEEDS; seed++) {
            ReshardRun run = new ReshardRun(seed);
            try {
                run.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + seed + ": " + e.getMessage() + "\n" + run.recent(), e);
            }
            total.add(run.figures());
        }

        assertThat(total.splits()).isGreaterThan(SEEDS);
        assertThat(total.merges()).isGreaterThan(SEEDS);
        assertThat(total.nested()).isGreaterThan(SEEDS);
        assertThat(total.whileStopped()).isGreaterThan(SEEDS);
        assertThat(total.orderings()).containsExactlyInAnyOrder(Ordering.values());
        System.out.printf(
                Locale.ROOT,
                "FIGURE foundation.5 %d seeds in memory: %d splits and %d merges, %d of these nested, %d while stopped,"
                        + " %d records, none lost, every key in order, none repeated in %d runs without failing"
                        + " routes%n",
                SEEDS,
                total.splits(),
                total.merges(),
                total.nested(),
                total.whileStopped(),
                total.records(),
                total.strict());
    }
}
