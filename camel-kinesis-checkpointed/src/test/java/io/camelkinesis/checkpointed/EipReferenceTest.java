// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/eip-commit.md has one row for each case that is tested. {@code -Ddocs.update} writes them anew. */
class EipReferenceTest {

    private static final ReferenceRows ROWS =
            new ReferenceRows("eip-commit.md", "<!-- cases -->\n", "<!-- end of cases -->\n");

    @Test
    void everyCaseIsARow() throws IOException {
        ROWS.assertAre(table());
    }

    private static String table() {
        return EipCases.all()
                .map(eip -> "| " + eip.name() + " | " + eip.outcome() + " |\n")
                .collect(Collectors.joining(
                        "", "| the route after `from(\"kinesis-cp:…\")` | the record |\n|---|---|\n", ""));
    }
}
