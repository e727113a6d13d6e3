// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** {@code @ServiceConnection} at a LocalStack container, of which Testcontainers has two classes that share no type of their own. */
abstract class LocalStackContainerConnectionDetailsFactory<C extends Container<?>>
        extends ContainerConnectionDetailsFactory<C, KinesisCheckpointedConnectionDetails> {

    /** The container that was started, as what it tells. */
    private final Function<C, LocalStack> read;

    LocalStackContainerConnectionDetailsFactory(Function<C, LocalStack> read) {
        this.read = read;
    }

    @Override
    protected KinesisCheckpointedConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<C> source) {
        return new Details<>(source, read);
    }

    record LocalStack(URI endpoint, String region, String accessKey, String secretKey) {}

    private static final class Details<C extends Container<?>> extends ContainerConnectionDetails<C>
            implements KinesisCheckpointedConnectionDetails {

        private final Function<C, LocalStack> read;

        private Details(ContainerConnectionSource<C> source, Function<C, LocalStack> read) {
            super(source);
            this.read = read;
        }

        private LocalStack localStack() {
            return read.apply(getContainer());
        }

        @Override
        public URI getEndpoint() {
            return localStack().endpoint();
        }

        @Override
        public String getRegion() {
            return localStack().region();
        }

        @Override
        public @Nullable AwsCredentialsProvider getCredentialsProvider() {
            return Connection.keys(localStack().accessKey(), localStack().secretKey());
        }
    }

    /** The class that Testcontainers has from 2.0 on. */
    static final class Testcontainers2 extends LocalStackContainerConnectionDetailsFactory<LocalStackContainer> {

        Testcontainers2() {
            super(container -> new LocalStack(
                    container.getEndpoint(),
                    container.getRegion(),
                    container.getAccessKey(),
                    container.getSecretKey()));
        }
    }

    /** The class of Testcontainers 1, which 2.0 still has. */
    @SuppressWarnings("deprecation")
    static final class Testcontainers1
            extends LocalStackContainerConnectionDetailsFactory<
                    org.testcontainers.containers.localstack.LocalStackContainer> {

        Testcontainers1() {
            super(container -> new LocalStack(
                    container.getEndpoint(),
                    container.getRegion(),
                    container.getAccessKey(),
                    container.getSecretKey()));
        }
    }
}
