// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/tutorial/getting-started.md as a user types it: its own pom and files in an empty directory, with nothing but what was
 * installed, on the Maven of this build and on the newest.
 */
@ExtendWith(Installation.Extension.class)
class GettingStartedProofTest {

    private static final Tutorial PAGE = new Tutorial(Markdown.page("docs/tutorial/getting-started.md"));
    private static final Pattern ORDER = Pattern.compile(".* customer-\\d: order \\d+");
    private static final int ORDERS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @ParameterizedTest(name = "newest Maven: {0}")
    @ValueSource(booleans = {false, true})
    void theApplicationPrintsItsOrders(boolean newest, Installation installation, @TempDir Path directory)
            throws Exception {
        MavenHome maven = newest ? MavenHome.newest(installation) : MavenHome.ofThisBuild();
        assertThat(PAGE.commands().get(0))
                .isEqualTo(Installation.TUTORIAL.commands().get(0));
        assertThat(PAGE.sources()).hasSize(3);
        for (Tutorial.Source source : PAGE.sources()) {
            source.writeInto(directory);
        }
        installation.use(directory);
        long begin = System.nanoTime();
        List<String> lines;
        try (Terminal run =
                Terminal.run(directory, maven.environment(), PAGE.commands().get(1))) {
            run.awaitSuccess(LIMIT);
            lines = run.lines();
        }
        List<String> orders =
                lines.stream().filter(line -> ORDER.matcher(line).matches()).toList();
        assertThat(orders.stream().map(line -> line.replaceFirst(".*: ", "")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ORDERS)
                        .mapToObj(order -> "order " + order)
                        .toList());
        assertThat(lines)
                .anyMatch(line -> line.contains("lease taken"))
                .anyMatch(line -> line.contains("lease given back"));
        System.out.printf(
                "ROW stack.2 getting-started on %s: %d s with the 15 s that it runs, %d lines, %d of them orders such as '%s'%n",
                maven.version(),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                lines.size(),
                orders.size(),
                orders.get(0).replaceFirst(".*(customer-\\d: order \\d+)", "$1"));
    }
}
