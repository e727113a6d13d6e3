// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** A service of Docker Compose whose image, or whose label {@code org.springframework.boot.service-connection}, is LocalStack. */
final class LocalStackDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<KinesisCheckpointedConnectionDetails> {

    private static final String[] NAMES = {"localstack/localstack", "localstack/localstack-pro", "localstack"};

    private static final int PORT = 4566;

    LocalStackDockerComposeConnectionDetailsFactory() {
        super(NAMES);
    }

    @Override
    protected KinesisCheckpointedConnectionDetails getDockerComposeConnectionDetails(
            DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails
            implements KinesisCheckpointedConnectionDetails {

        private final URI endpoint;
        private final Map<String, String> environment;

        private Details(RunningService service) {
            super(service);
            endpoint = URI.create(
                    "http://" + service.host() + ":" + service.ports().get(PORT));
            environment = Map.copyOf(service.env());
        }

        @Override
        public URI getEndpoint() {
            return endpoint;
        }

        @Override
        public String getRegion() {
            return environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1");
        }

        @Override
        public @Nullable AwsCredentialsProvider getCredentialsProvider() {
            return Connection.keys(
                    environment.getOrDefault("AWS_ACCESS_KEY_ID", "test"),
                    environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "test"));
        }
    }
}
