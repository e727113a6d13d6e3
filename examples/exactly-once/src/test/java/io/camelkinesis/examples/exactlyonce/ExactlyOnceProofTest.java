// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Processes that count are killed fifty times, and each order counts once. */
class ExactlyOnceProofTest {

    /** Five in a build, fifty when {@code scripts/show} asks for proofs in full. */
    private static final int KILLS = Boolean.getBoolean("proofs.full") ? 50 : 5;

    private static final int WORKERS = 3;

    private final long seed = Long.getLong("proof.seed", System.nanoTime() % 1_000_000);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void eachOrderCountsOnceHoweverOftenTheCountersAreKilled() {
        long began = System.nanoTime();
        Outcome outcome =
                new ExactlyOnce(KILLS, WORKERS, seed, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();
        assertThat(outcome.counted())
                .as("totals, with seed %d; %s", seed, printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(outcome.put());
        assertThat(outcome.isExact()).isTrue();
        assertThat(outcome.takeOvers()).as("shards that changed hands").isGreaterThan(KILLS / 2);
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.7 %d orders of %d customers in the totals of DynamoDB, each once, after kill -9 of a"
                        + " counting process %d times (seed %d); shards changed hands %d times; %d s%n",
                Outcome.orders(outcome.put()),
                outcome.put().size(),
                KILLS,
                seed,
                outcome.takeOvers(),
                (System.nanoTime() - began) / 1_000_000_000);
    }
}
