// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/health.md has a row for each reason, in the words of the check. {@code -Ddocs.update} writes them anew. */
class HealthReferenceTest {

    private static final ReferenceRows ROWS =
            new ReferenceRows("health.md", "<!-- reasons -->\n", "<!-- end of reasons -->\n");

    @Test
    void everyReasonIsARow() throws IOException {
        ROWS.assertAre(table());
    }

    private static String table() {
        return StallSamples.all().stream()
                .map(stall -> "| `" + stall.reason().id() + "` | " + stall.text(StallSamples.NOW) + " |\n")
                .collect(Collectors.joining("", "| reason | an example of its words |\n|---|---|\n", ""));
    }
}
