// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/eip-commit.md has one row for each case that is tested. {@code -Ddocs.update} writes them anew. */
class EipReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "eip-commit.md");
    private static final String BEGIN = "<!-- cases -->\n";
    private static final String END = "<!-- end of cases -->\n";

    @Test
    void everyCaseIsARow() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        } else {
            assertThat(page.substring(begin, end)).isEqualTo(table());
        }
    }

    private static String table() {
        return EipCases.all()
                .map(eip -> "| " + eip.name() + " | " + eip.outcome() + " |\n")
                .collect(Collectors.joining(
                        "", "| the route after `from(\"kinesis-cp:…\")` | the record |\n|---|---|\n", ""));
    }
}
