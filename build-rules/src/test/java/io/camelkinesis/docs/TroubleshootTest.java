// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The messages and reasons that the pages for operators quote are those of the code. */
class TroubleshootTest {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern JOIN = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern REASON = Pattern.compile("(?m)^ {4}([A-Z_]+)\\(\\s*\"");

    /** Not ours. */
    private static final List<String> OF_THE_SDK = List.of(
            "Unable to load credentials",
            "The security token included in the request is invalid",
            "The security token included in the request is expired");

    /** All sources of the component and the engine, with strings that go over several lines joined. */
    private static final String CODE = JOIN.matcher(ProjectSources.ALL.ending(".java").entrySet().stream()
                    .filter(file -> file.getKey().startsWith("camel-kinesis-checkpointed"))
                    .filter(file -> file.getKey().contains("/src/main/java/"))
                    .map(file -> file.getValue())
                    .collect(Collectors.joining("\n")))
            .replaceAll("");

    private static List<String> rows(String page) {
        return Markdown.page(page)
                .text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult quote) -> quote.group(1))
                .toList();
    }

    @Test
    void everyMessageStandsInTheCode() {
        List<String> messages = rows("docs/how-to/troubleshoot.md").stream()
                .flatMap(row -> quoted(row.split(" \\| ")[0]).stream())
                .filter(message -> !OF_THE_SDK.contains(message))
                .toList();
        assertThat(messages).hasSizeGreaterThan(30).allSatisfy(message -> assertThat(
                        Arrays.stream(message.split("…")).map(String::strip).filter(part -> part.length() > 2))
                .as(message)
                .isNotEmpty()
                .allMatch(CODE::contains));
    }

    @Test
    void theRunbookHasEveryReasonOfTheHealthChecks() {
        String reasons = ProjectSources.ALL.source("StallReason");
        assertThat(rows("docs/how-to/run-in-production.md").stream()
                        .dropWhile(row -> !row.startsWith("| `failing-record`"))
                        .map(row -> quoted(row).get(0)))
                .containsExactlyInAnyOrderElementsOf(REASON.matcher(reasons)
                        .results()
                        .map(reason -> reason.group(1).toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void theThreadsAreThoseOfThePools() {
        List<String> pools = rows("docs/how-to/run-in-production.md").stream()
                .map(row -> quoted(row).get(0))
                .filter(name -> name.startsWith("kinesis-cp-"))
                .toList();
        String source = ProjectSources.ALL.source("WorkerPools");
        assertThat(pools).hasSize(5).allSatisfy(pool -> assertThat(source)
                .contains("prefix + \"" + pool.replaceFirst("kinesis-cp-", "") + "["));
        assertThat(source).contains("FETCH = 24", "TABLE = 8", "HEARTBEAT = 2", "VIRTUAL = 256");
    }
}
