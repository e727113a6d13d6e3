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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation is worth what it finds: each planted bug is found, by the invariant that is there for it. As many mutants run
 * at a time as there are processors; each is left at the first seed that finds it. A build that has more to do runs every third.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlantedBugs {

    private static final int SEEDS = 300;

    /** Only mutants whose name contains this. */
    private static final String WANTED = System.getProperty("mutant", "");

    private static final boolean ALL = Boolean.getBoolean("proofs.full") || !WANTED.isEmpty();
    private static final int PART = 3;

    private final String figure;
    private final List<Mutant> all;
    private final Map<Mutant, Future<String>> found = new LinkedHashMap<>();
    private int caught;

    /** @param figure the one that says how many were caught */
    PlantedBugs(String figure, List<Mutant> all) {
        this.figure = figure;
        this.all = all;
    }

    @BeforeAll
    void begin(@TempDir Path folder) {
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        mutants().forEach(mutant -> found.put(mutant, processors.submit(() -> firstBroken(mutant, folder))));
        processors.shutdown();
    }

    List<Mutant> mutants() {
        return all.stream()
                .filter(mutant -> mutant.name().contains(WANTED))
                .filter(mutant -> ALL || all.indexOf(mutant) % PART == 0)
                .toList();
    }

    @Test
    void allFitTheirSources() {
        assertThat(all)
                .allSatisfy(mutant -> assertThat(MutantClasses.planted(mutant)).contains(mutant.planted()));
    }

    /** What broke first; empty when nothing did. */
    private static String firstBroken(Mutant mutant, Path folder) throws Exception {
        try (MutantClasses classes = MutantClasses.compile(mutant, Files.createTempDirectory(folder, "mutant"))) {
            String likely = classes.firstBroken(mutant.likelySeed(), 1);
            return likely.isEmpty() ? classes.firstBroken(1, SEEDS) : likely;
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant) throws InterruptedException, ExecutionException {
        String broken = found.get(mutant).get();
        System.out.println("MUTANT " + mutant + ": " + (broken.isEmpty() ? "not caught" : broken));
        assertThat(broken).as("what %d seeds find", SEEDS).isNotEmpty();
        assertThat(mutant.caughtBy()).contains(broken.substring(0, broken.indexOf(' ')));
        caught++;
    }

    @AfterAll
    void say() {
        System.out.println("FIGURE " + figure + " " + caught + " of " + found.size() + " mutants caught, each within "
                + SEEDS + " seeds");
    }
}
