// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Inputs that once broke something stay tests: each is named, with classes that exist, have tests, and are shown. */
class FaultInputsTest {

    private static final String INPUTS = "build-rules/src/test/resources/fault-inputs";
    private static final String THEME = "scripts/themes/faults";
    private static final Pattern TEST = Pattern.compile("@(Parameterized|Repeated)?Test(Factory)?\\b");

    private record Input(String what, String kind, List<String> tests) {}

    private static List<Input> inputs() {
        return Project.text(INPUTS)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .map(parts -> new Input(parts[0], parts[1], List.of(parts[2].split(","))))
                .toList();
    }

    private static long testsOf(String name) {
        return Project.files(file -> file.contains("src/test/java/") && file.endsWith("/" + name + ".java")).stream()
                .mapToLong(file -> TEST.matcher(Project.text(file)).results().count())
                .sum();
    }

    @Test
    void eachIsATestThatIsShown() {
        Set<String> shown = Project.text(THEME)
                .lines()
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
