package io.camelkinesis.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
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
