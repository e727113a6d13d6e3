// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation is worth what it finds: each planted bug is found, by the invariant that is there for it. As many mutants run
 * at a time as there are processors; each is left at the first seed that finds it. A build that has more to do runs every third.
 */
class MutantTest {

    private static final int SEEDS = 300;

    /** Only mutants whose name contains this. */
    private static final String WANTED = System.getProperty("mutant", "");

    private static final boolean ALL = Boolean.getBoolean("proofs.full") || !WANTED.isEmpty();
    private static final int PART = 3;

    private static final Map<Mutant, Future<String>> FOUND = new LinkedHashMap<>();
    private static int caught;

    @TempDir
    static Path folder;

    @BeforeAll
    static void begin() {
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        mutants().forEach(mutant -> FOUND.put(mutant, processors.submit(() -> firstBroken(mutant))));
        processors.shutdown();
    }

    static List<Mutant> mutants() {
        List<Mutant> all = Mutant.all();
        return all.stream()
                .filter(mutant -> mutant.name().contains(WANTED))
                .filter(mutant -> ALL || all.indexOf(mutant) % PART == 0)
                .toList();
    }

    @Test
    void allFitTheirSources() {
        assertThat(Mutant.all())
                .allSatisfy(mutant -> assertThat(MutantClasses.planted(mutant)).contains(mutant.planted()));
    }

    /** What broke first; empty when nothing did. */
    private static String firstBroken(Mutant mutant) throws Exception {
        try (MutantClasses classes = MutantClasses.compile(mutant, Files.createTempDirectory(folder, "mutant"))) {
            String likely = classes.firstBroken(mutant.likelySeed(), 1);
            return likely.isEmpty() ? classes.firstBroken(1, SEEDS) : likely;
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant) throws InterruptedException, ExecutionException {
        String broken = FOUND.get(mutant).get();
        System.out.println("MUTANT " + mutant + ": " + (broken.isEmpty() ? "not caught" : broken));
        assertThat(broken).as("what %d seeds find", SEEDS).isNotEmpty();
        assertThat(mutant.caughtBy()).contains(broken.substring(0, broken.indexOf(' ')));
        caught++;
    }

    @AfterAll
    static void say() {
        for (String figure : List.of("fleet.1", "faults.2")) {
            System.out.println("FIGURE " + figure + " " + caught + " of " + FOUND.size()
                    + " mutants caught, each within " + SEEDS + " seeds");
        }
    }
}
