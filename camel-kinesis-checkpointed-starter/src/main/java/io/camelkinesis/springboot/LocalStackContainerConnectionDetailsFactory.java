// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** {@code @ServiceConnection} at a LocalStack container, the class that Testcontainers has from 2.0 on. */
final class LocalStackContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<LocalStackContainer, KinesisCheckpointedConnectionDetails> {

    @Override
    protected KinesisCheckpointedConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<LocalStackContainer> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<LocalStackContainer>
            implements KinesisCheckpointedConnectionDetails {

        private Details(ContainerConnectionSource<LocalStackContainer> source) {
            super(source);
        }

        @Override
        public URI getEndpoint() {
            return getContainer().getEndpoint();
        }

        @Override
        public String getRegion() {
            return getContainer().getRegion();
        }

        @Override
        public @Nullable AwsCredentialsProvider getCredentialsProvider() {
            return Connection.keys(getContainer().getAccessKey(), getContainer().getSecretKey());
        }
    }
}
