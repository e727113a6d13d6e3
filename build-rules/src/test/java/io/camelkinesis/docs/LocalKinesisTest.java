package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** What the command needs of the checkout; the build that this test is part of must not be built upon. */
    private static final List<String> NEEDED = List.of(
            ".mvn/", "camel-kinesis-checkpointed-engine/src/main/", "camel-kinesis-checkpointed-test/src/main/");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theCommandStartsOneThatEndsWithItsInput(@TempDir Path checkout) throws Exception {
        copyTo(checkout);
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", PAGE.blocks("sh").get(0));
        Process server = builder.directory(checkout.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String line = server.inputReader()
                    .lines()
                    .filter(text -> text.startsWith(ENDPOINT))
                    .findFirst()
                    .orElseThrow();
            assertTakesARecord(URI.create(line.substring(ENDPOINT.length())));
            server.getOutputStream().close();
            assertThat(server.waitFor()).isZero();
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    private static void copyTo(Path checkout) throws IOException {
        try (Stream<Path> files = Files.walk(Markdown.ROOT)) {
            files.filter(LocalKinesisTest::isNeeded).forEach(file -> copy(file, checkout));
        }
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            Path options = checkout.resolve(".mvn/maven.config");
            Files.writeString(options, Files.readString(options).strip() + "\n-Dmaven.repo.local=" + repository + "\n");
        }
    }

    private static boolean isNeeded(Path file) {
        String name = Markdown.ROOT.relativize(file).toString().replace('\\', '/');
        boolean pom = name.endsWith("pom.xml") && !name.contains("target/");
        return Files.isRegularFile(file) && (pom || NEEDED.stream().anyMatch(name::startsWith));
    }

    private static void copy(Path file, Path checkout) {
        Path copy = checkout.resolve(Markdown.ROOT.relativize(file));
        try {
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
