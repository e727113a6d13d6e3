// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkSystemSetting;

class QuickstartTest {

    private static final String CBOR = SdkSystemSetting.CBOR_ENABLED.property();

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

    @Test
    void anEmulatorThatSpeaksJsonOnlyIsSpokenToInJson() throws IOException {
        Path file = Files.writeString(directory.resolve("lines.txt"), "one\ntwo\nthree\n");
        String before = System.getProperty(CBOR);
        try (HttpKinesis kinesis = HttpKinesis.start(InMemoryKinesis.create());
                JsonOnly emulator = new JsonOnly(kinesis.endpoint())) {
            assertThat(run("endpoint", emulator.endpoint(), "input", file.toString()))
                    .as(this::output)
                    .isEqualTo(Quickstart.PROVED);
            assertThat(emulator.refused).hasPositiveValue();
        } finally {
            if (before == null) {
                System.clearProperty(CBOR);
            } else {
                System.setProperty(CBOR, before);
            }
        }
    }

    /** Hands on what is asked in JSON, and does to CBOR what a server does that cannot read it. */
    private static final class JsonOnly implements AutoCloseable {

        private final HttpServer server;
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI kinesis;
        private final AtomicInteger refused = new AtomicInteger();

        JsonOnly(URI kinesis) throws IOException {
            this.kinesis = kinesis;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] asked = exchange.getRequestBody().readAllBytes();
                String type = exchange.getRequestHeaders().getFirst("Content-Type");
                if (type == null || !type.contains("json")) {
                    refused.incrementAndGet();
                    exchange.sendResponseHeaders(500, -1);
                    return;
                }
                HttpRequest.Builder request = HttpRequest.newBuilder(kinesis)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(asked));
                for (String name : List.of("X-Amz-Target", "X-Amz-Date", "Authorization")) {
                    String value = exchange.getRequestHeaders().getFirst(name);
                    if (value != null) {
                        request.header(name, value);
                    }
                }
                HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                exchange.getResponseHeaders()
                        .add(
                                "Content-Type",
                                answer.headers().firstValue("Content-Type").orElse(type));
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            server.stop(0);
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
