// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static io.camelkinesis.springboot.StarterContext.options;
import static io.camelkinesis.springboot.StarterContext.orders;
import static io.camelkinesis.springboot.StarterContext.runner;
import static org.assertj.core.api.Assertions.assertThat;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.AwsConnectionDetails;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.camelkinesis.checkpointed.KinesisCheckpointedConfiguration;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Who says how AWS is reached: the endpoint URI, then connection details, the properties of the component, clients that are
 * beans, providers and the properties of Spring Cloud AWS, then the SDK's own chain.
 */
@ExtendWith(OutputCaptureExtension.class)
class AwsPrecedenceTest {

    private static final String PREFIX = "camel.component.kinesis-cp.";

    private final KinesisClient kinesis = Mockito.mock(KinesisClient.class, "kinesis");
    private final KinesisAsyncClient kinesisAsync = Mockito.mock(KinesisAsyncClient.class, "kinesisAsync");
    private final DynamoDbClient dynamoDb = Mockito.mock(DynamoDbClient.class, "dynamoDb");
    private final AwsCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

    private ApplicationContextRunner withClients() {
        return runner().withBean("kinesis", KinesisClient.class, () -> kinesis)
                .withBean("kinesisAsync", KinesisAsyncClient.class, () -> kinesisAsync)
                .withBean("dynamoDb", DynamoDbClient.class, () -> dynamoDb);
    }

    private ApplicationContextRunner withProviders() {
        return runner().withBean(AwsCredentialsProvider.class, () -> credentials)
                .withBean(AwsRegionProvider.class, () -> () -> Region.EU_NORTH_1);
    }

    @Test
    void clientsThatAreBeansAreUsed() {
        withClients().run(application -> {
            KinesisCheckpointedConfiguration options = orders(application);
            assertThat(options.getAmazonKinesisClient()).isSameAs(kinesis);
            assertThat(options.getDynamoDbClient()).isSameAs(dynamoDb);
            assertThat(options.getAmazonKinesisAsyncClient())
                    .as("not needed to poll")
                    .isNull();
            assertThat(options(application, "kinesis-cp:orders?leaseTable=leases&retrieval=FAN_OUT")
                            .getAmazonKinesisAsyncClient())
                    .isSameAs(kinesisAsync);
        });
    }

