// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Five thousand worlds hold whatever trouble comes over them; some of them in a build, which has its thousand elsewhere. */
class TroubledSeedsProofTest {

    private static final boolean FULL = Boolean.getBoolean("proofs.full");
    private static final long FIRST = FULL ? 1 : 1_001;
    private static final long COUNT = FULL ? 5_000 : 20;

    @Test
    void everyWorldHolds() {
        ManySeeds seeds = new ManySeeds();
        seeds.run(LongStream.range(FIRST, FIRST + COUNT));
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.2 %,d seeds, %d failed; troubles that really happened: %s%n",
                COUNT,
                seeds.failed(),
                seeds.troubles());
        seeds.requireNoFailures();
        if (FULL) {
            assertThat(seeds.tally.kinds())
                    .containsAll(Trouble.wanted().stream().map(Trouble::name).toList());
        }
    }
}
