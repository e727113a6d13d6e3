// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A service that was started for the application, by Testcontainers or Docker Compose, as Spring Cloud AWS tells it.
 *
 * @param endpoint where it is, for all AWS services; null: not told
 * @param region its region; null: not told
 * @param accessKey a static access key, together with secretKey; null: not told
 * @param secretKey its secret
 */
record Connection(
        @Nullable URI endpoint, @Nullable String region, @Nullable String accessKey, @Nullable String secretKey) {

    static final Connection NONE = new Connection(null, null, null, null);

    @Nullable
    AwsCredentialsProvider credentials() {
        return accessKey == null || secretKey == null
                ? null
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "Connection[" + endpoint + ", region " + region + "]";
    }
}
