// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing stands in the pages that nobody runs, and no link leads nowhere. */
class DocsTest {

    private static final Pattern ACTION = Pattern.compile("(kinesis|dynamodb|kms|sts):[A-Z]\\w+");

    private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Test|Contract))`");

    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        assertThat(Markdown.pages()).allSatisfy(page -> assertThat(page.links())
                .as("links of %s", page)
                .filteredOn(link -> !link.contains("://"))
                .allMatch(link -> Files.exists(page.file().resolveSibling(link.replaceFirst("#.*", "")))));
    }

    @Test
    void everyPageIsReachableFromTheReadme() {
        Set<Path> reached = new TreeSet<>();
        follow(Markdown.page("README.md"), reached);
        assertThat(Markdown.pages().stream()
                        .map(Markdown::file)
                        .filter(page -> !page.startsWith(Markdown.ROOT.resolve("docs/design"))))
                .filteredOn(page -> !page.equals(Markdown.ROOT.resolve("docs/README.md")))
                .allMatch(reached::contains);
    }

    private static void follow(Markdown page, Set<Path> reached) {
        if (reached.add(page.file())) {
            page.links().stream()
                    .filter(link -> link.endsWith(".md") && !link.contains("://"))
                    .map(link -> page.file().resolveSibling(link).normalize())
                    .forEach(file ->
                            follow(Markdown.page(Markdown.ROOT.relativize(file).toString()), reached));
        }
    }

    @Test
    void thePolicyAllowsWhatTheTableSaysIsNeededByDefault() {
        Markdown page = Markdown.page("docs/how-to/grant-iam-permissions.md");
        Set<String> table = page.text()
                .lines()
                .filter(line -> line.startsWith("| `")
                        && (line.endsWith("| always |") || line.contains("| `retrieval=POLLING`")))
                .map(line -> line.split("`")[1])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> policy = ACTION.matcher(String.join("", page.blocks("json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(policy).isNotEmpty().isEqualTo(table);
    }

    @Test
    void everyTestThatThePagesNameExists() throws Exception {
        Set<String> sources = sources();
        assertThat(Markdown.pages()).allSatisfy(page -> assertThat(names(TEST_NAME, page.text()))
                .as("tests named by %s", page)
                .isSubsetOf(sources));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/concepts/guarantees.md"})
    void everyGuaranteeIsHeldBySomething(String page) throws Exception {
        Set<String> sources = sources();
        List<String> guarantees = Markdown.page(page)
                .text()
                .lines()
                .filter(line -> line.matches("\\| G\\d+ \\|.*"))
                .toList();
        assertThat(guarantees.stream().map(row -> row.split(" ")[1]))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12)
                        .mapToObj(number -> "G" + number)
                        .toList());
        assertThat(guarantees).allSatisfy(row -> assertThat(names(QUOTED, row.split("\\|")[4]))
                .as("what holds %s", row)
                .isNotEmpty()
                .isSubsetOf(sources));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of all source files. */
    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Markdown.ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
