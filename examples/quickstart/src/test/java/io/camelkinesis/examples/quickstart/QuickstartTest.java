// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void provesThatEveryOrderIsConsumedOnce() {
        assertThat(run()).as(this::output).isEqualTo(Quickstart.PROVED);

        assertThat(output())
                .contains("Kinesis in memory, DynamoDB Local. Stream quickstart-")
                .contains("Put 2,000 records.")
                .contains("The route was stopped half-way, with 1,")
                .contains("The route has started again.")
                .containsPattern("shardId-000000000003 +[1-9][0-9]+ +[1-9][0-9]+ +[1-9][0-9]+ +[1-9][0-9]+ +0\\R")
                .containsPattern("total +2,000 +2,000 +2,000 +2,000 +0\\R")
                .endsWith(
                        String.format(
                                "Nothing lost, nothing repeated: each of 2,000 records was completed once and is committed.%n"));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void putsTheLinesOfAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("lines.txt"), "one\ntwo\n\nfour\n");

        assertThat(run("input", file.toString())).as(this::output).isEqualTo(Quickstart.PROVED);

        assertThat(output()).contains("Put 4 records.").containsPattern("total +4 +4 +4 +4 +0\\R");
    }

    @Test
    void wrongInputIsToldInOneLine() {
        assertThat(run("input", directory.toString())).isEqualTo(Quickstart.BAD_INPUT);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .startsWith(directory + " is no file but a directory");
        assertThat(output()).isEmpty();
    }

    @Test
    void anAddressWhereNobodyAnswersIsToldInOneLine() throws IOException {
        String nobody = "http://127.0.0.1:" + unusedPort();

        assertThat(run("endpoint", nobody)).isEqualTo(Quickstart.BAD_INPUT);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .startsWith("No Kinesis answers at " + nobody + ": ");
    }

    @Test
    void aServerThatIsNoKinesisIsToldInOneLine() {
        try (DynamoDbLocal other = DynamoDbLocal.serverProcess()) {
            assertThat(run("endpoint", other.endpoint().toString())).isEqualTo(Quickstart.BAD_INPUT);
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).startsWith("No Kinesis answers at ");
    }

    @Test
    void anEmulatorWithoutDynamoDbGetsOneBesideIt() throws IOException {
        Path file = Files.writeString(directory.resolve("lines.txt"), "one\ntwo\nthree\nfour\nfive\n");
        try (KinesisLocal kinesis = KinesisLocal.start()) {
            assertThat(run("endpoint", kinesis.endpoint().toString(), "input", file.toString()))
                    .as(this::output)
                    .isEqualTo(Quickstart.PROVED);

            assertThat(output())
                    .startsWith("Kinesis at " + kinesis.endpoint() + " (no DynamoDB there), DynamoDB Local. Stream ")
                    .containsPattern("total +5 +5 +5 +5 +0\\R");
            await("the end of the stream")
                    .until(() -> kinesis.client().listStreams().streamNames().isEmpty());
        }
    }

    @Test
    void bothServicesMayBeElsewhere() throws IOException {
        Path file = Files.writeString(directory.resolve("lines.txt"), "one\ntwo\nthree\n");
        try (KinesisLocal kinesis = KinesisLocal.start();
                DynamoDbLocal database = DynamoDbLocal.serverProcess()) {
            String[] settings = {
                "endpoint", kinesis.endpoint().toString(),
                "dynamoDbEndpoint", database.endpoint().toString(),
                "input", file.toString()
            };
            assertThat(run(settings)).as(this::output).isEqualTo(Quickstart.PROVED);

            assertThat(output()).contains(", DynamoDB at " + database.endpoint() + ". ");
            assertThat(database.client().listTables().tableNames()).isEmpty();
        }
    }

    private int run(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Quickstart.run(
                properties,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
