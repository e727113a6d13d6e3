// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials of a role. Owns the STS client that fetches them, and closes it. */
final class AssumedRole implements AwsCredentialsProvider, SdkAutoCloseable {

    private static final String DEFAULT_SESSION_NAME = "camel-kinesis-checkpointed";

    private final StsClient sts;
    private final StsAssumeRoleCredentialsProvider role;

    AssumedRole(StsClient sts, String roleArn, @Nullable String externalId, @Nullable String sessionName) {
        this.sts = sts;
        this.role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(AssumeRoleRequest.builder()
                        .roleArn(roleArn)
                        .externalId(externalId)
                        .roleSessionName(sessionName == null ? DEFAULT_SESSION_NAME : sessionName)
                        .build())
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return role.resolveCredentials();
    }

    @Override
    public void close() {
        role.close();
        sts.close();
    }
}
