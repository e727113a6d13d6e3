package io.camelkinesis.test.dynamodb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local in a child process, started with the Java and the class path of this JVM. */
final class DynamoDbProcess implements DynamoDbLocal {

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI endpoint;
    private final DynamoDbClient client;

    private DynamoDbProcess(Process process, int port) {
        this.process = process;
        this.endpoint = URI.create("http://127.0.0.1:" + port);
        this.client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    static DynamoDbProcess start() {
        Process process = launch();
        try {
            return new DynamoDbProcess(process, portOf(process));
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Process launch() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(java.toString(), "-Xmx512m", DynamoDbServer.class.getName());
        builder.environment().put("CLASSPATH", JvmClassPath.of(DynamoDbProcess.class));
        builder.environment().put("DDB_LOCAL_TELEMETRY", "0");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("DynamoDB Local could not be started with " + java, e);
        }
    }

    /** Waits for the first line, and keeps emptying the pipe afterwards, so that the child never blocks on it. */
    private static int portOf(Process process) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> drain(process, port), "dynamodb-local-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "DynamoDB Local did not start within " + START_SECONDS + " s; its errors are on standard error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while DynamoDB Local was starting", e);
        }
    }

    private static void drain(Process process, CompletableFuture<Integer> port) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DynamoDbServer.PORT_LINE)) {
                    port.complete(Integer.valueOf(line.substring(DynamoDbServer.PORT_LINE.length())));
                }
            }
            port.completeExceptionally(new IOException("The process ended without naming its port"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    @Override
    public DynamoDbClient client() {
        return client;
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    /** The child process, for tests that watch it. */
    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
