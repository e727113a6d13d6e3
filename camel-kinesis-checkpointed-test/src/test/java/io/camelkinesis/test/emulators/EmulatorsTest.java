// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class EmulatorsTest {

    private static final StaticCredentialsProvider ANY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    @Test
    void bothAnswerUntilTheInputEnds() throws Exception {
        Process program = run("--in-memory", "--stream", "orders:2", "--stream", "shipments:1");
        try (BufferedReader lines = program.inputReader()) {
            URI kinesis = address(lines.readLine(), Emulators.KINESIS_LINE);
            URI dynamoDb = address(lines.readLine(), Emulators.DYNAMODB_LINE);
            try (KinesisClient client = KinesisClient.builder()
                            .endpointOverride(kinesis)
                            .region(Region.US_EAST_1)
                            .credentialsProvider(ANY)
                            .build();
                    DynamoDbClient tables = DynamoDbClient.builder()
                            .endpointOverride(dynamoDb)
                            .region(Region.US_EAST_1)
                            .credentialsProvider(ANY)
                            .build()) {
                assertThat(client.listStreams().streamNames()).containsExactly("orders", "shipments");
                assertThat(client.listShards(b -> b.streamName("orders")).shards())
                        .hasSize(2);
                assertThat(tables.listTables().tableNames()).isEmpty();
            }
            List<ProcessHandle> servers = program.descendants().toList();
            program.getOutputStream().close();
            assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(program.exitValue()).isZero();
            for (ProcessHandle server : servers) {
                server.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aWrongOptionEndsIt() throws Exception {
        Process program = run("--stream", "orders");
        try (BufferedReader errors = program.errorReader()) {
            assertThat(errors.lines())
                    .contains("--stream is NAME:SHARDS, for example orders:4, not 'orders'")
                    .contains("options:");
        }
        assertThat(program.waitFor()).isEqualTo(2);
    }

    private static URI address(String line, String name) {
        assertThat(line).startsWith(name + "http://127.0.0.1:");
        return URI.create(line.substring(name.length()));
    }

    private static Process run(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), Emulators.class.getName()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    @Test
    void optionsAreRead() {
        assertThat(EmulatorOptions.parse()).isEqualTo(new EmulatorOptions(0, 0, Map.of(), false));
        assertThat(EmulatorOptions.parse("--kinesis", "4567", "--dynamodb", "8000", "--stream", "a:1", "--in-memory"))
                .isEqualTo(new EmulatorOptions(4567, 8000, Map.of("a", 1), true));
    }

    @ParameterizedTest
    @CsvSource({
        "--kinesis,70000,'--kinesis takes a number from 0 to 65535, not ''70000'''",
        "--dynamodb,x,'--dynamodb takes a number from 0 to 65535, not ''x'''",
        "--stream,a:501,'--stream takes a number from 1 to 500, not ''501'''",
        "--streams,a:1,'There is no option ''--streams'''"
    })
    void wrongValuesSayWhatIsAllowed(String option, String value, String message) {
        assertThatThrownBy(() -> EmulatorOptions.parse(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aValueMustBeThere() {
        assertThatThrownBy(() -> EmulatorOptions.parse("--kinesis")).hasMessage("--kinesis needs a value");
    }
}
