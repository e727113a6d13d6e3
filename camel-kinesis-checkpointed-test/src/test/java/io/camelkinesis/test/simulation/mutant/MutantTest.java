package io.camelkinesis.test.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation is worth what it finds: each planted bug is found, by the invariant that is there for it. */
class MutantTest {

    private static final int SEEDS = 300;

    @TempDir
    Path folder;

    /** All of them, or those whose name contains {@code -Dmutant}. */
    static List<Mutant> mutants() {
        String wanted = System.getProperty("mutant", "");
        return Mutant.all().stream()
                .filter(mutant -> mutant.name().contains(wanted))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant) throws Exception {
        try (MutantClasses classes = MutantClasses.compile(mutant, folder)) {
            String broken = classes.firstBroken(1, SEEDS);
            System.out.println("MUTANT " + mutant + ": " + (broken.isEmpty() ? "not caught" : broken));
            assertThat(broken).as("what %d seeds find", SEEDS).isNotEmpty();
            assertThat(mutant.caughtBy()).contains(broken.substring(0, broken.indexOf(' ')));
        }
    }
}
