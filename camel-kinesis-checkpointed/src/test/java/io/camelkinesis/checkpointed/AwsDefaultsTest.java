// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What the surroundings know is used where the options say nothing, and is not even asked for elsewhere. */
class AwsDefaultsTest {

    private static final String ARN = "arn:aws:kinesis:ap-south-1:111122223333:stream/orders";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final KinesisClient kinesis = InMemoryKinesis.create().client();
    private final DynamoDbClient dynamoDb = noCalls();
    private final AwsCredentialsProvider credentials = AnonymousCredentialsProvider.create();
    private final List<String> asked = new ArrayList<>();
    private boolean withClients;

    @BeforeEach
    void surround() {
        camel.getComponent("kinesis-cp", KinesisCheckpointedComponent.class).setAwsDefaults(new Surroundings());
        camel.getRegistry().bind("credentials", credentials);
    }

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    private KinesisCheckpointedConfiguration options(String uri) {
        return camel.getEndpoint("kinesis-cp:" + uri, KinesisCheckpointedEndpoint.class)
                .getConfiguration();
    }

    @Test
    void whatIsKnownReachesTheClients() {
        AccessOptions access = AccessOptions.of(options("orders?leaseTable=leases"), null);
        AwsAccess expected = AwsAccess.builder()
                .region("eu-west-1")
                .credentialsProvider(credentials)
                .overrideEndpoint(true)
                .uriEndpointOverride("http://localhost:4566")
                .build();
        assertThat(access.streams()).usingRecursiveComparison().isEqualTo(expected);
        assertThat(access.leaseTable())
                .usingRecursiveComparison()
                .ignoringFields("optionNames")
                .isEqualTo(expected.toBuilder()
                        .region("us-east-1")
                        .uriEndpointOverride("http://localhost:8000")
                        .build());
    }

    @Test
    void withClientsNothingElseIsAskedFor() {
        withClients = true;
        KinesisCheckpointedConfiguration options = options("orders?leaseTable=leases");
        assertThat(options.getAmazonKinesisClient()).isSameAs(kinesis);
        assertThat(options.getDynamoDbClient()).isSameAs(dynamoDb);
        assertThat(asked).containsExactly("kinesis", "dynamoDb");
    }

    @Test
    void anEndpointWithoutLeaseTableNeedsNoClientOfIt() {
        withClients = true;
        options("orders");
        assertThat(asked).containsExactly("kinesis");
    }

    @Test
    void nothingIsAskedForThatTheOptionsSay() {
        withClients = true;
        options("orders?region=r&accessKey=a&secretKey=s&overrideEndpoint=true&uriEndpointOverride=http://one:1"
                + "&leaseTableRegion=s&leaseTableEndpoint=http://two:2");
        assertThat(asked).isEmpty();
    }

    @Test
    void aProviderThatIsAnOptionGoesFirst() {
        assertThat(options("orders?credentialsProvider=#credentials").getCredentialsProvider())
                .isSameAs(credentials);
        assertThat(asked).doesNotContain("credentials").contains("region");
    }

    @Test
    void theRegionOfAnArnGoesFirst() throws Exception {
        assertThat(options(ARN + "?leaseTable=leases").getRegion()).isNull();
        assertThat(asked).doesNotContain("region");
        camel.getEndpoint("kinesis-cp:" + ARN + "?leaseTable=leases")
                .createConsumer(exchange -> {})
                .close();
    }

    @Test
    void twoSourcesOfCredentialsAreRefused() {
        camel.getRegistry().bind("credentials", credentials);
        assertThatThrownBy(
                        () -> camel.getEndpoint("kinesis-cp:orders?leaseTable=leases&credentialsProvider=#credentials"
                                        + "&useDefaultCredentialsProvider=true")
                                .createConsumer(exchange -> {}))
                .isInstanceOf(CannotConsumeException.class)
                .hasMessageContaining("useDefaultCredentialsProvider=true")
                .hasMessageContaining("credentialsProvider; keep one of them");
        assertThatThrownBy(
                        () -> camel.getEndpoint("kinesis-cp:orders?leaseTable=leases&credentialsProvider=#credentials"
                                        + "&accessKey=a&secretKey=s")
                                .createConsumer(exchange -> {}))
                .hasMessageContaining("credentialsProvider and accessKey/secretKey");
    }

    private static DynamoDbClient noCalls() {
        return new DynamoDbClient() {

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    private final class Surroundings implements AwsDefaults {

        private <T> T answer(String name, T value) {
            asked.add(name);
            return value;
        }

        @Override
        public KinesisClient kinesis() {
            return withClients ? answer("kinesis", kinesis) : null;
        }

        @Override
        public DynamoDbClient dynamoDb() {
            return withClients ? answer("dynamoDb", dynamoDb) : null;
        }

        @Override
        public String region() {
            return answer("region", "eu-west-1");
        }

        @Override
        public String leaseTableRegion() {
            return answer("leaseTableRegion", "us-east-1");
        }

        @Override
        public AwsCredentialsProvider credentials() {
            return answer("credentials", credentials);
        }

        @Override
        public String endpoint() {
            return answer("endpoint", "http://localhost:4566");
        }

        @Override
        public String leaseTableEndpoint() {
            return answer("leaseTableEndpoint", "http://localhost:8000");
        }
    }
}
