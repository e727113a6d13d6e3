// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Where and as whom {@code kinesis-cp} reaches AWS. A bean of this type goes before the properties of the component and
 * before clients that are beans, as connection details do in Spring Boot; an endpoint URI goes before it. What it does not
 * tell, properties and beans do. Containers of LocalStack make one, from a {@code @ServiceConnection} and from Docker Compose.
 */
public interface KinesisCheckpointedConnectionDetails extends ConnectionDetails {

    /** Where Kinesis is, an absolute http or https URI; null: not told. */
    default @Nullable URI getEndpoint() {
        return null;
    }

    /** Where the DynamoDB of the lease table is, an absolute http or https URI; default where Kinesis is. */
    default @Nullable URI getLeaseTableEndpoint() {
        return getEndpoint();
    }

    /** The region, for example eu-west-1; null: not told. */
    default @Nullable String getRegion() {
        return null;
    }

    /** As whom; null: not told. Not closed by the component. */
    default @Nullable AwsCredentialsProvider getCredentialsProvider() {
        return null;
    }

    /**
     * Emulators, such as the servers of the test kit: region us-east-1, credentials that mean nothing.
     *
     * @param kinesis where Kinesis is
     * @param dynamoDb where DynamoDB is
     */
    static KinesisCheckpointedConnectionDetails ofEmulators(URI kinesis, URI dynamoDb) {
        return new KinesisCheckpointedConnectionDetails() {
            @Override
            public URI getEndpoint() {
                return kinesis;
            }

            @Override
            public URI getLeaseTableEndpoint() {
                return dynamoDb;
            }

            @Override
            public String getRegion() {
                return "us-east-1";
            }

            @Override
            public @Nullable AwsCredentialsProvider getCredentialsProvider() {
                return Connection.keys("test", "test");
            }
        };
    }
}
