// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.emulators;

import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import io.camelkinesis.test.process.ParentWatch;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Program: kinesis-local and DynamoDB Local on the loopback interface, with streams to begin with. Prints
 * {@code kinesis=http://127.0.0.1:PORT} and {@code dynamodb=http://127.0.0.1:PORT} when both answer and the streams are there. Ends
 * when its standard input ends, and its servers with it. Exit code 2 when an option is wrong, 1 when a server does not
 * start.
 */
public final class Emulators {

    static final String KINESIS_LINE = "kinesis=";
    static final String DYNAMODB_LINE = "dynamodb=";

    private static final int NOT_STARTED = 1;
    private static final int WRONG_OPTION = 2;
    private static final Duration STREAM_LIMIT = Duration.ofSeconds(60);

    private Emulators() {}

    /**
     * Runs it.
     *
     * @param args {@code --kinesis PORT}, {@code --dynamodb PORT}, {@code --stream NAME:SHARDS}, {@code --in-memory}
     */
    public static void main(String[] args) throws Exception {
        try {
            start(EmulatorOptions.parse(args));
        } catch (IllegalArgumentException e) {
            end(WRONG_OPTION, e.getMessage() + System.lineSeparator() + EmulatorOptions.USAGE);
        } catch (IllegalStateException | SdkException | TestAbortedException e) {
            end(NOT_STARTED, e.getMessage());
        }
        ParentWatch.awaitEndOfInput();
        Runtime.getRuntime().halt(0); // the servers are child processes that end with this one
    }

    private static void start(EmulatorOptions options) {
        URI kinesis = options.inMemory()
                ? HttpKinesis.start(InMemoryKinesis.create(), options.kinesisPort())
                        .endpoint()
                : KinesisLocal.start(Map.of(KinesisLocal.PORT, Integer.toString(options.kinesisPort())))
                        .endpoint();
        createStreams(kinesis, options.streams());
        URI dynamoDb = DynamoDbLocal.serverProcess(options.dynamoDbPort()).endpoint();
        System.out.println(KINESIS_LINE + kinesis);
        System.out.println(DYNAMODB_LINE + dynamoDb);
        System.out.flush(); // Maven's standard output has a buffer
    }

    private static void createStreams(URI kinesis, Map<String, Integer> streams) {
        try (KinesisClient client = KinesisClient.builder()
                .endpointOverride(kinesis)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            streams.forEach((name, shards) -> {
                client.createStream(create -> create.streamName(name).shardCount(shards));
                await("stream " + name).atMost(STREAM_LIMIT).until(() -> isActive(client, name));
            });
        }
    }

    private static boolean isActive(KinesisClient client, String stream) {
        return client.describeStreamSummary(describe -> describe.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE;
    }

    private static void end(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
