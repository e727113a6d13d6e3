// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One application of a user's, compiled and run with what was installed, for each Camel, Spring Boot, AWS SDK and JDK that it is said to
 * work with: {@code trial/Trial.java} of the test resources puts, consumes, rolls back, stops, starts again, and stops.
 */
@ExtendWith(Installation.Extension.class)
class StackMatrixProofTest {

    private static final List<String> SDKS = List.of("2.41.28", "2.59.1");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final Path TRIAL = Path.of("src/test/resources/io/camelkinesis/docs/trial");

    /** Camel, and the Spring Boot that its starters are made for; null is Camel Main. */
    private enum Pair {
        CAMEL_4_18("4.18.0", null, true),
        CAMEL_4_18_BOOT_3_5("4.18.0", "3.5.16", true),
        CAMEL_4_22("4.22.0", null, true),
        CAMEL_4_22_BOOT_4_1("4.22.0", "4.1.2", true),
        CAMEL_4_18_BOOT_4_1("4.18.0", "4.1.2", false),
        CAMEL_4_22_BOOT_3_5("4.22.0", "3.5.16", false);

        private final String camel;
        private final String boot;

        /** Whether Camel's own starters are made for this Spring Boot; what is not is tried, and only told. */
        private final boolean made;

        Pair(String camel, String boot, boolean made) {
            this.camel = camel;
            this.boot = boot;
            this.made = made;
        }

        /** Of a pair that is only told, the newest will do. */
        List<String> sdks() {
            return made ? SDKS : SDKS.subList(1, 2);
        }

        UserProjects.Pom pom(String sdk) {
            List<String> boms = new ArrayList<>(List.of("software.amazon.awssdk:bom:" + sdk));
            boms.add("org.apache.camel:camel-bom:" + camel); // Camel Spring Boot's own has the starters only
            if (boot == null) {
                return new UserProjects.Pom(
                        boms,
                        List.of(
                                "io.camelkinesis:camel-kinesis-checkpointed:" + UserProjects.VERSION,
                                "org.apache.camel:camel-main",
                                "org.apache.camel:camel-core",
                                "org.slf4j:slf4j-simple:2.0.17"),
                        false);
            }
            boms.add("org.springframework.boot:spring-boot-dependencies:" + boot);
            boms.add("org.apache.camel.springboot:camel-spring-boot-bom:" + camel);
            return new UserProjects.Pom(
                    boms,
                    List.of(
                            "io.camelkinesis:camel-kinesis-checkpointed-starter:" + UserProjects.VERSION,
                            "org.apache.camel.springboot:camel-spring-boot-starter"),
                    false);
        }

        @Override
        public String toString() {
            return "Camel " + camel + (boot == null ? ", Camel Main" : ", Spring Boot " + boot);
        }
    }

    private record Cell(Pair pair, String sdk, String jdk, String outcome, long seconds) {
        boolean passed() {
            return outcome.startsWith("PASS");
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, SDK %s, JDK %s, %d s: %s", pair, sdk, jdk, seconds, outcome);
        }
    }

