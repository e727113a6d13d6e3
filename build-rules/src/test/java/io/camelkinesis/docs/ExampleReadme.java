// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README of an example. It has one command, in a block behind {@code <!-- command: run -->}, and says in a line
 * {@code <!-- prints: TEXT -->} what a line of the output contains when all went well; or it has {@code <!-- command: none -->}
 * and a line below that says why.
 */
record ExampleReadme(Markdown page) {

    private static final Pattern COMMAND = Pattern.compile("(?m)^<!-- command: run -->\n```sh\n([^\n]+)\n```$");

    private static final Pattern NO_COMMAND = Pattern.compile("(?m)^<!-- command: none -->\n(\\S.*)$");

    private static final Pattern PRINTS = Pattern.compile("(?m)^<!-- prints: (.+) -->$");

    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    /** Those of all examples: the directories below {@code examples}. */
    static List<ExampleReadme> all() {
        try (Stream<Path> directories = Files.list(Markdown.ROOT.resolve("examples"))) {
            return directories
                    .filter(Files::isDirectory)
                    .map(directory -> Markdown.ROOT.relativize(directory) + "/README.md")
                    .sorted()
                    .map(path -> new ExampleReadme(Markdown.page(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory, for example {@code examples/quickstart}. */
    String example() {
        return Markdown.ROOT.relativize(page.file().getParent()).toString().replace('\\', '/');
    }

    boolean isMavenModule() {
        return Files.exists(page.file().resolveSibling("pom.xml"));
    }

    /** Commands; one, or none with a reason, if the README is as it should be. */
    List<String> commands() {
        return all(COMMAND, page.text());
    }

    /** Why there is no command. */
    Optional<String> reasonForNoCommand() {
        return all(NO_COMMAND, page.text()).stream().findFirst();
    }

    /** What the command prints among other things. */
    List<String> prints() {
        return all(PRINTS, page.text());
    }

    /** The page without comments, as people see it. */
    String visible() {
        return COMMENT.matcher(page.text()).replaceAll("");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(hit -> hit.group(1)).toList();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