    /** In the URI and as a property of the component. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "region=eu-west-1",
                "useDefaultCredentialsProvider=true",
                "useProfileCredentialsProvider=true",
                "roleArn=arn:aws:iam::111122223333:role/reader",
                "overrideEndpoint=false",
                "proxyHost=proxy.example",
                "trustAllCertificates=true",
                "applicationName=billing"
            })
    void anOptionAboutTheAccessGoesBeforeClientsThatAreBeans(String option) {
        withClients()
                .run(application ->
                        hasNoClients(options(application, "kinesis-cp:orders?leaseTable=leases&" + option)));
        withClients().withPropertyValues(PREFIX + option).run(application -> hasNoClients(orders(application)));
    }

    @Test
    void thatAClientIsPassedOverIsLogged(CapturedOutput output) {
        String line = "kinesis-cp://orders has clients of its own";
        withClients().run(application -> orders(application));
        withProviders().withPropertyValues(PREFIX + "region=eu-west-1").run(application -> orders(application));
        assertThat(output).doesNotContain(line);
        withClients().withPropertyValues(PREFIX + "region=eu-west-1").run(application -> orders(application));
        assertThat(output).contains(line);
    }

    private static void hasNoClients(KinesisCheckpointedConfiguration options) {
        assertThat(options.getAmazonKinesisClient()).isNull();
        assertThat(options.getDynamoDbClient()).isNull();
    }

    @Test
    void anOptionAboutTheTableAloneLeavesTheStreamsTheirClient() {
        withClients()
                .withPropertyValues(PREFIX + "lease-table-region=eu-west-1")
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getAmazonKinesisClient()).isSameAs(kinesis);
                    assertThat(options.getDynamoDbClient()).isNull();
                });
    }

    @Test
    void aClientThatIsNamedIsUsedInAnyCase() {
        KinesisClient named = Mockito.mock(KinesisClient.class);
        withClients()
                .withBean("named", KinesisClient.class, () -> named)
                .withPropertyValues(PREFIX + "amazon-kinesis-client=#bean:named", PREFIX + "region=eu-west-1")
                .run(application ->
                        assertThat(orders(application).getAmazonKinesisClient()).isSameAs(named));
        withClients().run(application -> assertThat(
                        options(application, "kinesis-cp:orders?region=eu-west-1&amazonKinesisClient=#kinesis")
                                .getAmazonKinesisClient())
                .isSameAs(kinesis));
    }

    @ParameterizedTest
    @ValueSource(strings = {PREFIX + "autowired-enabled", "camel.main.autowired-enabled"})
    void withoutAutowiringClientsMustBeNamed(String property) {
        withClients().withPropertyValues(property + "=false").run(application -> hasNoClients(orders(application)));
    }

    @Test
    void ofSeveralBeansThePrimaryOneIsUsed() {
        KinesisClient first = Mockito.mock(KinesisClient.class);
        withClients()
                .withBean("first", KinesisClient.class, () -> first, bean -> bean.setPrimary(true))
                .run(application ->
                        assertThat(orders(application).getAmazonKinesisClient()).isSameAs(first));
    }

    @Test
    void ofSeveralBeansWithoutAPrimaryOneNoneIsUsedAndAWarningSaysSo(CapturedOutput output) {
        withClients()
                .withBean("other", KinesisClient.class, () -> Mockito.mock(KinesisClient.class))
                .run(application -> {
                    assertThat(orders(application).getAmazonKinesisClient()).isNull();
                    assertThat(orders(application).getDynamoDbClient()).isSameAs(dynamoDb);
                    assertThat(output)
                            .contains("kinesis, other")
                            .contains(PREFIX + "amazon-kinesis-client")
                            .contains("@Primary");
                });
    }

    @Test
    void aLazyClientThatIsNotUsedIsNotMade() {
        AtomicInteger made = new AtomicInteger();
        runner().withBean(
                        KinesisClient.class,
                        () -> {
                            made.incrementAndGet();
                            return kinesis;
                        },
                        bean -> bean.setLazyInit(true))
                .run(application -> {
                    options(application, "kinesis-cp:orders?region=eu-west-1");
                    assertThat(made).hasValue(0);
                    orders(application);
                    assertThat(made).hasValue(1);
                });
    }

    @Test
    void providersThatAreBeansAreUsed() {
        withProviders().run(application -> {
            KinesisCheckpointedConfiguration options = orders(application);
            assertThat(options.getRegion()).isEqualTo("eu-north-1");
            assertThat(options.getCredentialsProvider()).isSameAs(credentials);
        });
    }

    @Test
    void clientsGoBeforeProviders() {
        AtomicInteger asked = new AtomicInteger();
        withClients()
                .withBean(AwsCredentialsProvider.class, () -> credentials)
                .withBean(AwsRegionProvider.class, () -> () -> {
                    asked.incrementAndGet();
                    return Region.EU_NORTH_1;
                })
                .run(application -> {
                    assertThat(orders(application).getRegion()).isNull();
                    assertThat(orders(application).getCredentialsProvider()).isNull();
                    assertThat(asked).hasValue(0);
                });
    }

    @Test
    void optionsGoBeforeProviders() {
        withProviders()
                .withPropertyValues(PREFIX + "region=eu-west-1", PREFIX + "access-key=a", PREFIX + "secret-key=s")
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getRegion()).isEqualTo("eu-west-1");
                    assertThat(options.getCredentialsProvider()).isNull();
                    assertThat(options(application, "kinesis-cp:orders?region=us-east-2")
                                    .getRegion())
                            .isEqualTo("us-east-2");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accessKey=a&secretKey=s",
                "useProfileCredentialsProvider=true",
                "useDefaultCredentialsProvider=true"
            })
    void aSourceOfCredentialsInTheUriGoesBeforeTheProvider(String source) {
        withProviders().run(application -> {
            String uri = "kinesis-cp:orders?leaseTable=leases&" + source;
            assertThat(options(application, uri).getCredentialsProvider()).isNull();
            assertThat(options(application, uri).getRegion()).isEqualTo("eu-north-1");
            consumes(application.getBean(CamelContext.class), uri);
        });
    }

    /** Contradictions are refused here. */
    private static void consumes(CamelContext camel, String uri) throws Exception {
        camel.getEndpoint(uri).createConsumer(exchange -> {}).close();
    }

