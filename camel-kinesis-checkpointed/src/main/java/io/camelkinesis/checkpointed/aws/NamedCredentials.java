// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials whose failure is told as theirs, so that a refusal of STS does not pass for one of Kinesis. */
final class NamedCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private final AwsCredentialsProvider source;
    private final String name;

    /** @param name where they come from, without a secret */
    NamedCredentials(AwsCredentialsProvider source, String name) {
        this.source = source;
        this.name = name;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return source.resolveCredentials();
        } catch (RuntimeException e) {
            throw new NoCredentialsException("There are no credentials (" + name + "): " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        IoUtils.closeIfCloseable(source, LoggerFactory.getLogger(AwsClients.class));
    }
}