    @Test
    void theApplicationLivesItsLifeOnEachStack(Installation installation, @TempDir Path directory) throws Exception {
        UserProjects projects = new UserProjects(directory);
        for (Pair pair : Pair.values()) {
            for (String sdk : pair.sdks()) {
                projects.poms().put(name(pair, sdk), pair.pom(sdk));
            }
        }
        Map<String, UserProjects.Resolved> resolved = projects.resolve(installation, MavenHome.ofThisBuild());
        List<Cell> cells = new ArrayList<>();
        InMemoryKinesis streams = InMemoryKinesis.create();
        try (HttpKinesis kinesis = HttpKinesis.start(streams);
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess()) {
            for (Pair pair : Pair.values()) {
                for (String sdk : pair.sdks()) {
                    UserProjects.Resolved libraries = resolved.get(name(pair, sdk));
                    String problem = libraries.classPath().isEmpty()
                            ? "does not resolve: " + libraries.problem()
                            : compiled(pair, libraries, directory.resolve(name(pair, sdk)));
                    for (Map.Entry<String, Path> jdk : jdks(pair).entrySet()) {
                        String stream = name(pair, sdk) + "-" + jdk.getKey();
                        streams.createStream(stream, 2);
                        long begin = System.nanoTime();
                        String outcome = problem != null
                                ? "FAIL " + problem
                                : run(
                                        jdk.getValue(),
                                        pair,
                                        libraries,
                                        directory.resolve(name(pair, sdk)),
                                        stream,
                                        kinesis.endpoint(),
                                        dynamoDb.endpoint());
                        Cell cell = new Cell(
                                pair,
                                sdk,
                                jdk.getKey(),
                                outcome,
                                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
                        cells.add(cell);
                        System.out.println("ROW stack.1 " + (pair.made ? "" : "also tried: ") + cell);
                    }
                }
            }
        }
        List<Cell> wanted = cells.stream().filter(cell -> cell.pair.made).toList();
        System.out.printf(
                "FIGURE stack.1 %d of %d cells pass%n",
                wanted.stream().filter(Cell::passed).count(), wanted.size());
        assertThat(wanted).hasSize(16).allMatch(Cell::passed);
    }

    private static String name(Pair pair, String sdk) {
        return pair.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-sdk-" + sdk.replace('.', '-');
    }

    /** The JDK of this build and the newest; null where that is not found. */
    private static Map<String, Path> jdks(Pair pair) {
        Map<String, Path> jdks = new LinkedHashMap<>();
        jdks.put(Integer.toString(Runtime.version().feature()), Path.of(System.getProperty("java.home")));
        if (pair.made) {
            jdks.put("25", jdk25());
        }
        return jdks;
    }

    private static Path jdk25() {
        return Stream.of(System.getProperty("jdk25.home"), System.getenv("JAVA_HOME_25"))
                .filter(home -> home != null && !home.isEmpty())
                .map(Path::of)
                .findFirst()
                .orElseGet(StackMatrixProofTest::installed25);
    }

    private static Path installed25() {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return null;
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> home.getFileName().toString().contains("25"))
                    .filter(home -> Files.exists(home.resolve("bin/java")))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** @return what the compiler says, null if it is content */
    private static String compiled(Pair pair, UserProjects.Resolved libraries, Path project) throws IOException {
        Files.createDirectories(project.resolve("classes"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "--release",
                        "17",
                        "-proc:none",
                        "-d",
                        project.resolve("classes").toString(),
                        "-classpath",
                        joined(libraries.classPath().stream()),
                        TRIAL.resolve("Trial.java").toString(),
                        TRIAL.resolve(pair.boot == null ? "PlainTrial.java" : "BootTrial.java")
                                .toString());
        return code == 0
                ? null
                : "does not compile: "
                        + said.toString(StandardCharsets.UTF_8)
                                .lines()
                                .findFirst()
                                .orElse("");
    }

    private static String joined(Stream<Path> classPath) {
        return classPath.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String run(
            Path jdk,
            Pair pair,
            UserProjects.Resolved libraries,
            Path project,
            String stream,
            URI kinesis,
            URI dynamoDb)
            throws Exception {
        if (jdk == null) {
            return "FAIL there is no JDK 25 here: name it with -Djdk25.home=HOME or JAVA_HOME_25";
        }
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                joined(Stream.concat(Stream.of(project.resolve("classes")), libraries.classPath().stream()))));
        Map.of(
                        "lease-table", stream,
                        "lease-table-create", "true",
                        "region", "eu-west-1",
                        "override-endpoint", "true",
                        "uri-endpoint-override", kinesis.toString(),
                        "lease-table-endpoint", dynamoDb.toString(),
                        "access-key", "test",
                        "secret-key", "test")
                .forEach((option, value) -> command.add("-Dcamel.component.kinesis-cp." + option + "=" + value));
        command.addAll(List.of(pair.boot == null ? "trial.PlainTrial" : "trial.BootTrial", stream));
        Path output = project.resolve(jdk.getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            List<String> lines = Files.readAllLines(output);
            if (!ended) {
                return "FAIL did not end within " + LIMIT + "; last: " + last(lines);
            }
            return lines.stream()
                    .filter(line -> line.contains("TRIAL PASS"))
                    .map(line -> line.replaceFirst(".*TRIAL ", ""))
                    .findFirst()
                    .filter(line -> process.exitValue() == 0)
                    .orElseGet(() -> "FAIL " + reason(lines));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The deepest cause of what ended it. */
    private static String reason(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: ") || line.startsWith("Exception in thread"))
                .reduce((one, other) -> other)
                .map(line -> line.length() > 300 ? line.substring(0, 300) : line)
                .orElseGet(() -> "without an exception; last: " + last(lines));
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
    }
}
