// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about versions names those of the build, and the combinations that are run. */
class VersionsPageTest {

    private static final Markdown PAGE = Markdown.page("docs/reference/versions.md");

    private static final Pattern BUILT_WITH = Pattern.compile("(?m)^\\| [^|]+ \\| (\\S+) \\| `(\\S+)` \\|$");

    private static final Pattern TRIED =
            Pattern.compile("(?m)^\\| (\\d[\\d.]+) \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$");

    @Test
    void whatItIsBuiltWithStandsInTheBuild() throws Exception {
        String pom = Files.readString(Markdown.ROOT.resolve("pom.xml"));
        List<MatchResult> rows = BUILT_WITH.matcher(PAGE.text()).results().toList();
        assertThat(rows).hasSizeGreaterThan(4).allSatisfy(row -> assertThat(pom)
                .contains("<" + row.group(2) + ">" + row.group(1) + "</" + row.group(2) + ">"));
    }

    @Test
    void whatItWasTriedWithIsWhatTheMatrixRuns() {
        String matrix = ProjectSources.ALL.source("StackMatrixProofTest");
        List<MatchResult> rows = TRIED.matcher(PAGE.text()).results().toList();
        assertThat(rows).hasSize(4).allSatisfy(row -> {
            String boot = row.group(2).startsWith("Spring Boot ")
                    ? "\"" + row.group(2).substring("Spring Boot ".length()) + "\""
                    : "null";
            assertThat(matrix).contains("(\"" + row.group(1) + "\", " + boot + ", true)");
            assertThat(row.group(3).split(", "))
                    .allSatisfy(sdk -> assertThat(matrix).contains("\"" + sdk + "\""));
        });
    }
}
