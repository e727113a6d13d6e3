// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Runs what docs/how-to/run-a-local-kinesis.md tells people to type. */
class LocalKinesisTest {

    private static final Markdown PAGE = Markdown.page("docs/how-to/run-a-local-kinesis.md");
    private static final String ENDPOINT = "endpoint=";
    private static final int START_MINUTES = 5;
    private static final int STOP_MINUTES = 1;

    /** What the command needs of the checkout; the build that this test is part of must not be built upon. */
    private static final List<String> NEEDED = List.of(
            ".mvn/", "camel-kinesis-checkpointed-engine/src/main/", "camel-kinesis-checkpointed-test/src/main/");

    @Test
    void theCommandStartsOneThatEndsWithItsInput(@TempDir Path checkout) throws Exception {
        CheckoutCopy.of(Markdown.ROOT).only(LocalKinesisTest::isNeeded).into(checkout);
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", PAGE.blocks("sh").get(0));
        Process server = builder.directory(checkout.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTakesARecord(
                    CompletableFuture.supplyAsync(() -> endpointOf(server)).get(START_MINUTES, TimeUnit.MINUTES));
            server.getOutputStream().close();
            assertThat(server.waitFor(STOP_MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    /** Maven may put codes for colours before it. */
    private static URI endpointOf(Process server) {
        String line = server.inputReader()
                .lines()
                .filter(text -> text.contains(ENDPOINT))
                .findFirst()
                .orElseThrow();
        return URI.create(line.substring(line.indexOf(ENDPOINT) + ENDPOINT.length()));
    }

    private static boolean isNeeded(String name) {
        return name.endsWith("pom.xml") || NEEDED.stream().anyMatch(name::startsWith);
    }

    private static void assertTakesARecord(URI endpoint) {
        try (KinesisClient client = client(endpoint)) {
            client.createStream(b -> b.streamName("orders").shardCount(2));
        }
        putOrders(endpoint);
    }

    @Test
    void theServersOfATestTakeRecords() {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 4);
        try (HttpKinesis server = HttpKinesis.start(kinesis)) {
            putOrders(server.endpoint());
            assertThat(kinesis.records("orders")).hasSize(1);
        }

        try (HttpKinesis server = HttpKinesis.serverProcess("--stream", "orders:4", "--throttling")) {
            putOrders(server.endpoint());
        }
    }

    private static void putOrders(URI endpoint) {
        try (KinesisClient client = client(endpoint)) {
            client.putRecord(b -> b.streamName("orders").partitionKey("ada").data(SdkBytes.fromUtf8String("1 tea")));
        }
    }

    private static KinesisClient client(URI endpoint) {
        return KinesisClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
