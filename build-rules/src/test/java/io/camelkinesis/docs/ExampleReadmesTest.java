// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is run by the one command of its README, which works as it is written there. */
class ExampleReadmesTest {

    private static final Pattern WORD = Pattern.compile("[\\w./=,:-]+");

    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(4);

    /** One for all commands: what is compiled for the first is there for the others. */
    @TempDir
    static Path checkout;

    static Stream<ExampleReadme> readmes() {
        return ExampleReadme.all().stream();
    }

    static Stream<ExampleReadme> runnable() {
        return readmes().filter(readme -> !readme.commands().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void hasOneCommandOrTheReasonWhyThereIsNone(ExampleReadme readme) {
        assertThat(readme.page().blocks("sh"))
                .as("commands of %s, apart from those of the project's README", readme)
                .containsAll(readme.commands().stream()
                        .map(command -> command + "\n")
                        .toList());
        if (readme.reasonForNoCommand().isPresent()) {
            assertThat(readme.commands()).isEmpty();
            assertThat(readme.reasonForNoCommand().get()).hasSizeGreaterThan(20);
        } else {
            assertThat(readme.commands()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("runnable")
    void tellsPeopleWhatTheCommandPrints(ExampleReadme readme) {
        assertThat(readme.prints())
                .as("what %s says of its output", readme)
                .isNotEmpty()
                .allMatch(readme.visible()::contains);
    }

    /** What a typing error would break, seen without running Maven. */
    @ParameterizedTest
    @MethodSource("runnable")
    void theCommandRunsThisExampleByAProfileThatExists(ExampleReadme readme) {
        List<String> words = List.of(readme.commands().get(0).split(" "));
        assertThat(words).as("plain words").allMatch(word -> WORD.matcher(word).matches());
        assertThat(words).startsWith("mvn").contains("-pl", "-am").containsAnyOf("test", "verify");
        assertThat(words.get(words.indexOf("-pl") + 1)).isEqualTo(readme.example());
        assertThat(words).filteredOn(word -> word.startsWith("-P")).hasSize(1).allSatisfy(option -> {
            String profile = "<id>" + option.substring(2) + "</id>";
            assertThat(Markdown.page("pom.xml").text()).contains(profile);
            assertThat(Markdown.page(readme.example() + "/pom.xml").text()).contains(profile);
        });
    }

    @Test
    void everyExampleIsBuiltAndStandsInTheList() {
        String modules = Markdown.page("pom.xml").text();
        Markdown list = Markdown.page("examples/README.md");
        assertThat(readmes()).hasSizeGreaterThan(3).allSatisfy(readme -> {
            assertThat(readme.isMavenModule() || readme.reasonForNoCommand().isPresent())
                    .isTrue();
            assertThat(!readme.isMavenModule() || modules.contains("<module>" + readme.example() + "</module>"))
                    .as("%s is a module of the build", readme.example())
                    .isTrue();
            assertThat(list.links()).contains(readme.example().replaceFirst("examples/", "") + "/README.md");
        });
    }

    /** Takes minutes, because it runs Maven in Maven; {@code scripts/show ecosystem} asks for it. */
    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void everyCommandWorksAsWritten() throws Exception {
        CheckoutCopy.of(Markdown.ROOT).into(checkout);
        List<String> times = new ArrayList<>();
        long began = System.nanoTime();
        for (ExampleReadme readme : runnable().toList()) {
            long start = System.nanoTime();
            List<String> output = run(readme.commands().get(0));
            assertThat(readme.prints())
                    .as("printed by the command of %s%n%s", readme, String.join("\n", output))
                    .allMatch(text -> output.stream().anyMatch(line -> line.contains(text)));
            times.add(readme.example().replaceFirst("examples/", "") + " " + secondsSince(start) + " s");
        }
        assertThat(times).hasSizeGreaterThan(3);
        System.out.printf(
                Locale.ROOT,
                "FIGURE ecosystem.3 %d of %d examples have a command, which runs as their README has it in a copy of the"
                        + " checkout and prints what the README says: %s; %d s in all%n",
                times.size(),
                readmes().count(),
                String.join(", ", times),
                secondsSince(began));
    }

    /** The lines that it prints. */
    private static List<String> run(String command) throws Exception {
        try (Terminal terminal = Terminal.run(checkout, Map.of(), command)) {
            terminal.awaitSuccess(LONGEST_COMMAND);
            return terminal.lines();
        }
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }
}
