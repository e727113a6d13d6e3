// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** From settings to a provider of credentials, before any role is assumed. */
final class CredentialsSource {

    private CredentialsSource() {}

    /**
     * A provider of its own for one client. The SDK closes a client's provider together with the client, so what is
     * shared, the caller's provider, comes wrapped.
     */
    static AwsCredentialsProvider open(AwsAccess access) {
        if (access.credentialsProvider != null) {
            return access.credentialsProvider::resolveCredentials;
        }
        if (access.accessKey != null) {
            return StaticCredentialsProvider.create(
                    access.sessionToken == null
                            ? AwsBasicCredentials.create(access.accessKey, Objects.requireNonNull(access.secretKey))
                            : AwsSessionCredentials.create(
                                    access.accessKey, Objects.requireNonNull(access.secretKey), access.sessionToken));
        }
        if (access.useProfileCredentialsProvider) {
            return ProfileCredentialsProvider.builder()
                    .profileName(access.profileCredentialsName)
                    .build();
        }
        return DefaultCredentialsProvider.builder().build();
    }

    /** The explicit sources, as the user named them. */
    static List<String> named(AwsAccess access) {
        List<String> named = new ArrayList<>();
        if (access.credentialsProvider != null) {
            named.add("credentialsProvider");
        }
        if (access.accessKey != null || access.secretKey != null) {
            named.add("accessKey/secretKey");
        }
        if (access.useProfileCredentialsProvider) {
            named.add(access.optionNames.apply("useProfileCredentialsProvider=true"));
        }
        return named;
    }

    static String describe(AwsAccess access) {
        List<String> named = named(access);
        String source = !named.isEmpty()
                ? String.join(" and ", named)
                : access.useDefaultCredentialsProvider ? "of the SDK's default chain" : "none";
        return access.roleArn == null ? source : source + ", role " + access.roleArn;
    }
}
