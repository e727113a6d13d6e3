// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the component adds to an application that has camel-core: jars and bytes, from the resolved runtime class paths
 * of both, which the build writes to files before this test runs.
 */
class RuntimeBudgetTest {

    private static final int MAX_JARS = 55;
    private static final long MAX_BYTES = 20 * 1024 * 1024;

    /** Libraries that would decide for the user which version of them the application has. */
    private static final List<String> BANNED = List.of(
            "amazon-kinesis-client",
            "amazon-kinesis-producer",
            "kinesis-producer",
            "protobuf-",
            "guava",
            "schema-registry");

    @Test
    void theComponentStaysWithinItsBudget() {
        Map<String, Long> above = classPath("camel-kinesis-checkpointed/target/runtime-classpath.txt");
        Map<String, Long> core = classPath("build-rules/target/camel-core-classpath.txt");
        above.put(
                "camel-kinesis-checkpointed", size(Project.ROOT.resolve("camel-kinesis-checkpointed/target/classes")));
        above.keySet().removeAll(core.keySet());

        long bytes = above.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                Locale.ROOT,
                "Runtime budget above camel-core (%d jars): %d jars of at most %d, %.1f MB of at most %.1f%n",
                core.size(),
                above.size(),
                MAX_JARS,
                megabytes(bytes),
                megabytes(MAX_BYTES));
        System.out.printf(
                Locale.ROOT,
                "FIGURE ecosystem.4 the component's runtime tree above camel-core: %d of at most %d jars, %.1f of at most %.1f MB%n",
                above.size(),
                MAX_JARS,
                megabytes(bytes),
                megabytes(MAX_BYTES));

        assertThat(core.keySet()).as("the tree of camel-core").anyMatch(jar -> jar.startsWith("camel-api-"));
        assertThat(above.keySet())
                .as("the tree of the component")
                .anyMatch(jar -> jar.startsWith("kinesis-"))
                .anyMatch(jar -> jar.startsWith("dynamodb-"))
                .hasSizeLessThanOrEqualTo(MAX_JARS);
        assertThat(bytes).as("bytes above camel-core").isLessThanOrEqualTo(MAX_BYTES);
        assertThat(above.keySet()).noneMatch(jar -> BANNED.stream().anyMatch(jar::startsWith));
    }

    private static double megabytes(long bytes) {
        return bytes / (1024.0 * 1024.0);
    }

    /** The entries of a class path with their sizes; a module of this build is one entry, named after its directory. */
    private static Map<String, Long> classPath(String file) {
        Path path = Project.ROOT.resolve(file);
        assertThat(path)
                .as("class path written by the build; run this test with -am, so that its module is built too")
                .exists();
        Map<String, Long> entries = new LinkedHashMap<>();
        for (String entry : Project.text(path).strip().split(File.pathSeparator)) {
            Path resolved = Path.of(entry);
            boolean classes = resolved.endsWith(Path.of("target", "classes"));
            Path named = classes ? resolved.getParent().getParent() : resolved;
            entries.put(named.getFileName().toString(), size(resolved));
        }
        return entries;
    }

    private static long size(Path entry) {
        try (Stream<Path> files = Files.walk(entry)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
