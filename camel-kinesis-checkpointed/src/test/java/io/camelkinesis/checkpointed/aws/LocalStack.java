// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Kinesis and DynamoDB of LocalStack in a container. */
final class LocalStack implements OtherKinesis {

    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.9.2");

    private static final StaticCredentialsProvider ANY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private LocalStackContainer container;
    private KinesisClient client;

    /** Starts it; skips the test, and says so, where Docker does not answer or the image cannot be had. */
    void start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            skip("Docker does not answer");
        }
        container = new LocalStackContainer(IMAGE)
                .withServices("kinesis", "dynamodb")
                .withEnv("KINESIS_SHARD_LIMIT", "500");
        try {
            container.start();
        } catch (ContainerFetchException e) {
            skip(e.getMessage());
        }
        client = KinesisClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANY)
                .build();
    }

    private static void skip(String reason) {
        System.err.println("LocalStack does not run here, its tests do not either. " + reason);
        Assumptions.abort(reason);
    }

    @Override
    public URI endpoint() {
        return container.getEndpoint();
    }

    @Override
    public KinesisClient client() {
        return client;
    }

    /** Its DynamoDB, which ends with the container. */
    DynamoDbLocal dynamoDb() {
        DynamoDbClient tables = DynamoDbClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANY)
                .build();
        return new DynamoDbLocal() {
            @Override
            public DynamoDbClient client() {
                return tables;
            }

            @Override
            public URI endpoint() {
                return LocalStack.this.endpoint();
            }

            @Override
            public void close() {
                tables.close();
            }
        };
    }

    @Override
    public void close() {
        client.close();
        container.stop();
    }
}
