// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesislocal;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * kinesis-local, an emulator of Kinesis written by others, in a child process that listens on free ports of the loopback
 * interface. It ends with {@link #close()}, and at the latest with this JVM, however that ends.
 *
 * <p>It needs Node 18 or later. Its one npm package is installed at the first use into {@code .cache} in the user's home,
 * or into the folder that the system property {@value #CACHE_PROPERTY} names. Where Node is missing, a test is skipped
 * and a line on standard error says so; with {@code CI=true} in the environment it fails instead.
 *
 * <p>It is faithful about resharding, iterators and protocols, but slow: below 5,000 records a shard, and never for a
 * measurement. It does not throttle, does not know the limits of PutRecords and never trims.
 */
public final class KinesisLocal implements AutoCloseable {

    /** System property that names the folder for the installed npm package. */
    public static final String CACHE_PROPERTY = "camel-kinesis-test.cache";

    /** The account that it takes for its own when the access key is no account number. */
    public static final String ACCOUNT = "000000000000";

    /** Setting of the port for plain HTTP; a free one without it. */
    public static final String PORT = "KINESIS_LOCAL_PORT";

    private static final String SHARD_LIMIT = "SHARD_LIMIT";
    private static final String SHARDS = "500";
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final NodeProcess process;
    private final URI endpoint;
    private final KinesisClient client;
    private final KinesisAsyncClient asyncClient;

    private KinesisLocal(NodeProcess process) {
        this.process = process;
        this.endpoint = URI.create("http://127.0.0.1:" + process.port());
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        this.client = KinesisClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        this.asyncClient = KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
    }

    /**
     * Starts one that admits 500 shards and changes streams as fast as it can.
     *
     * @throws org.opentest4j.TestAbortedException if Node is missing or the package cannot be installed
     * @throws IllegalStateException the same with {@code CI=true}; or if it does not answer
     */
    public static KinesisLocal start() {
        return start(Map.of());
    }

    /**
     * Starts one.
     *
     * @param settings {@link #PORT}, and environment variables that kinesis-local knows, for example {@code SHARD_LIMIT}
     *     or {@code CREATE_STREAM_DURATION}; they go before those of this process
     * @throws org.opentest4j.TestAbortedException if Node is missing or the package cannot be installed
     * @throws IllegalStateException the same with {@code CI=true}; or if it does not answer
     */
    public static KinesisLocal start(Map<String, String> settings) {
        NodeProcess process = launch(settings);
        try {
            KinesisLocal kinesis = new KinesisLocal(process);
            kinesis.awaitAnswer();
            return kinesis;
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private static NodeProcess launch(Map<String, String> settings) {
        try {
            NpmPackage npmPackage = NpmPackage.install();
            return NodeProcess.start(npmPackage, withDefaults(settings));
        } catch (NodeMissingException e) {
            System.err.println("kinesis-local does not run here, its tests do not either. " + e.getMessage());
            throw e.asOutcomeOfTest(isCi(System.getenv("CI")));
        }
    }

    private static boolean isCi(@Nullable String value) {
        return "true".equalsIgnoreCase(value);
    }

    private static Map<String, String> withDefaults(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        if (System.getenv(SHARD_LIMIT) == null) {
            all.put(SHARD_LIMIT, SHARDS);
        }
        all.putAll(settings);
        return all;
    }

    private void awaitAnswer() {
        await("an answer of kinesis-local at " + endpoint)
                .atMost(ANSWER_LIMIT)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(SdkException.class)
                .until(() -> client.listStreams().hasStreamNames());
    }

    /** Where clients find it, over plain HTTP. Any credentials and the region {@code us-east-1} will do. */
    public URI endpoint() {
        return endpoint;
    }

    /** A client of it. Closed together with it. */
    public KinesisClient client() {
        return client;
    }

    /** An asynchronous client of it. Closed together with it. */
    public KinesisAsyncClient asyncClient() {
        return asyncClient;
    }

    /** The child process, for tests that watch it. */
    ProcessHandle process() {
        return process.handle();
    }

    @Override
    public void close() {
        client.close();
        asyncClient.close();
        process.close();
    }
}
