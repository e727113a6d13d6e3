// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command and every snippet of the pages is run, compiled, loaded or checked word by word, and what is not is counted. */
class DocsSnippetsProofTest {

    private static final Pattern INLINE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");

    private static final Pattern COMMAND =
            Pattern.compile("(mvn|scripts/show|kinesis-cp-tools|aws (kinesis|dynamodb|sts)) .+");

    private static final SnippetChecks CHECKS = new SnippetChecks();

    @Test
    void everyBlockOfThePagesIsHeld() {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        Map<String, String> exempt = new LinkedHashMap<>();
        List<Markdown> pages = Markdown.pages();
        for (Markdown page : pages) {
            for (Snippet snippet : Snippet.of(page)) {
                Verdict verdict = CHECKS.check(snippet);
                if (!verdict.isHeld()) {
                    problems.put(snippet.place(), verdict.problem());
                    continue;
                }
                counts.computeIfAbsent(language(snippet), language -> new TreeMap<>())
                        .merge(verdict.how(), 1, Integer::sum);
                if (snippet.marked("not checked") != null) {
                    exempt.put(snippet.place(), snippet.marked("not checked"));
                }
            }
        }
        assertThat(problems).as("blocks of the pages that nothing holds").isEmpty();
        int commands = inlineCommands(pages).size();
        System.out.printf(
                "FIGURE ecosystem.5 %d blocks in %d pages: %s; %d commands within sentences checked word by word; %s%n",
                counts.values().stream()
                        .flatMap(language -> language.values().stream())
                        .mapToInt(Integer::intValue)
                        .sum(),
                pages.size(),
                shown(counts),
                commands,
                exempt.isEmpty() ? "all are held" : exempt.size() + " not checked: " + exempt);
    }

    @Test
    void everyCommandWithinASentenceIsUnderstood() {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<String, String> commands = inlineCommands(Markdown.pages());
        commands.forEach((command, page) -> {
            String problem = ShellCheck.problem(command);
            if (problem != null) {
                problems.put(page + ": " + command, problem);
            }
        });
        assertThat(problems).isEmpty();
        assertThat(commands).isNotEmpty();
    }

    /** Commands in code spans, each with a page that has it. */
    private static Map<String, String> inlineCommands(List<Markdown> pages) {
        Map<String, String> commands = new LinkedHashMap<>();
        for (Markdown page : pages) {
            String prose = page.text().replaceAll("(?ms)^ *```.*?^ *```$", "");
            INLINE.matcher(prose)
                    .results()
                    .map((MatchResult span) -> span.group(1))
                    .filter(span -> COMMAND.matcher(span).matches())
                    .forEach(span -> commands.put(span, page.toString()));
        }
        return commands;
    }

    private static String language(Snippet snippet) {
        return snippet.language().isEmpty() ? "without a language" : snippet.language();
    }

    private static String shown(Map<String, Map<String, Integer>> counts) {
        return counts.entrySet().stream()
                .map(language -> language.getKey() + " "
                        + language.getValue().entrySet().stream()
                                .map(how -> how.getValue() + " " + how.getKey())
                                .collect(Collectors.joining(" + ")))
                .collect(Collectors.joining(", "));
    }

