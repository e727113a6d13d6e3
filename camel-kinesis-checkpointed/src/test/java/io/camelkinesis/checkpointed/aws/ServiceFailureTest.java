// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** What is said of calls that failed, and of regions. */
class ServiceFailureTest {

    private static SdkClientException unknown(String host) {
        return SdkClientException.create(
                "Received an UnknownHostException when attempting to interact with a service. See cause for the exact"
                        + " endpoint that is failing to resolve.",
                new UnknownHostException(host));
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        assertThat(ServiceFailure.explained(unknown("kinesis.eu-west-9.amazonaws.com: Name or service not known")))
                .startsWith(
                        "there is no host kinesis.eu-west-9.amazonaws.com: the SDK knows no region eu-west-9; did you"
                                + " mean eu-west-1 or eu-west-2 or eu-west-3? It knows af-south-1, ");
        assertThat(ServiceFailure.explained(unknown("dynamodb.eu-west-1.amazonaws.com")))
                .startsWith("there is no host dynamodb.eu-west-1.amazonaws.com: check the network");
        assertThat(ServiceFailure.explained(unknown("localhots")))
                .startsWith("there is no host localhots: check the address (uriEndpointOverride, leaseTableEndpoint)");
        assertThat(ServiceFailure.explained(SdkClientException.create("reset"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"eu-wset-1,eu-west-1", "eu-west-1a,eu-west-1", "us-east1,us-east-1", "eu_central_1,eu-central-1"})
    void aRegionThatCannotBeIsToldWithTheOneThatMayBeMeant(String wrong, String meant) {
        assertThat(RegionNames.isImpossible(wrong)).isTrue();
        assertThat(RegionNames.unknown(wrong)).contains("did you mean " + meant);
    }

    @Test
    void regionsThatTheSdkKnowsOrAWSMayOpenAreNoProblem() {
        assertThat(Region.regions()).noneMatch(region -> RegionNames.isImpossible(region.id()));
        assertThat(List.of("eu-west-9", "sa-west-1", "xx-northeast-12", "us-gov-south-1"))
                .noneMatch(RegionNames::isImpossible);
        assertThat(AwsAccess.builder().region("eu-wset-1").build().problems())
                .singleElement()
                .asString()
                .startsWith("region=eu-wset-1 does not exist");
        assertThat(AwsAccess.builder()
                        .region("local")
                        .overrideEndpoint(true)
                        .uriEndpointOverride("http://localhost:1")
                        .build()
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"g", "g,n", "EnvironmentVariableCredentialsProvider"})
    void whoGaveRefusedCredentialsIsSaid(String provider) {
        NamedCredentials credentials = new NamedCredentials(
                () -> AwsBasicCredentials.builder()
                        .accessKeyId("AKID")
                        .secretAccessKey("s")
                        .providerName(provider)
                        .build(),
                "of the SDK's default chain");
        assertThat(credentials.origin()).isEqualTo("of the SDK's default chain");
        assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKID");
        assertThat(credentials.origin())
                .startsWith("of the SDK's default chain")
                .doesNotContain("AKID")
                .endsWith(
                        provider.startsWith("g")
                                ? provider.equals("g")
                                        ? ": environment variables"
                                        : ": environment variables, a profile"
                                : "chain");
    }

    @Test
    void aChainThatFoundNothingIsToldShortly() {
        NamedCredentials credentials = new NamedCredentials(
                () -> {
                    throw SdkClientException.create(
                            "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(...)");
                },
                "of the SDK's default chain");
        assertThatThrownBy(credentials::resolveCredentials)
                .isInstanceOf(NoCredentialsException.class)
                .hasMessageStartingWith(
                        "There are no credentials (of the SDK's default chain): Java system properties, ")
                .hasMessageNotContaining("AwsCredentialsProviderChain")
                .rootCause()
                .hasMessageContaining("AwsCredentialsProviderChain");
    }

    @Test
    void wordsOfOthersStayInOneLine() {
        assertThat(ServiceFailure.text(SdkClientException.create("no\n\u001b[31m ERROR fake\u2028line")))
                .isEqualTo("no [31m ERROR fake line");
    }

    @Test
    void anAnswerWithoutACodeIsNoneOfKinesis() {
        assertThat(ServiceFailure.isForeignProtocol(
                        KinesisException.builder().statusCode(500).build()))
                .isTrue();
        assertThat(ServiceFailure.isForeignProtocol(SdkClientException.create("Unable to unmarshall response")))
                .isTrue();
        assertThat(ServiceFailure.isForeignProtocol(SdkClientException.create("Connection refused")))
                .isFalse();
        assertThat(ServiceFailure.isForeignProtocol(KinesisException.builder()
                        .statusCode(500)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("InternalFailure")
                                .build())
                        .build()))
                .isFalse();
    }
}
