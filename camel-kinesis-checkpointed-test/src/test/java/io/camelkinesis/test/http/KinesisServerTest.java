// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The server as a process of its own: its options, and that it never outlives its parent. */
class KinesisServerTest {

    @Test
    void itServesWhatTheOptionsSayUntilItIsClosed() {
        ProcessHandle child;
        try (HttpKinesis server = HttpKinesis.serverProcess(
                        "--stream",
                        "orders:3",
                        "--stream",
                        "payments:1",
                        "--shard-limit",
                        "5",
                        "--throttling",
                        "--account",
                        "123456789012",
                        "--region",
                        "eu-west-1");
                KinesisClient client = SdkClients.sync(server.endpoint(), Wire.CBOR)) {
            child = ((KinesisProcess) server).process();
            assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThat(client.listStreams().streamNames()).containsExactly("orders", "payments");
            assertThat(client.listShards(b -> b.streamName("orders")).shards()).hasSize(3);
            assertThat(client.describeStreamSummary(b -> b.streamName("orders"))
                            .streamDescriptionSummary()
                            .streamARN())
                    .isEqualTo("arn:aws:kinesis:eu-west-1:123456789012:stream/orders");
            assertThatThrownBy(() -> client.createStream(b -> b.streamName("x").shardCount(2)))
                    .isInstanceOf(LimitExceededException.class);
            assertThat(client.putRecords(b -> b.streamName("payments").records(twoMebibytes()))
                            .failedRecordCount())
                    .as("records over the 1 MiB that a shard takes in a second")
                    .isPositive();
        }
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void itsStreamsBeginFilledWithRecordsOfTheirOwn() {
        try (HttpKinesis server = HttpKinesis.serverProcess("--stream", "orders:2", "--fill", "3:1000");
                KinesisClient client = SdkClients.sync(server.endpoint(), Wire.CBOR)) {
            for (String shard : List.of("shardId-000000000000", "shardId-000000000001")) {
                String iterator = client.getShardIterator(b ->
                                b.streamName("orders").shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
                assertThat(client.getRecords(b -> b.shardIterator(iterator)).records())
                        .hasSize(3)
                        .allSatisfy(record ->
                                assertThat(record.data().asByteArray()).isEqualTo(new byte[1000]));
            }
        }
    }

    private static List<PutRecordsRequestEntry> twoMebibytes() {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("k")
                    .data(SdkBytes.fromByteArray(new byte[1 << 19]))
                    .build());
        }
        return entries;
    }

    @Test
    void itEndsWhenItsParentIsKilled() throws Exception {
        Process parent = java(Parent.class.getName());
        try (BufferedReader lines = lines(parent)) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            parent.destroyForcibly();
            await().until(() -> !child.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** A program that starts a server process and then waits for ever. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            System.out.println(
                    ((KinesisProcess) HttpKinesis.serverProcess()).process().pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void itEndsWithItsInputUnlessDetached() throws Exception {
        Process attached = java(KinesisServer.class.getName());
        Process detached = java(KinesisServer.class.getName(), "--detached");
        try {
            URI one = endpointOf(attached);
            URI other = endpointOf(detached);
            assertThat(one).isNotEqualTo(other);
            attached.getOutputStream().close();
            detached.getOutputStream().close();
            await().until(() -> !attached.isAlive());
            assertThat(attached.exitValue()).isZero();
            try (KinesisClient client = SdkClients.sync(other, Wire.JSON)) {
                assertThat(client.listStreams().streamNames()).isEmpty();
            }
            assertThat(detached.isAlive()).isTrue();
        } finally {
            attached.destroyForcibly();
            detached.destroyForcibly();
        }
    }

    private static URI endpointOf(Process server) throws IOException {
        String line = lines(server).readLine();
        assertThat(line).startsWith(KinesisServer.ENDPOINT_LINE);
        return URI.create(line.substring(KinesisServer.ENDPOINT_LINE.length()));
    }

    private static Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void aWrongOptionIsExitCode2AndATakenPort1() throws Exception {
        try (HttpKinesis taken = HttpKinesis.start(InMemoryKinesis.create())) {
            String port = Integer.toString(taken.endpoint().getPort());
            Process wrong = java(KinesisServer.class.getName(), "--prot", "1");
            Process second = java(KinesisServer.class.getName(), "--port", port);
            assertThat(wrong.waitFor()).isEqualTo(2);
            assertThat(second.waitFor()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 4567 | There is no option '--prot'",
                "--port | --port needs a value",
                "--port x | --port is a number from 0 to 65535, not 'x'",
                "--port 65536 | --port is a number from 0 to 65535, not '65536'",
                "--stream orders | --stream is NAME:SHARDS, for example orders:4, not 'orders'",
                "--stream orders:0 | --stream is a number from 1 to 1000000, not '0'",
                "--fill 10 | --fill is RECORDS:BYTES, for example 10:1000, not '10'",
                "--fill 0:1 | --fill is a number from 1 to 1000000, not '0'",
                "--stream orders:1 --fill 1:10485757 | --fill: Record of 10485761 bytes",
                "--stream a/b:1 | regular expression pattern",
                "--stream orders:30000 | less than or equal to 20000",
                "--shard-limit 0 | --shard-limit is a number from 1",
                "--account 17 | An account has 12 digits, not '17'",
                "--faults 1 | --faults is SEED:CHANCE, for example 42:0.01, not '1'",
                "--faults x:0.1 | --faults is SEED:CHANCE with a whole number",
                "--faults 1:2 | A chance is between 0 and 1, not 2.0"
            })
    void aWrongOptionIsToldWithWhatIsAllowed(String line, String message) {
        assertThatThrownBy(() -> ServerOptions.parse(line.split(" ")).kinesis())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
