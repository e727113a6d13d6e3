// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a page of docs/reference that stands between two marks and is written from the code. */
record ReferenceRows(String page, String begin, String end) {

    /** The page has this table; with {@code -Ddocs.update} it is written anew. */
    void assertAre(String table) throws IOException {
        Path path = Path.of("..", "docs", "reference", page);
        String text = Files.readString(path);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        if (System.getProperty("docs.update") != null) {
            Files.writeString(path, text.substring(0, from) + table + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(table);
        }
    }
}
