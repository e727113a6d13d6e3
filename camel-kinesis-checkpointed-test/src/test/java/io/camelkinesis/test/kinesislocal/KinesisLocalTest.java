// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesislocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

class KinesisLocalTest {

    @Test
    void answersAndEndsWithClose() {
        ProcessHandle process;
        try (KinesisLocal kinesis = KinesisLocal.start()) {
            process = kinesis.process();
            KinesisClient client = kinesis.client();
            client.createStream(b -> b.streamName("s").shardCount(1));
            await().until(() -> client.describeStreamSummary(b -> b.streamName("s"))
                            .streamDescriptionSummary()
                            .streamStatus()
                    == StreamStatus.ACTIVE);
            assertThat(client.putRecord(b -> b.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("x")))
                            .sequenceNumber())
                    .matches("\\d{56}");
        }
        await().until(() -> !process.isAlive());
    }

    @Test
    void settingsReachItAndOthersDoNot() throws Exception {
        try (KinesisLocal small = KinesisLocal.start(Map.of("SHARD_LIMIT", "2"))) {
            assertThatThrownBy(() ->
                            small.client().createStream(b -> b.streamName("s").shardCount(3)))
                    .isInstanceOf(LimitExceededException.class);
            int port = small.endpoint().getPort();
            for (InetAddress address : addressesBesideLoopback()) {
                assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void listensOnThePortThatIsAsked() {
        int port;
        try (KinesisLocal first = KinesisLocal.start()) {
            port = first.endpoint().getPort();
        }
        try (KinesisLocal second = KinesisLocal.start(Map.of(KinesisLocal.PORT, Integer.toString(port)))) {
            assertThat(second.endpoint().getPort()).isEqualTo(port);
        }
    }

    private static List<InetAddress> addressesBesideLoopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    /** Main class of a JVM that is killed while it holds a kinesis-local. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws IOException {
            KinesisLocal kinesis = KinesisLocal.start();
            System.out.println(kinesis.process().pid());
            int end = System.in.read();
            throw new IllegalStateException("The test ended without killing this process: " + end);
        }
    }

    @Test
    void endsWhenItsParentIsKilled() throws Exception {
        KinesisLocal.start().close();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), Parent.class.getName());
        builder.environment().put("CLASSPATH", classPath());
        Process parent = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> !child.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    private static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        return surefire == null ? System.getProperty("java.class.path") : surefire;
    }

    @Test
    void manyInstallAtOnceIntoAnEmptyFolder(@TempDir Path folder) throws Exception {
        KinesisLocal.start().close();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<NpmPackage>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> NpmPackage.install(folder, System.getenv("PATH")));
            }
            for (Future<NpmPackage> future : threads.invokeAll(tasks)) {
                assertThat(future.get().main()).isRegularFile();
            }
        } finally {
            threads.shutdownNow();
        }
        Path installed = folder.resolve("installed");
        Object written = Files.getLastModifiedTime(installed);
        NpmPackage.install(folder, "");
        assertThat(Files.getLastModifiedTime(installed)).isEqualTo(written);
    }

    @Test
    void withoutNodeATestIsSkippedButFailsInCi(@TempDir Path folder) {
        assertThatThrownBy(() -> NpmPackage.install(folder, folder.toString()))
                .isInstanceOfSatisfying(NodeMissingException.class, missing -> {
                    assertThat(missing).hasMessageContaining("Node 18");
                    assertThat(missing.asOutcomeOfTest(false)).isInstanceOf(TestAbortedException.class);
                    assertThat(missing.asOutcomeOfTest(true))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("CI=true");
                });
    }
}
