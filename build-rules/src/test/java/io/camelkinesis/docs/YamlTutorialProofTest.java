// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/tutorial/yaml.md, typed as it stands there: the application without Java, then with the Kamelets. */
@ExtendWith(Installation.Extension.class)
class YamlTutorialProofTest {

    private static final Tutorial PAGE = new Tutorial(Markdown.page("docs/tutorial/yaml.md"));

    @ParameterizedTest(name = "newest Maven: {0}")
    @ValueSource(booleans = {false, true})
    void theApplicationShipsWhatItOrders(boolean newest, Installation installation, @TempDir Path directory)
            throws Exception {
        assertThat(PAGE.commands()).hasSize(1);
        assertThat(PAGE.sources()).hasSize(4);
        try (Emulators emulators = Emulators.start(installation.checkout())) {
            TutorialRun run = TutorialRun.of(PAGE, directory, emulators, installation, newest);
            List<Tutorial.Source> sources = run.tutorial().sources();
            for (Tutorial.Source source : sources.subList(0, 3)) {
                source.writeInto(directory);
            }
            run.ship(PAGE.commands().get(0), "tea");
            run.assertShipped("tea", 1);
            run.assertStoppedCleanly();

            assertThat(sources.get(3).name()).isEqualTo(sources.get(2).name());
            sources.get(3).writeInto(directory);
            List<String> kamelets = run.ship(PAGE.commands().get(0), "coffee");
            assertThat(kamelets)
                    .anyMatch(line -> line.contains("kamelet:kinesis-cp-source"))
                    .anyMatch(line -> line.contains("lease taken, epoch 2, reading behind"));
            run.assertShipped("coffee", 1);
            run.assertShipped("tea", 1);
            run.assertStoppedCleanly();
        }
        System.out.printf(
                "FIGURE ecosystem.2 Camel Main with routes in YAML, and then with kinesis-cp-source and kinesis-cp-sink, in a new"
                        + " directory with installed artifacts, put %d orders each, consumed them and put their shipments: each"
                        + " once, and the Kamelets went on behind the routes%n",
                TutorialRun.ORDERS);
    }
}