    @Test
    void aRoleIsAssumedWithTheProvidersCredentials() {
        withProviders()
                .withPropertyValues(PREFIX + "role-arn=arn:aws:iam::111122223333:role/reader")
                .run(application ->
                        assertThat(orders(application).getCredentialsProvider()).isSameAs(credentials));
    }

    @Test
    void theRegionOfAnArnGoesBeforeTheProvider() {
        withProviders().run(application -> {
            String uri = "kinesis-cp:arn:aws:kinesis:ap-south-1:111122223333:stream/orders?leaseTable=leases";
            assertThat(options(application, uri).getRegion()).isNull();
            consumes(application.getBean(CamelContext.class), uri);
        });
    }

    @Test
    void aRegionProviderThatKnowsNoneIsAskedOnce() {
        AtomicInteger asked = new AtomicInteger();
        runner().withBean(AwsRegionProvider.class, () -> () -> {
                    asked.incrementAndGet();
                    throw SdkClientException.create("no region anywhere");
                })
                .run(application -> {
                    assertThat(orders(application).getRegion()).isNull();
                    assertThat(options(application, "kinesis-cp:payments").getRegion())
                            .isNull();
                    options(application, "kinesis-cp:invoices?region=eu-west-1");
                    assertThat(asked).hasValue(1);
                });
    }

    @Test
    void withNothingTheChainsOfTheSdkDecide() {
        runner().run(application -> {
            KinesisCheckpointedConfiguration options = orders(application);
            assertThat(options.getRegion()).isNull();
            assertThat(options.getCredentialsProvider()).isNull();
            assertThat(options.isOverrideEndpoint()).isFalse();
            assertThat(options.isUseDefaultCredentialsProvider()).isTrue();
        });
    }

