// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Inputs that once broke something stay tests: each is named, with classes that exist, have tests, and are shown. */
class FaultInputsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path INPUTS = Path.of("src/test/resources/fault-inputs");
    private static final Path THEME = ROOT.resolve("scripts/themes/faults");
    private static final Path TESTS = Path.of("src/test/java");
    private static final List<Path> SOURCES = testSources();
    private static final Pattern TEST = Pattern.compile("@(Parameterized|Repeated)?Test(Factory)?\\b");

    private record Input(String what, String kind, List<String> tests) {}

    private static List<Input> inputs() {
        return lines(INPUTS)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .map(parts -> new Input(parts[0], parts[1], List.of(parts[2].split(","))))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long testsOf(String name) {
        long tests = 0;
        for (Path file : SOURCES) {
            if (file.endsWith(name + ".java")) {
                tests += lines(file).filter(TEST.asPredicate()).count();
            }
        }
        return tests;
    }

    private static List<Path> testSources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> sources = new ArrayList<>();
            for (Path tests : modules.map(module -> module.resolve(TESTS))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.forEach(sources::add);
                }
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachIsATestThatIsShown() {
        Set<String> shown = lines(THEME)
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split("\\|", -1)[2].split(",")))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Input> inputs = inputs();
        assertThat(inputs.stream().map(Input::what)).doesNotHaveDuplicates().hasSizeGreaterThan(30);
        for (Input input : inputs) {
            assertThat(input.tests()).as(input.what()).isNotEmpty().isSubsetOf(shown);
            assertThat(input.tests()).allSatisfy(test -> assertThat(testsOf(test))
                    .as("tests of %s, for: %s", test, input.what())
                    .isPositive());
            System.out.printf(
                    "FIGURE faults.1 %s: %s (%s)%n", input.kind(), input.what(), String.join(", ", input.tests()));
        }
    }
}
