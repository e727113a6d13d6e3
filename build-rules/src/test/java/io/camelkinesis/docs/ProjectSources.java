// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the build compiles, loads and runs: sources, resources, poms and scripts, by their names below the root. */
final class ProjectSources {

    private static final Set<String> LEFT_BEHIND = Set.of("target", "node_modules", ".git", ".idea", ".vscode");
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|yaml|yml|xml|properties|json|sh)|scripts/.*|\\.ci/.*");
    /** Its strings are snippets that are wrong. */
    private static final String PLANTED = "/DocsSnippetsProofTest.java";

    private static final Pattern PROFILE = Pattern.compile("<profile>\\s*<id>([^<]+)</id>");

    /** Everything, read once. */
    static final ProjectSources ALL = new ProjectSources();

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> squeezed = new LinkedHashMap<>();
    private final Set<String> modules = new TreeSet<>();

    private ProjectSources() {
        try {
            Files.walkFileTree(Markdown.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skip = LEFT_BEHIND.contains(directory.getFileName().toString());
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String name = Markdown.ROOT.relativize(file).toString().replace('\\', '/');
                    if (TEXT.matcher(name).matches() && !name.endsWith(PLANTED)) {
                        add(name, Files.readString(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name, String text) {
        texts.put(name, text);
        squeezed.put(name, squeeze(text));
        if (name.endsWith("pom.xml")) {
            modules.add(name.replaceFirst("/?pom\\.xml$", ""));
        }
    }

    private static String squeeze(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** The files with one of these endings that hold this code, whatever its line breaks and indentation. */
    List<String> with(String code, String... endings) {
        String wanted = squeeze(code);
        return squeezed.entrySet().stream()
                .filter(file -> List.of(endings).stream()
                        .anyMatch(ending -> file.getKey().endsWith(ending)))
                .filter(file -> file.getValue().contains(wanted))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a pom, a script or a Java source says this word. */
    boolean says(String word) {
        Pattern whole = Pattern.compile("(?<![\\w.-])" + Pattern.quote(word) + "(?![\\w-])");
        return texts.entrySet().stream()
                .filter(file -> !file.getKey().endsWith(".yaml"))
                .anyMatch(file -> whole.matcher(file.getValue()).find());
    }

    /** Directories with a pom, the root's is the empty name. */
    Set<String> modules() {
        return modules;
    }

    boolean hasProfile(String id) {
        return texts.entrySet().stream()
                .filter(file -> file.getKey().endsWith("pom.xml"))
                .anyMatch(file -> PROFILE.matcher(file.getValue()).results().anyMatch(profile -> profile.group(1)
                        .equals(id)));
    }

    /** The source of a class by its simple name, null if there is none. */
    String source(String simpleName) {
        return texts.entrySet().stream()
                .filter(file -> file.getKey().endsWith("/" + simpleName + ".java"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The texts whose names end so. */
    Map<String, String> ending(String ending) {
        Map<String, String> found = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            if (name.endsWith(ending)) {
                found.put(name, text);
            }
        });
        return found;
    }

    boolean has(String path) {
        return Files.exists(Markdown.ROOT.resolve(path));
    }
}
