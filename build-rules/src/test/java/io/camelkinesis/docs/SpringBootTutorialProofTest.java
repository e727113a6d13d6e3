// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/tutorial/spring-boot.md, typed as it stands there: the project is installed, the emulators are started, and an application
 * in a directory outside any checkout consumes and puts.
 */
@ExtendWith(Installation.Extension.class)
class SpringBootTutorialProofTest {

    @ParameterizedTest(name = "newest Maven: {0}")
    @ValueSource(booleans = {false, true})
    void theApplicationShipsWhatItOrders(boolean newest, Installation installation, @TempDir Path directory)
            throws Exception {
        Tutorial page = Installation.TUTORIAL;
        assertThat(page.commands()).hasSize(3);
        assertThat(page.sources()).hasSize(4);
        try (Emulators emulators = Emulators.start(installation.checkout())) {
            TutorialRun run = TutorialRun.of(page, directory, emulators, installation, newest);
            for (Tutorial.Source source : run.tutorial().sources()) {
                source.writeInto(directory);
            }
            String command = page.commands().get(2);
            List<String> first = run.ship(command, "tea");
            assertThat(first).anyMatch(line -> line.matches(".* customer-\\d shipped tea \\d+"));
            run.assertShipped("tea", 1);
            run.assertStoppedCleanly();

            assertThat(run.ship(command, "tea"))
                    .anyMatch(line -> line.contains("lease taken, epoch 2, reading behind"));
            run.assertShipped("tea", 2);
            run.assertStoppedCleanly();
        }
        System.out.printf(
                "FIGURE ecosystem.1 a Spring Boot application of %d files in a new directory, run by '%s' with what '%s' installed,"
                        + " put %d orders into kinesis-local, consumed them and put their shipments, in two runs: each once, the"
                        + " second run went on behind the first%n",
                page.sources().size(), page.commands().get(2), page.commands().get(0), 2 * TutorialRun.ORDERS);
    }
}
