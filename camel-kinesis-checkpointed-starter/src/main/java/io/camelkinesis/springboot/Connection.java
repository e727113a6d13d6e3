// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What connection details say, ours or, where there are none, those of Spring Cloud AWS. Each part may be null: not told.
 *
 * @param endpoint where Kinesis is, and with AwsConnectionDetails every service
 * @param leaseTableEndpoint where the lease table is
 * @param region the region of both
 * @param credentials as whom
 */
record Connection(
        @Nullable URI endpoint,
        @Nullable URI leaseTableEndpoint,
        @Nullable String region,
        @Nullable AwsCredentialsProvider credentials) {

    static final Connection NONE = new Connection(null, null, null, null);

    private static final List<String> OF_ENDPOINT =
            List.of("overrideEndpoint", "uriEndpointOverride", "leaseTableEndpoint");

    private static final List<String> OF_REGION = List.of("region", "leaseTableRegion");

    private static final List<String> OF_CREDENTIALS = List.of(
            "accessKey",
            "secretKey",
            "sessionToken",
            "useSessionCredentials",
            "useDefaultCredentialsProvider",
            "useProfileCredentialsProvider",
            "profileCredentialsName",
            "credentialsProvider",
            "roleArn",
            "roleExternalId",
            "roleSessionName",
            "leaseTableRoleArn");

    /** @throws org.springframework.beans.factory.NoUniqueBeanDefinitionException when there are several and none is primary */
    static Connection of(ApplicationContext application) {
        KinesisCheckpointedConnectionDetails details = application
                .getBeanProvider(KinesisCheckpointedConnectionDetails.class)
                .getIfAvailable();
        if (details == null) {
            return application.getBeanProvider(Connection.class).getIfAvailable(() -> NONE);
        }
        return new Connection(
                details.getEndpoint(),
                details.getLeaseTableEndpoint(),
                details.getRegion(),
                details.getCredentialsProvider());
    }

    /** Keys that never change, as emulators have them; null when one of them is missing. */
    static @Nullable AwsCredentialsProvider keys(@Nullable String accessKey, @Nullable String secretKey) {
        return accessKey == null || secretKey == null
                ? null
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    boolean hasEndpoint() {
        return endpoint != null || leaseTableEndpoint != null;
    }

    boolean saysNothing() {
        return replacedOptions().isEmpty();
    }

    /** The options whose properties say nothing any more. */
    List<String> replacedOptions() {
        List<String> replaced = new ArrayList<>();
        if (hasEndpoint()) {
            replaced.addAll(OF_ENDPOINT);
        }
        if (region != null) {
            replaced.addAll(OF_REGION);
        }
        if (credentials != null) {
            replaced.addAll(OF_CREDENTIALS);
        }
        return replaced;
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "Connection[Kinesis " + endpoint + ", DynamoDB " + leaseTableEndpoint + ", region " + region
                + (credentials == null ? "]" : ", credentials]");
    }
}
