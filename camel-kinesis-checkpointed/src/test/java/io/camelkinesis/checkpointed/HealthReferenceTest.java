// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/health.md has a row for each reason, in the words of the check. {@code -Ddocs.update} writes them anew. */
class HealthReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "health.md");
    private static final String BEGIN = "<!-- reasons -->\n";
    private static final String END = "<!-- end of reasons -->\n";

    @Test
    void everyReasonIsARow() throws IOException {
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
        return StallSamples.all().stream()
                .map(stall -> "| `" + stall.reason().id() + "` | " + stall.text(StallSamples.NOW) + " |\n")
                .collect(Collectors.joining("", "| reason | an example of its words |\n|---|---|\n", ""));
    }
}