    @Test
    void springCloudAwsIsHonoured() {
        runner().withConfiguration(springCloudAws())
                .withPropertyValues(
                        "spring.cloud.aws.region.static=us-west-2",
                        "spring.cloud.aws.credentials.access-key=id",
                        "spring.cloud.aws.credentials.secret-key=s",
                        "spring.cloud.aws.endpoint=http://localhost:4566",
                        "spring.cloud.aws.dynamodb.endpoint=http://localhost:8000",
                        "spring.cloud.aws.dynamodb.region=us-east-1")
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getRegion()).isEqualTo("us-west-2");
                    assertThat(options.getCredentialsProvider()
                                    .resolveCredentials()
                                    .accessKeyId())
                            .isEqualTo("id");
                    assertThat(options.isOverrideEndpoint()).isTrue();
                    assertThat(options.getUriEndpointOverride()).isEqualTo("http://localhost:4566");
                    assertThat(options.getLeaseTableEndpoint()).isEqualTo("http://localhost:8000");
                    assertThat(options.getLeaseTableRegion()).isEqualTo("us-east-1");
                });
    }

    private static AutoConfigurations springCloudAws() {
        return AutoConfigurations.of(
                AwsAutoConfiguration.class,
                RegionProviderAutoConfiguration.class,
                CredentialsProviderAutoConfiguration.class);
    }

    @Test
    void theEndpointPropertyNeedsNoSpringCloudAws() {
        runner().withClassLoader(new FilteredClassLoader("io.awspring"))
                .withPropertyValues("spring.cloud.aws.endpoint=http://localhost:4566")
                .run(application -> {
                    assertThat(application).doesNotHaveBean(Connection.class);
                    assertThat(orders(application).getUriEndpointOverride()).isEqualTo("http://localhost:4566");
                });
    }

    @Test
    void anEndpointThatAnOptionNamesGoesFirst() {
        runner().withPropertyValues(
                        "spring.cloud.aws.endpoint=http://localhost:4566",
                        PREFIX + "override-endpoint=true",
                        PREFIX + "uri-endpoint-override=http://localhost:4568",
                        PREFIX + "lease-table-endpoint=http://localhost:8001",
                        "spring.cloud.aws.dynamodb.endpoint=http://localhost:8000")
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getUriEndpointOverride()).isEqualTo("http://localhost:4568");
                    assertThat(options.getLeaseTableEndpoint()).isEqualTo("http://localhost:8001");
                });
        runner().withPropertyValues("spring.cloud.aws.endpoint=http://localhost:4566")
                .run(application -> assertThat(options(application, "kinesis-cp:orders?overrideEndpoint=false")
                                .getUriEndpointOverride())
                        .isNull());
    }

    /** What @ServiceConnection and Docker Compose leave in the application, before the properties of Spring Cloud AWS. */
    @Test
    void connectionDetailsAreHonoured() {
        runner().withConfiguration(springCloudAws())
                .withBean(AwsConnectionDetails.class, LocalStackDetails::new)
                .withPropertyValues(
                        "spring.cloud.aws.region.static=us-west-2",
                        "spring.cloud.aws.endpoint=http://localhost:4566",
                        "spring.cloud.aws.dynamodb.endpoint=http://localhost:8000")
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getRegion()).isEqualTo("ca-central-1");
                    assertThat(options.getUriEndpointOverride()).isEqualTo("http://localhost:49153");
                    assertThat(options.getLeaseTableEndpoint()).isEqualTo("http://localhost:49153");
                    assertThat(options.getCredentialsProvider()
                                    .resolveCredentials()
                                    .secretAccessKey())
                            .isEqualTo("container-secret");
                });
    }

    @Test
    void connectionDetailsGoBeforeOtherProviders() {
        withProviders()
                .withBean(AwsConnectionDetails.class, LocalStackDetails::new)
                .run(application -> {
                    assertThat(orders(application).getRegion()).isEqualTo("ca-central-1");
                    assertThat(orders(application).getCredentialsProvider()).isNotSameAs(credentials);
                    assertThat(Connection.of(application)).asString().doesNotContain("container-secret");
                });
    }

    @Test
    void connectionDetailsThatSayNothingChangeNothing() {
        withProviders()
                .withBean(AwsConnectionDetails.class, () -> new AwsConnectionDetails() {})
                .run(application -> {
                    assertThat(orders(application).getRegion()).isEqualTo("eu-north-1");
                    assertThat(orders(application).getCredentialsProvider()).isSameAs(credentials);
                });
    }

    @Test
    void twoCredentialsProvidersWithoutAPrimaryOneAreNoneAndAWarningSaysSo(CapturedOutput output) {
        withProviders()
                .withBean("anonymous", AwsCredentialsProvider.class, AnonymousCredentialsProvider::create)
                .run(application -> {
                    assertThat(orders(application).getCredentialsProvider()).isNull();
                    assertThat(output).contains(PREFIX + "credentials-provider");
                });
    }

    private static final class LocalStackDetails implements AwsConnectionDetails {

        @Override
        public URI getEndpoint() {
            return URI.create("http://localhost:49153");
        }

        @Override
        public String getRegion() {
            return "ca-central-1";
        }

        @Override
        public String getAccessKey() {
            return "container";
        }

        @Override
        public String getSecretKey() {
            return "container-secret";
        }
    }
}
