// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.lease.NoShardListedException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class PassingFailureTest {

    private static Throwable answered(int status, String code) {
        return DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .serviceName("DynamoDb")
                        .build())
                .build();
    }

    static Stream<Throwable> passing() {
        return Stream.of(
                ApiCallTimeoutException.create(10_000),
                SdkClientException.create("Unable to execute HTTP request: Connection refused"),
                answered(500, "InternalServerError"),
                answered(503, null),
                answered(400, "ThrottlingException"),
                ProvisionedThroughputExceededException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ProvisionedThroughputExceededException")
                                .build())
                        .build(),
                LimitExceededException.builder().statusCode(400).build(),
                new NoShardListedException("ListShards of orders answered no shard at all"),
                new LeaseTableException("the table", SdkClientException.create("no answer")),
                new NoCredentialsException("credentials", answered(503, "ServiceUnavailable")));
    }

    static Stream<Throwable> toBeMended() {
        return Stream.of(
                answered(400, "AccessDeniedException"),
                answered(400, "ResourceNotFoundException"),
                answered(403, null),
                new LeaseTableException("the table has other keys"),
                new KinesisStreamException("the stream", SdkClientException.create("no answer")),
                SdkClientException.create("Unable to load credentials from any of the providers"),
                new NoCredentialsException(
                        "credentials", SdkClientException.create("Unable to load credentials from any of them")),
                new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource
    void passing(Throwable failure) {
        assertThat(PassingFailure.is(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void toBeMended(Throwable failure) {
        assertThat(PassingFailure.is(failure)).isFalse();
        assertThat(PassingFailure.is(null)).isFalse();
    }
}
