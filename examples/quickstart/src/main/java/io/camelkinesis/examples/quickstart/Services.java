// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import io.camelkinesis.checkpointed.aws.ServiceFailure;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The Kinesis and the DynamoDB that the program uses.
 *
 * @param kinesis a client of the one
 * @param dynamoDb a client of the other
 * @param description which these are, for people
 * @param closing ends what was started for them
 */
record Services(KinesisClient kinesis, DynamoDbClient dynamoDb, String description, Runnable closing)
        implements AutoCloseable {

    /** Emulators take any credentials. */
    private static final AwsBasicCredentials ANY_CREDENTIALS = AwsBasicCredentials.create("test", "test");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * What the settings ask for, started if need be.
     *
     * @throws BadInputException if it does not answer
     */
    static Services open(Settings settings) {
        if (settings.aws()) {
            return aws();
        }
        return settings.endpoint()
                .map(kinesis -> at(kinesis, settings.dynamoDbEndpoint().orElse(null)))
                .orElseGet(Services::local);
    }

    private static Services local() {
        DynamoDbLocal database = DynamoDbLocal.serverProcess();
        KinesisClient kinesis = InMemoryKinesis.create().client();
        return new Services(kinesis, database.client(), "Kinesis in memory, DynamoDB Local", database::close);
    }

    /** At an address; DynamoDB too if it answers there, else one is started. */
    private static Services at(URI kinesisAt, URI dynamoDbAt) {
        KinesisClient kinesis = answeringKinesis(kinesisAt);
        URI database = dynamoDbAt != null ? dynamoDbAt : kinesisAt;
        DynamoDbClient dynamoDb = emulator(DynamoDbClient.builder(), database).build();
        try {
            dynamoDb.listTables();
            return new Services(kinesis, dynamoDb, "Kinesis at " + kinesisAt + ", DynamoDB at " + database, () -> {
                kinesis.close();
                dynamoDb.close();
            });
        } catch (SdkException e) {
            dynamoDb.close();
            if (dynamoDbAt != null) {
                kinesis.close();
                throw silent("DynamoDB", dynamoDbAt, e);
            }
        }
        DynamoDbLocal started = DynamoDbLocal.serverProcess();
        return new Services(
                kinesis, started.client(), "Kinesis at " + kinesisAt + " (no DynamoDB there), DynamoDB Local", () -> {
                    kinesis.close();
                    started.close();
                });
    }

    /** Speaks CBOR, or JSON to one that answers and does not understand CBOR, as moto. */
    private static KinesisClient answeringKinesis(URI at) {
        KinesisClient kinesis = emulator(KinesisClient.builder(), at).build();
        try {
            kinesis.listStreams();
            return kinesis;
        } catch (SdkException e) {
            kinesis.close();
            if (!ServiceFailure.isForeignProtocol(e)) {
                throw silent("Kinesis", at, e);
            }
        }
        // the SDK asks this when it builds a client, and for nothing else
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        KinesisClient inJson = emulator(KinesisClient.builder(), at).build();
        try {
            inJson.listStreams();
            return inJson;
        } catch (SdkException e) {
            inJson.close();
            throw new BadInputException(
                    "No Kinesis answers at " + at + ", neither in CBOR nor in JSON: " + Failures.inOneLine(e), e);
        }
    }

    private static <B extends AwsClientBuilder<B, C>, C> B emulator(B builder, URI at) {
        return builder.endpointOverride(at)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(ANY_CREDENTIALS))
                .overrideConfiguration(client -> client.apiCallTimeout(PATIENCE));
    }

    private static BadInputException silent(String service, URI at, SdkException cause) {
        return new BadInputException("No " + service + " answers at " + at + ": " + Failures.inOneLine(cause), cause);
    }

    private static Services aws() {
        Region region;
        try {
            region = DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException e) {
            throw new BadInputException("-Daws needs a region: set AWS_REGION, or one in your AWS profile", e);
        }
        DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        try {
            credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new BadInputException(
                    "-Daws needs credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run it"
                            + " where a role gives them",
                    e);
        }
        KinesisClient kinesis = KinesisClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .build();
        DynamoDbClient dynamoDb = DynamoDbClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .build();
        return new Services(kinesis, dynamoDb, "Your AWS account in " + region, () -> {
            kinesis.close();
            dynamoDb.close();
            credentials.close();
        });
    }

    @Override
    public void close() {
        closing.run();
    }
}
