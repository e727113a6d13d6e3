// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs fleets on virtual time in worlds drawn from seeds, as many at a time as there are processors, each of them on one
 * thread. {@code -Dsimulation.first} and {@code -Dsimulation.seeds} choose other seeds than the first thousand, of which a build
 * runs the first quarter.
 */
class SimulationTest {

    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long COUNT = Long.getLong("simulation.seeds", Boolean.getBoolean("proofs.full") ? 1_000 : 250);

    /** What a thousand worlds must have seen, or their faults are none. */
    private static final List<String> HAPPENINGS = List.of(
            "killed",
            "frozen",
            "thawed",
            "asked to stop",
            "failed to start",
            "Resharded",
            "Seized",
            "Replay",
            "HeartbeatMissed",
            "LookFailed",
            "CommitDelayed",
            "FetchDelayed",
            "Fenced",
            "LeaseRenewed",
            "LeaseLost",
            "ForeignOwner",
            "MemberRemoved",
            "BatchBisected",
            "Skipped",
            "DeadLettered",
            "DeadLetterDelayed",
            "Processed");

    private final ManySeeds seeds = new ManySeeds();
    private final Tally tally = seeds.tally;

    @Test
    void seedsThatHaveFailedOnceHold() {
        seeds.run(KnownSeeds.all().stream().mapToLong(Long::longValue));
        seeds.requireNoFailures();
    }

    @Test
    void manySeedsHold() {
        long begin = System.nanoTime();
        seeds.run(LongStream.range(FIRST, FIRST + COUNT));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        seeds.requireNoFailures();
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.1 %,d seeds hold, %,d events in %,d hours of virtual time, within %d s%n",
                COUNT,
                seeds.events(),
                seeds.virtualTime().toHours(),
                took.toSeconds() + 1);
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.1 workers killed %,d times, frozen %,d, asked to stop %,d; %,d reshards, %,d failed"
                        + " exchanges, %,d missed heartbeats%n",
                tally.of("killed"),
                tally.of("frozen"),
                tally.of("asked to stop"),
                tally.of("Resharded"),
                tally.of("Replay"),
                tally.of("HeartbeatMissed"));
        System.out.println("FIGURE fleet.1 " + seeds.troubles());
        if (COUNT >= 1_000) {
            assertThat(tally.kinds())
                    .as("troubles of so many worlds")
                    .containsAll(Trouble.wanted().stream().map(Trouble::name).toList());
            assertThat(tally.kinds()).as("what happens in so many worlds").containsAll(HAPPENINGS);
        }
    }

    /** What a failure tells is of no use when a seed does not bring the same world again. */
    @Test
    void aSeedIsTheSameWorldEachTime() {
        for (long seed : new long[] {1, 2, 3, 10}) {
            assertThat(printed(seed)).isEqualTo(printed(seed));
        }
    }

    @Test
    void aFailureSaysHowToSeeItAgain() {
        SimulationPlan plan = SimulationPlan.of(9505);
        SimulationFailure failure =
                new SimulationFailure(plan, new Violation("NoBugs", "what was seen"), List.of("first", "last"));
        assertThat(failure)
                .hasMessageContainingAll("Seed 9505: NoBugs: what was seen", plan.toString(), "2 events:\nfirst\nlast")
                .hasMessageContaining("-Dtest=" + ReplaySeedTest.class.getSimpleName())
                .hasMessageContaining("-Dseed=9505");
    }

    private static String printed(long seed) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Simulation simulation = new Simulation(SimulationPlan.of(seed));
        simulation.print(new PrintStream(text, false, StandardCharsets.UTF_8));
        simulation.run();
        return text.toString(StandardCharsets.UTF_8);
    }
}
