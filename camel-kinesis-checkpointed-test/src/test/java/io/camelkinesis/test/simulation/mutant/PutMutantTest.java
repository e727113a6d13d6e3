// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trials of the producer are worth what they find: each planted bug is found, by the check that is there for it. */
class PutMutantTest {

    private static final int SEEDS = 300;
    private static final String PRODUCE = "io/camelkinesis/engine/produce/";
    private static final String STREAM_PUTS = PRODUCE + "StreamPuts.java";
    private static final String FREE_LANE = "KeyLane freed = unit.lane == null ? null : lanes.leave(unit.lane);"
            + " if (freed != null) { batcher.add(freed, context.loop().nanoTime()); } ";

    /** Only mutants whose name contains this. */
    private static final String WANTED = System.getProperty("mutant", "");

    private static int caught;

    static List<Mutant> mutants() {
        return all().stream().filter(mutant -> mutant.name().contains(WANTED)).toList();
    }

    private static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a record that is sent again stands behind newer ones of its key",
                        STREAM_PUTS,
                        "if (!retry.later(unit, context.loop().nanoTime())) {",
                        FREE_LANE + "if (!retry.later(unit, context.loop().nanoTime())) {",
                        Set.of("InOrder"),
                        1),
                new Mutant(
                        "two records of a key share a request",
                        PRODUCE + "PutBatcher.java",
                        "batch.add(unit);",
                        "batch.add(unit); if (next instanceof KeyLane lane && !lane.waiting.isEmpty()) {"
                                + " batch.add(packing.pack(lane, batchBytes)); }",
                        Set.of("InOrder"),
                        1),
                new Mutant(
                        "a lane is free before its record is accepted",
                        PRODUCE + "PutBatcher.java",
                        "lane.out = true;",
                        "",
                        Set.of("InOrder"),
                        1),
                new Mutant(
                        "a request without an answer frees its lanes",
                        STREAM_PUTS,
                        "unit.unknown |= unknown;",
                        "unit.unknown |= unknown; if (unknown) { " + FREE_LANE + "}",
                        Set.of("InOrder"),
                        5),
                new Mutant(
                        "an unknown outcome is taken for success",
                        STREAM_PUTS,
                        "failed(units, unknown.cause(), true);",
                        "units.forEach(unit -> settle(unit, new PutOutcome.Put(\"\", \"\", unit.attempts)));",
                        Set.of("Complete"),
                        5),
                new Mutant(
                        "a rejected record takes the accepted ones of its request with it",
                        STREAM_PUTS,
                        "if (results.get(i) instanceof RecordResult.Accepted accepted) {",
                        "if (results.stream().anyMatch(RecordResult.Rejected.class::isInstance)) { againLater(unit); }"
                                + " else if (results.get(i) instanceof RecordResult.Accepted accepted) {",
                        Set.of("RejectedAloneAgain"),
                        6),
                new Mutant(
                        "whoever waits is told twice",
                        STREAM_PUTS,
                        "part.listener.done(outcome);",
                        "part.listener.done(outcome); if (outcome.attempts() > 1) { part.listener.done(outcome); }",
                        Set.of("DoneOnce"),
                        1),
                new Mutant(
                        "requests that carried a record are not counted",
                        STREAM_PUTS,
                        "unit.attempts++;",
                        "unit.attempts = 1;",
                        Set.of("OutcomeTold"),
                        1),
                new Mutant(
                        "the room of a record that is done is kept",
                        STREAM_PUTS,
                        "context.room().leave(part.record.sizeBytes());",
                        "",
                        Set.of("DoneOnce"),
                        1));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path folder) throws Exception {
        String broken;
        try (MutantClasses classes = MutantClasses.compile(mutant, folder)) {
            String trial = "io.camelkinesis.test.produce.PutTrial";
            String likely = classes.firstBroken(trial, mutant.likelySeed(), 1);
            broken = likely.isEmpty() ? classes.firstBroken(trial, 1, SEEDS) : likely;
        }
        System.out.println("MUTANT " + mutant + ": " + (broken.isEmpty() ? "not caught" : broken));
        assertThat(broken).as("what %d seeds find", SEEDS).isNotEmpty();
        assertThat(mutant.caughtBy()).contains(broken.split(" ", 2)[0]);
        caught++;
        if (caught == mutants().size()) {
            say();
        }
    }

    private static void say() {
        System.out.println("FIGURE producer.2 " + caught + " of " + mutants().size()
                + " bugs planted into the engine caught, each within " + SEEDS
                + " seeds: retries behind newer records of"
                + " the key and two records of a key in a request among them");
    }
}
