// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static io.camelkinesis.springboot.StarterContext.options;
import static io.camelkinesis.springboot.StarterContext.orders;
import static io.camelkinesis.springboot.StarterContext.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.awspring.cloud.autoconfigure.core.AwsConnectionDetails;
import io.camelkinesis.checkpointed.KinesisCheckpointedConfiguration;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Connection details go before properties and before clients that are beans, as everywhere in Spring Boot, and after the
 * endpoint URI. Containers are stood in for by objects of their classes that are never started.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionDetailsTest {

    private static final String PREFIX = "camel.component.kinesis-cp.";

    private static final URI KINESIS = URI.create("http://localhost:4567");
    private static final URI DYNAMO_DB = URI.create("http://localhost:8000");

    private static final String[] OTHER = {
        PREFIX + "region=eu-west-1",
        PREFIX + "override-endpoint=true",
        PREFIX + "uri-endpoint-override=http://other:1",
        PREFIX + "lease-table-endpoint=http://other:2",
        PREFIX + "lease-table-region=eu-west-2",
        PREFIX + "role-arn=arn:aws:iam::111122223333:role/reader",
        PREFIX + "access-key=other",
        PREFIX + "secret-key=other-secret"
    };

    private static ApplicationContextRunner withDetails() {
        return runner().withBean(
                        KinesisCheckpointedConnectionDetails.class,
                        () -> KinesisCheckpointedConnectionDetails.ofEmulators(KINESIS, DYNAMO_DB));
    }

    @Test
    void theyGoBeforeProperties(CapturedOutput output) {
        withDetails().withPropertyValues(OTHER).run(application -> {
            KinesisCheckpointedConfiguration options = orders(application);
            assertThat(options.isOverrideEndpoint()).isTrue();
            assertThat(options.getUriEndpointOverride()).isEqualTo(KINESIS.toString());
            assertThat(options.getLeaseTableEndpoint()).isEqualTo(DYNAMO_DB.toString());
            assertThat(options.getRegion()).isEqualTo("us-east-1");
            assertThat(options.getLeaseTableRegion()).isNull();
            assertThat(options.getRoleArn()).isNull();
            assertThat(options.getAccessKey()).isNull();
            assertThat(keys(options).accessKeyId()).isEqualTo("test");
            assertThat(output)
                    .contains(KINESIS.toString(), PREFIX + "lease-table-region", PREFIX + "secret-key")
                    .doesNotContain("other-secret");
            StarterContext.camel(application)
                    .getEndpoint("kinesis-cp:orders?leaseTable=leases")
                    .createConsumer(exchange -> {})
                    .close();
        });
    }

    private static AwsCredentials keys(KinesisCheckpointedConfiguration options) {
        return (AwsCredentials) options.getCredentialsProvider().resolveCredentials();
    }

    @Test
    void theyGoBeforeClientsThatAreBeansAndAreNotNamed() {
        KinesisClient named = Mockito.mock(KinesisClient.class);
        withDetails()
                .withBean("named", KinesisClient.class, () -> named)
                .withBean(DynamoDbClient.class, () -> Mockito.mock(DynamoDbClient.class))
                .run(application -> {
                    assertThat(orders(application).getAmazonKinesisClient()).isNull();
                    assertThat(orders(application).getDynamoDbClient()).isNull();
                    assertThat(options(application, "kinesis-cp:orders?leaseTable=leases&amazonKinesisClient=#named")
                                    .getAmazonKinesisClient())
                            .isSameAs(named);
                });
    }

    @Test
    void theUriGoesBeforeThem() {
        withDetails().run(application -> {
            KinesisCheckpointedConfiguration options = options(
                    application,
                    "kinesis-cp:orders?leaseTable=leases&region=eu-west-3&accessKey=a&secretKey=s"
                            + "&overrideEndpoint=true&uriEndpointOverride=http://mine:1&leaseTableEndpoint=http://mine:2");
            assertThat(options.getRegion()).isEqualTo("eu-west-3");
            assertThat(options.getUriEndpointOverride()).isEqualTo("http://mine:1");
            assertThat(options.getLeaseTableEndpoint()).isEqualTo("http://mine:2");
            assertThat(options.getCredentialsProvider()).isNull();
        });
    }

    /** Part by part: a region that is told leaves the endpoint to the properties. */
    @Test
    void whatTheyDoNotTellThePropertiesDo() {
        runner().withBean(KinesisCheckpointedConnectionDetails.class, () -> new KinesisCheckpointedConnectionDetails() {
                    @Override
                    public String getRegion() {
                        return "ap-south-1";
                    }
                })
                .withPropertyValues(OTHER)
                .run(application -> {
                    assertThat(orders(application).getRegion()).isEqualTo("ap-south-1");
                    assertThat(orders(application).getLeaseTableRegion()).isNull();
                    assertThat(orders(application).getUriEndpointOverride()).isEqualTo("http://other:1");
                    assertThat(orders(application).getAccessKey()).isEqualTo("other");
                });
    }

    @Test
    void thoseOfSpringCloudAwsGoBeforePropertiesToo() {
        runner().withBean(AwsConnectionDetails.class, () -> new AwsConnectionDetails() {
                    @Override
                    public URI getEndpoint() {
                        return KINESIS;
                    }
                })
                .withPropertyValues(OTHER)
                .run(application -> {
                    assertThat(orders(application).getUriEndpointOverride()).isEqualTo(KINESIS.toString());
                    assertThat(orders(application).getLeaseTableEndpoint()).isEqualTo(KINESIS.toString());
                    assertThat(orders(application).getRegion()).isEqualTo("eu-west-1");
                });
    }

    @Test
    void ofTwoOneMustBePrimary() {
        ApplicationContextRunner two = withDetails()
                .withBean(
                        "second",
                        KinesisCheckpointedConnectionDetails.class,
                        () -> KinesisCheckpointedConnectionDetails.ofEmulators(DYNAMO_DB, DYNAMO_DB));
        two.run(application -> assertThatThrownBy(() -> orders(application))
                .hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class)
                .rootCause()
                .hasMessageContaining("second"));
    }

    /** As without these libraries: the entries in spring.factories and the classes behind them are passed over. */
    @Test
    void nothingOfThisIsNeeded() {
        FilteredClassLoader without = new FilteredClassLoader(
                "org.testcontainers",
                "org.springframework.boot.testcontainers",
                "org.springframework.boot.docker",
                "io.awspring");
        runner().withClassLoader(without)
                .run(application -> assertThat(orders(application).getRegion()).isNull());
        assertThat(new ConnectionDetailsFactories(without).getConnectionDetails("nothing", false))
                .isEmpty();
    }

    /** The classes of Testcontainers 2 and of Testcontainers 1. */
    @ParameterizedTest
    @ValueSource(classes = {NewContainer.class, OldContainer.class})
    void aLocalStackContainerIsAServiceConnection(Class<?> configuration) {
        runner().withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
                .withUserConfiguration(configuration)
                .withPropertyValues(OTHER)
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getUriEndpointOverride()).isEqualTo(KINESIS.toString());
                    assertThat(options.getLeaseTableEndpoint()).isEqualTo(KINESIS.toString());
                    assertThat(options.getRegion()).isEqualTo("us-east-1");
                    assertThat(keys(options).secretAccessKey()).isEqualTo("test");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class NewContainer {

        @Bean
        @ServiceConnection
        org.testcontainers.localstack.LocalStackContainer localStack() {
            var container = Mockito.mock(org.testcontainers.localstack.LocalStackContainer.class);
            Mockito.when(container.getEndpoint()).thenReturn(KINESIS);
            Mockito.when(container.getRegion()).thenReturn("us-east-1");
            Mockito.when(container.getAccessKey()).thenReturn("test");
            Mockito.when(container.getSecretKey()).thenReturn("test");
            return container;
        }
    }

    @SuppressWarnings("deprecation")
    @Configuration(proxyBeanMethods = false)
    static class OldContainer {

        @Bean
        @ServiceConnection
        org.testcontainers.containers.localstack.LocalStackContainer localStack() {
            var container = Mockito.mock(org.testcontainers.containers.localstack.LocalStackContainer.class);
            Mockito.when(container.getEndpoint()).thenReturn(KINESIS);
            Mockito.when(container.getRegion()).thenReturn("us-east-1");
            Mockito.when(container.getAccessKey()).thenReturn("test");
            Mockito.when(container.getSecretKey()).thenReturn("test");
            return container;
        }
    }

    /** By its image, or by its label where the image has a name of its own. */
    @ParameterizedTest
    @CsvSource({
        "localstack/localstack:4.9.2,",
        "localstack/localstack-pro,",
        "registry.example/aws:1,localstack/localstack",
        "registry.example/aws:1,localstack"
    })
    void aServiceOfDockerComposeIsOne(String image, String label) {
        KinesisCheckpointedConnectionDetails details = compose(image, label, Map.of("AWS_DEFAULT_REGION", "eu-west-1"));
        assertThat(details.getEndpoint()).isEqualTo(URI.create("http://127.0.0.1:32768"));
        assertThat(details.getLeaseTableEndpoint()).isEqualTo(details.getEndpoint());
        assertThat(details.getRegion()).isEqualTo("eu-west-1");
        assertThat(compose(image, label, Map.of()).getRegion()).isEqualTo("us-east-1");
        assertThat(details.getCredentialsProvider().resolveCredentials().accessKeyId())
                .isEqualTo("test");
    }

    @Test
    void anotherServiceIsNone() {
        assertThat(compose("redis:7", null, Map.of())).isNull();
    }

    private static KinesisCheckpointedConnectionDetails compose(
            String image, String label, Map<String, String> environment) {
        RunningService service = Mockito.mock(RunningService.class);
        ConnectionPorts ports = Mockito.mock(ConnectionPorts.class);
        Mockito.when(ports.get(4566)).thenReturn(32768);
        Mockito.when(service.ports()).thenReturn(ports);
        Mockito.when(service.host()).thenReturn("127.0.0.1");
        Mockito.when(service.image()).thenReturn(ImageReference.of(image));
        Mockito.when(service.env()).thenReturn(environment);
        Mockito.when(service.labels())
                .thenReturn(label == null ? Map.of() : Map.of("org.springframework.boot.service-connection", label));
        Map<Class<?>, ConnectionDetails> found =
                new ConnectionDetailsFactories(null).getConnectionDetails(source(service), false);
        return (KinesisCheckpointedConnectionDetails) found.get(KinesisCheckpointedConnectionDetails.class);
    }

    /** Only Spring Boot makes these, when Docker Compose has started the service. */
    private static DockerComposeConnectionSource source(RunningService service) {
        try {
            var constructor =
                    DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
            constructor.setAccessible(true);
            return constructor.newInstance(service, new MockEnvironment());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noSecretIsShown() {
        assertThat(new Connection(KINESIS, DYNAMO_DB, "us-east-1", Connection.keys("id", "hidden")))
                .asString()
                .contains(KINESIS.toString(), DYNAMO_DB.toString())
                .doesNotContain("hidden", "id]");
        assertThat(Connection.NONE.saysNothing()).isTrue();
    }
}