    static Stream<Arguments> planted() {
        return Stream.of(
                Arguments.of("kotlin", "val a = 1", "the language 'kotlin'"),
                Arguments.of("java", "from(\"direct:a\").tu(\"mock:b\");", "does not compile"),
                Arguments.of("java", "public class A { KinesisManualCommitt c; }", "does not compile"),
                Arguments.of("yaml", "- route: {from: {uri: 'kinesis-cp:a?leaseTabel=t', steps: []}}", "leaseTabel"),
                Arguments.of(
                        "yaml",
                        "- route: {from: {uri: 'kinesis-cp:a?leaseTable=leases&checkpointLimit=0', steps: []}}",
                        "checkpointLimit"),
                Arguments.of("yaml", "- route: {from: {uri: 'kinesys:a', steps: []}}", "kinesys"),
                Arguments.of("yaml", "{kind: Secret, apiVersion: v1}", "kind Secret"),
                Arguments.of("yaml", "camel: {component: {kinesis-cp: {lease-tabel: t}}}", "no such option"),
                Arguments.of("yaml", "camel: {component: {kinesis-cp: {ordering: SOME}}}", "is not a value"),
                Arguments.of("yaml", "camel: {main: {nmae: x}}", "in no metadata"),
                Arguments.of("yaml", "camel: {kamelet: {kinesis-cp-source: {leaseTabel: t}}}", "in no metadata"),
                Arguments.of("yaml", "groups: [{name: a}]", "nothing here checks others"),
                Arguments.of("properties", "camel.component.kinesis-cp.commitPeriod = soon", "is not a value"),
                Arguments.of(
                        "xml",
                        "<dependency><groupId>io.camelkinesis</groupId><artifactId>x</artifactId>" + "</dependency>",
                        "is no module"),
                Arguments.of("xml", "<route><from uri='kinesis-cp:a?nothing=1'/><to uri='mock:b'/></route>", "nothing"),
                Arguments.of("xml", "<metrics/>", "neither"),
                Arguments.of("json", "{\"a\": }", "json"),
                Arguments.of("json", "{\"Action\": \"dynamodb:PutItem\", \"a\": \"dynamodb:Purge\"}", "dynamodb:Purge"),
                Arguments.of("sh", "mvn -pl examples/nothing verify", "no such module"),
                Arguments.of("sh", "mvn -Pnothing verify", "no such profile"),
                Arguments.of("sh", "mvn test -Dtest=NothingTest", "no test NothingTest"),
                Arguments.of("sh", "mvn verify -Dnothing.at.all=1", "nothing reads"),
                Arguments.of("sh", "aws kinesis put-records --stream orders", "has no --stream"),
                Arguments.of("sh", "aws kinesis put-everything", "no operation"),
                Arguments.of("sh", "cd a && kinesis-cp-tools show --stream orders", "--table"),
                Arguments.of("sh", "java -jar app.jar", "only the tools"),
                Arguments.of("sh", "curl localhost", "nothing here knows curl"),
                Arguments.of("sh", "scripts/show nothing", "no such theme"),
                Arguments.of("sh", "if true; then", "bash cannot read it"),
                Arguments.of("text", "$ mvn verify", "is a command"),
                Arguments.of("", "curl localhost", "is a command"));
    }

    @ParameterizedTest
    @MethodSource("planted")
    void aBlockThatIsWrongOrThatNothingHoldsIsFound(String language, String code, String problem) {
        assertThat(verdicts("```" + language + "\n" + code + "\n```\n"))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.isHeld()).isFalse();
                    assertThat(verdict.problem()).containsIgnoringCase(problem);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"run by: NothingTest", "run by: ThemesTest", "not checked:", "not checked: no"})
    void aMarkerThatHoldsNothingIsFound(String marker) {
        assertThat(verdicts("<!-- " + marker + " -->\n```sh\ncurl localhost\n```\n"))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.isHeld()).isFalse());
    }

    static Stream<Arguments> right() {
        return Stream.of(
                Arguments.of("java", "from(\"kinesis-cp:a?leaseTable=leases\").to(\"mock:b\");"),
                Arguments.of("java", "import java.util.List;\nList<String> names() { return List.of(); }"),
                Arguments.of("java", "package a;\n\npublic class B { int c; }"),
                Arguments.of(
                        "yaml", "- route: {from: {uri: 'kinesis-cp:a?leaseTable=leases', steps: [to: aws2-sqs:b]}}"),
                Arguments.of("yaml", "camel: {kamelet: {kinesis-cp-source: {mine: {leaseTable: leases}}}}"),
                Arguments.of("yaml", "camel: {component: {kinesis-cp: {lease-table: leases}}}\norders: {own: 1}"),
                Arguments.of("xml", "<route><from uri='kinesis-cp:a?leaseTable=leases'/><to uri='bean:b'/></route>"),
                Arguments.of("properties", "camel.main.name = orders\ncamel.component.kinesis-cp.ordering = SHARD"),
                Arguments.of("sh", "export A=1\nA=2 mvn -q verify -pl build-rules \\\n  -am # all"),
                Arguments.of("sh", "aws kinesis create-stream --stream-name a --shard-count 4 --region eu-west-1"),
                Arguments.of("sh", "aws dynamodb wait table-exists --table-name a"),
                Arguments.of("sh", "kinesis-cp-tools show --table t --stream a"));
    }

    @ParameterizedTest
    @MethodSource("right")
    void aBlockThatIsRightIsHeld(String language, String code) {
        assertThat(verdicts("1. Text\n\n   ```" + language + "\n" + code.indent(3) + "   ```\n"))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.problem()).isNull());
    }

    private static List<Verdict> verdicts(String text) {
        Markdown page = new Markdown(Markdown.ROOT.resolve("docs/planted.md"), text);
        return Snippet.of(page).stream().map(CHECKS::check).toList();
    }
}
