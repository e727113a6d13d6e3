// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A copy of the checkout without what builds leave behind, to run a command of the pages in: the build that a test is part
 * of must not be built upon. Maven uses the same local repository in it.
 *
 * @param wanted which files, by their path below the root with forward slashes
 */
record CheckoutCopy(Path root, Predicate<String> wanted) {

    private static final Set<String> LEFT_BEHIND = Set.of("target", "node_modules", ".git", ".idea", ".vscode");

    static CheckoutCopy of(Path root) {
        return new CheckoutCopy(root, name -> true);
    }

    CheckoutCopy only(Predicate<String> names) {
        return new CheckoutCopy(root, wanted.and(names));
    }

    void into(Path copy) throws IOException {
        visit((name, attributes) -> copy(root.resolve(name), copy.resolve(name)));
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            Files.writeString(
                    copy.resolve(".mvn/maven.config"),
                    "\n-Dmaven.repo.local=" + repository + "\n",
                    StandardOpenOption.APPEND);
        }
    }

    /** Changes whenever a file does. */
    String state() throws IOException {
        StringBuilder state = new StringBuilder();
        visit((name, attributes) -> state.append(name)
                .append(' ')
                .append(attributes.size())
                .append(' ')
                .append(attributes.lastModifiedTime())
                .append('\n'));
        return state.toString();
    }

    private void visit(BiConsumer<Path, BasicFileAttributes> visitor) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return LEFT_BEHIND.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path name = root.relativize(file);
                if (attributes.isRegularFile() && wanted.test(name.toString().replace('\\', '/'))) {
                    visitor.accept(name, attributes);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void copy(Path file, Path copy) {
        try {
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
