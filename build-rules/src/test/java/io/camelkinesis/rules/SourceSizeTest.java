// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How large classes and methods of all modules may get; generated sources are not looked at. */
class SourceSizeTest {

    private static final int CLASS_LINES = 350;
    private static final int METHOD_LINES = 70;

    /** Every source file by its name. */
    private static final Map<String, JavaSource> SOURCES = parse();

    private static Map<String, JavaSource> parse() {
        Map<String, String> texts = new LinkedHashMap<>();
        Project.files(name -> name.contains("src/main/java/") && name.endsWith(".java"))
                .forEach(file -> texts.put(Project.name(file), Project.text(file)));
        return JavaSource.parse(texts);
    }

    @Test
    void noClassIsTooLong() {
        assertThat(longerThan(CLASS_LINES, JavaSource::types)).isEmpty();
    }

    @Test
    void noMethodIsTooLong() {
        assertThat(longerThan(METHOD_LINES, JavaSource::methods)).isEmpty();
    }

    @Test
    void theEngineHasNoLocks() {
        Stream<String> locks = SOURCES.entrySet().stream()
                .filter(source -> source.getKey().startsWith("camel-kinesis-checkpointed-engine/"))
                .flatMap(source -> source.getValue().locks().stream().map(line -> source.getKey() + ":" + line));
        assertThat(locks).as("synchronized; a worker runs one serial loop").isEmpty();
    }

    @Test
    void everyModuleIsLookedAt() {
        Stream<String> modules = SOURCES.keySet().stream().map(name -> name.replaceFirst("/src/main/.*", ""));
        assertThat(modules.distinct())
                .contains(
                        "camel-kinesis-checkpointed-engine",
                        "camel-kinesis-checkpointed",
                        "camel-kinesis-checkpointed-test",
                        "camel-kinesis-checkpointed-tools",
                        "examples/quickstart",
                        "examples/exactly-once",
                        "examples/fleet",
                        "examples/migrate-from-aws2-kinesis",
                        "examples/quarkus",
                        "examples/testing-your-route",
                        "examples/yaml-jbang");
    }

    @Test
    void sizesAreCountedAsWritten() {
        JavaSource source = JavaSource.parse(
                """
                package p;

                /** Not counted. */
                class A {

                    // not counted
                    int x = 1; // counted

                    synchronized int m() {
                        /* not
                           counted */
                        return x;
                    }

                    record B(String text) {}
                }
                """);
        assertThat(source.types()).containsExactly(new JavaSource.Part("A", 7));
        assertThat(source.methods()).containsExactly(new JavaSource.Part("m", 3));
        assertThat(source.locks()).containsExactly(9L);
    }

    private static Stream<String> longerThan(int limit, Function<JavaSource, List<JavaSource.Part>> parts) {
        return SOURCES.entrySet().stream().flatMap(source -> parts.apply(source.getValue()).stream()
                .filter(part -> part.codeLines() > limit)
                .map(part -> String.format(
                        Locale.ROOT,
                        "%s in %s: %d code lines, at most %d",
                        part.name(),
                        source.getKey(),
                        part.codeLines(),
                        limit)));
    }
}
