package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing stands in the pages that nobody runs, and no link leads nowhere. */
class DocsTest {

    private static final Pattern ACTION = Pattern.compile("(kinesis|dynamodb|kms|sts):[A-Z]\\w+");

    private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Test|Contract))`");

    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    private static final List<String> SHOWN_HERE = List.of("DocsRoutes", "LocalKinesisTest");

    private static final Path SOURCES = Path.of("src/test/java/io/camelkinesis/docs");

    /** A block of commands that a test of this package runs as it stands in the page. */
    private static final Pattern RUN_BY =
            Pattern.compile("(?m)^<!-- run by: (\\w+Test) -->\n```sh\n(.*?)^```$", Pattern.DOTALL);

    @Test
    void everyRouteInThePagesIsCompiledAndTested() throws Exception {
        String routes = squeezed(compiled());
        List<String> snippets = Markdown.pages().stream()
                .flatMap(page -> page.blocks("java").stream())
                .map(DocsTest::squeezed)
                .toList();
        assertThat(snippets).hasSizeGreaterThan(2).allMatch(routes::contains);
    }

    /** What the tests of this package show for the pages, and the examples. */
    private static String compiled() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String name : SHOWN_HERE) {
            sources.append(Files.readString(SOURCES.resolve(name + ".java")));
        }
        try (Stream<Path> examples = Files.walk(Markdown.ROOT.resolve("examples"))) {
            examples.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.append(read(file)));
        }
        return sources.toString();
    }

    @Test
    void everyCommandInThePagesIsOneOfTheReadmeOrRunByATest() {
        List<String> commands = Markdown.page("README.md").blocks("sh");
        assertThat(Markdown.pages()).allSatisfy(page -> assertThat(page.blocks("sh"))
                .as("commands of %s", page)
                .allMatch(command -> commands.stream().anyMatch(known -> command.startsWith(known.strip()))
                        || isRunByATest(page, command)
                        || isTheCommandOfAnExample(page, command)));
    }

    /** {@link ExampleReadmesTest} runs those. */
    private static boolean isTheCommandOfAnExample(Markdown page, String command) {
        return page.toString().matches("examples/[\\w-]+/README\\.md")
                && new ExampleReadme(page).commands().contains(command.strip());
    }

    private static boolean isRunByATest(Markdown page, String command) {
        return RUN_BY.matcher(page.text())
                .results()
                .filter(block -> block.group(2).equals(command))
                .map(block -> SOURCES.resolve(block.group(1) + ".java"))
                .anyMatch(test -> Files.exists(test) && read(test).contains("Markdown.page(\"" + page + "\")"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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

    @Test
    void everyGuaranteeOfTheReadmeIsHeldBySomething() throws Exception {
        Set<String> sources = sources();
        List<String> guarantees = Markdown.page("README.md")
                .text()
                .lines()
                .filter(line -> line.matches("\\| G\\d+ \\|.*"))
                .toList();
        assertThat(guarantees).hasSizeGreaterThan(5).allSatisfy(row -> assertThat(names(QUOTED, row.split("\\|")[4]))
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

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
