// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * How AWS is reached where neither an endpoint nor its component says so: what the surroundings of the application know.
 * The Spring Boot starter gives one to the component, made from the beans and properties of the application.
 *
 * <p>Every method may answer null, which means "not known". None is called when its answer would not be used. They are
 * called when an endpoint is created, from any thread; what they hand out is never closed by the component.
 */
public interface AwsDefaults {

    /** Whether there is any client, without making one; for a line in the log where none is used. */
    default boolean hasClients() {
        return false;
    }

    /** For {@code amazonKinesisClient}; not asked for when an option says how Kinesis is reached. */
    default KinesisClient kinesis() {
        return null;
    }

    /** For {@code amazonKinesisAsyncClient}, with enhanced fan-out; not asked for when an option says how Kinesis is reached. */
    default KinesisAsyncClient kinesisAsync() {
        return null;
    }

    /** For {@code dynamoDbClient}; not asked for when an option says how Kinesis or DynamoDB is reached. */
    default DynamoDbClient dynamoDb() {
        return null;
    }

    /** For {@code region}. Not asked for when the ARNs of the streams name one. */
    default String region() {
        return null;
    }

    /** For {@code leaseTableRegion}. */
    default String leaseTableRegion() {
        return null;
    }

    /** For {@code credentialsProvider}; not asked for when an option names another source of credentials. */
    default AwsCredentialsProvider credentials() {
        return null;
    }

    /** For {@code uriEndpointOverride}, an absolute http or https URI. Not asked for when overrideEndpoint is set. */
    default String endpoint() {
        return null;
    }

    /** For {@code leaseTableEndpoint}, an absolute http or https URI. */
    default String leaseTableEndpoint() {
        return null;
    }
}
