// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page whose files and commands make an application: a block behind a line that ends with the file's name in backticks and a
 * colon is a file, a block of {@code sh} is a command. All are marked as run by a test.
 */
record Tutorial(Markdown page) {

    private static final Pattern FILE = Pattern.compile(
            "(?m)`([\\w./-]+)`[^\n`]*:\n\n<!-- run by: \\w+ -->\n```(?!sh\n)\\w+\n(.*?)^```$", Pattern.DOTALL);

    /** A file of the application; one that comes a second time takes the place of the first. */
    record Source(String name, String text) {

        void writeInto(Path directory) throws IOException {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    /** In the order of the page. */
    List<Source> sources() {
        return FILE.matcher(page.text())
                .results()
                .map((MatchResult file) -> new Source(file.group(1), file.group(2)))
                .toList();
    }

    /** In the order of the page, without line ends. */
    List<String> commands() {
        return page.blocks("sh").stream().map(String::strip).toList();
    }

    /** The same page with other ports of the emulators. */
    Tutorial on(Emulators.Ports ports) {
        return new Tutorial(new Markdown(page.file(), ports.in(page.text())));
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
