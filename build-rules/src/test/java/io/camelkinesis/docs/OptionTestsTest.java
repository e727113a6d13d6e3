// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/option-tests.md names a test for each option of the component's own metadata. {@code -Ddocs.update} writes it
 * anew, from {@code option-tests.properties} in the test resources.
 */
class OptionTestsTest {

    private static final Path PAGE = Markdown.ROOT.resolve("docs/reference/option-tests.md");

    private static final Pattern TEST = Pattern.compile("(\\w+)\\.(\\w+)");

    @Test
    void everyOptionHasATestThatExists() throws Exception {
        List<JsonObject> options = ComponentMetadata.read().options();
        Map<String, String> tests = tests();
        assertThat(tests.keySet())
                .as("the options of option-tests.properties")
                .containsExactlyInAnyOrderElementsOf(
                        options.stream().map(option -> option.getString("name")).toList());
        Map<String, String> sources = sourcesOfTests();
        assertThat(tests).allSatisfy((option, test) -> assertThat(exists(test, sources))
                .as("the test of %s, %s", option, test)
                .isTrue());

        String page = page(options, tests);
        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("run with -Ddocs.update to write it anew").hasContent(page);
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.1 %d options of the component's JSON, each with a test, %d tests in all%n",
                tests.size(),
                tests.values().stream().distinct().count());
    }

    private static Map<String, String> tests() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = OptionTestsTest.class.getResourceAsStream("/option-tests.properties")) {
            properties.load(Objects.requireNonNull(in));
        }
        Map<String, String> tests = new TreeMap<>();
        properties.stringPropertyNames().forEach(option -> tests.put(option, properties.getProperty(option)));
        return tests;
    }

    /** A method of that class under one of the annotations that make it a test. */
    private static boolean exists(String test, Map<String, String> sources) {
        var name = TEST.matcher(test);
        assertThat(name.matches()).as(test).isTrue();
        Pattern method = Pattern.compile(
                "@(Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b)[^{};]|\\{[^}]*\\})*void " + name.group(2) + "\\(");
        return method.matcher(sources.getOrDefault(name.group(1), "")).find();
    }

    /** Sources of all test classes by their simple names. */
    private static Map<String, String> sourcesOfTests() throws IOException {
        try (Stream<Path> files = Files.walk(Markdown.ROOT)) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> file.toString().replace('\\', '/').contains("src/test/java/"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            OptionTestsTest::read,
                            (one, other) -> one + other));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(List<JsonObject> options, Map<String, String> tests) {
        StringBuilder page = new StringBuilder(
                """
                <!-- Written from the component's metadata and option-tests.properties by OptionTestsTest -->
                # Options and the tests that hold them

                Each option of [the reference](options.md), and one test that fails when it does not do what it says there. `OptionRulesTest`
                holds which values are refused, `OptionWiringTest` that each value gets where it is used.

                | option | test |
                |---|---|
                """);
        options.stream()
                .map(option -> option.getString("name"))
                .sorted()
                .forEach(option -> page.append("| `%s` | `%s` |%n".formatted(option, tests.get(option))));
        return page.toString().replace("\r\n", "\n");
    }
}
