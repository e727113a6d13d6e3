// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;

/**
 * STS cannot give credentials for a moment, as with a web identity whose provider does not answer. No request has been sent
 * to Kinesis, so the record must wait and be sent, as it is when the credentials have expired.
 */
class RefusedCredentialsTest {

    @Test
    void aRecordWaitsForCredentialsThatStsDoesNotGiveForAMoment() throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        AtomicBoolean failing = new AtomicBoolean();
        AwsCredentialsProvider credentials = () -> {
            if (failing.compareAndSet(true, false)) {
                throw InvalidIdentityTokenException.builder()
                        .message("The verification key could not be fetched from the identity provider")
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("InvalidIdentityToken")
                                .errorMessage("The verification key could not be fetched from the identity provider")
                                .serviceName("Sts")
                                .build())
                        .build();
            }
            return AwsBasicCredentials.create("key", "secret");
        };
        try (HttpKinesis http = HttpKinesis.start(kinesis);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("credentials", credentials);
            camel.start();
            String uri = "kinesis-cp:orders?credentialsProvider=#credentials&region=us-east-1&overrideEndpoint=true"
                    + "&uriEndpointOverride=" + http.endpoint();
            assertThat(put(camel, uri, "first").getException()).isNull();
            failing.set(true);

            Exchange second = put(camel, uri, "second");

            assertThat(kinesis.calls(Operation.PUT_RECORDS))
                    .as("requests that reached Kinesis")
                    .isBetween(1L, 2L);
            assertThat(second.getException()).isNull();
            assertThat(kinesis.records("orders")).hasSize(2);
        }
    }

    private static Exchange put(DefaultCamelContext camel, String uri, String text) throws Exception {
        return camel.createProducerTemplate()
                .asyncSend(uri, exchange -> {
                    exchange.getMessage().setBody(text);
                    exchange.getMessage().setHeader("CamelAwsKinesisPartitionKey", "k");
                })
                .get();
    }
}
