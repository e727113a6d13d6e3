// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The executable jar, run as a user does: its own process, real requests. */
class ExecutableJarIT {

    private static final Path JAR = Path.of(System.getProperty("executable.jar"));
    private static final String SECRET = "wJalrXUtnFEMI-not-to-be-printed";

    private static final InMemoryKinesis KINESIS = InMemoryKinesis.create();
    private static DynamoDbLocal dynamoDb;
    private static HttpKinesis http;

    @TempDir
    Path folder;

    private record Result(int exitCode, String out, String err) {}

    @BeforeAll
    static void open() {
        dynamoDb = DynamoDbLocal.serverProcess();
        http = HttpKinesis.start(KINESIS);
        new LeaseTable(dynamoDb.client(), "leases", "for tests").ensure(LeaseTableBilling.payPerRequest());
        KINESIS.createStream("orders", 1);
        String number = KINESIS.put("orders", "ada", "tea").sequence().digits();
        KINESIS.put("orders", "ada", "milk");
        dynamoDb.client().putItem(p -> p.tableName("leases")
                .item(Map.of(
                        "StreamID", AttributeValue.fromS("orders"),
                        "ShardID", AttributeValue.fromS("shardId-000000000000"),
                        "LeaseEpoch", AttributeValue.fromN("3"),
                        "SequenceNumber", AttributeValue.fromS(number))));
    }

    @AfterAll
    static void close() {
        http.close();
        dynamoDb.close();
    }

    private Result java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", SECRET);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private Result onTable(String command, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                command,
                "--table",
                "leases",
                "--stream",
                "orders",
                "--region",
                "us-east-1",
                "--kinesis-endpoint",
                http.endpoint().toString(),
                "--dynamodb-endpoint",
                dynamoDb.endpoint().toString()));
        all.addAll(List.of(arguments));
        Result result = java(all.toArray(String[]::new));
        assertThat(result.out() + result.err()).doesNotContain(SECRET).doesNotContain("AKIA", "tea", "milk");
        return result;
    }

    @Test
    void itShowsResetsAndSaysWhatIsWrong() throws Exception {
        Result shown = onTable("show");
        assertThat(shown.err()).isEmpty();
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("stream orders, table leases", "shardId-000000000000  free");

        Result reset = onTable("reset", "--to", "horizon");
        assertThat(reset.err()).isEmpty();
        assertThat(reset.out()).contains("StartPosition = TRIM_HORIZON", "orders: 1 rows of shards written");

        Result exported = onTable("export");
        assertThat(exported.out()).contains("\"startPosition\" : \"TRIM_HORIZON\"", "\"epoch\" : 4");

        Result wrong = onTable("reset", "--to", "sequence", "five");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .isEqualTo("'five' is no sequence number: 1 to 128 digits, and for one user record of an"
                        + " aggregate a dot and its place from 0" + System.lineSeparator());
    }

    @Test
    void itKnowsItsVersion() throws Exception {
        Result version = java("--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("kinesis-cp-tools \\d\\S+\\s+");
    }

    @Test
    void itHoldsNoCamelAndNoTest() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("io/camelkinesis/tools/Main.class", "picocli/CommandLine.class")
                    .noneMatch(name -> name.startsWith("org/apache/camel/") || name.startsWith("org/junit/"))
                    .noneMatch(name -> name.endsWith("module-info.class") || name.endsWith(".SF"));
        }
    }
}
