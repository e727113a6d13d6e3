// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * What the build of a native image and {@code process-aot} do with an application: Spring generates its context ahead of
 * time, and it starts from that, on the JVM.
 */
class AheadOfTimeTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path directory;

    @Test
    void anApplicationStartsFromItsGeneratedContext() throws Exception {
        Path sources = directory.resolve("sources");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        new SpringApplicationAotProcessor(
                        AheadOfTimeBilling.class,
                        AbstractAotProcessor.Settings.builder()
                                .sourceOutput(sources)
                                .resourceOutput(classes)
                                .classOutput(classes)
                                .groupId("example")
                                .artifactId("billing")
                                .build(),
                        new String[0])
                .process();
        compile(sources, classes);

        String output = start(classes);

        assertThat(output).contains("Starting AOT-processed").contains("region eu-west-1");
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-classpath", CLASS_PATH, "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(arguments).anyMatch(file -> file.contains("KinesisCheckpointedAutoConfiguration"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private static String start(Path classes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dspring.aot.enabled=true",
                        "-classpath",
                        classes + File.pathSeparator + CLASS_PATH,
                        AheadOfTimeBilling.class.getName(),
                        "--camel.component.kinesis-cp.region=eu-west-1",
                        "--camel.component.kinesis-cp.check-stream=false")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** What a native image would not find by itself. */
    @Test
    void whatIsFoundByNameIsHinted() throws Exception {
        RuntimeHints hints = new RuntimeHints();
        new StarterHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.resource().forResource(OptionProperties.JSON.substring(1)))
                .accepts(hints);
        assertThat(StarterHints.FOUND_BY_NAME)
                .allSatisfy(name -> assertThat(RuntimeHintsPredicates.resource().forResource(name))
                        .accepts(hints));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("io.camelkinesis.checkpointed.KinesisCheckpointedComponent")))
                .accepts(hints);
        assertThat(hints.reflection().typeHints()).hasSameSizeAs(StarterHints.FOUND_BY_NAME);
    }
}
