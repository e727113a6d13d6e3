// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** The exceptions of the service, as the SDK makes them from its answers. */
final class Errors {

    static final String THROTTLED_CODE = "ProvisionedThroughputExceededException";
    static final String INTERNAL_CODE = "InternalFailure";
    static final String INTERNAL_MESSAGE = "Internal service failure.";

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final String REQUEST_ID = "00000000-0000-0000-0000-000000000000";

    private Errors() {}

    static AwsServiceException noStream(String stream, Account account) {
        return notFound("Stream " + stream + " under account " + account.id() + " not found.");
    }

    static AwsServiceException noShard(String shard, StreamModel stream) {
        return notFound("Shard " + shard + " in stream " + stream.name() + " under account "
                + stream.account().id() + " does not exist");
    }

    static AwsServiceException notFound(String message) {
        return as(ResourceNotFoundException.builder(), "ResourceNotFoundException", message, CLIENT_ERROR);
    }

    static AwsServiceException invalid(String message) {
        return as(InvalidArgumentException.builder(), "InvalidArgumentException", message, CLIENT_ERROR);
    }

    static AwsServiceException constraint(String message) {
        return as(
                ValidationException.builder(),
                "ValidationException",
                "1 validation error detected: " + message,
                CLIENT_ERROR);
    }

    static AwsServiceException inUse(String message) {
        return as(ResourceInUseException.builder(), "ResourceInUseException", message, CLIENT_ERROR);
    }

    static AwsServiceException limit(String message) {
        return as(LimitExceededException.builder(), "LimitExceededException", message, CLIENT_ERROR);
    }

    static AwsServiceException throttled(String message) {
        return as(ProvisionedThroughputExceededException.builder(), THROTTLED_CODE, message, CLIENT_ERROR);
    }

    static AwsServiceException expiredIterator(String message) {
        return as(ExpiredIteratorException.builder(), "ExpiredIteratorException", message, CLIENT_ERROR);
    }

    static AwsServiceException expiredToken(String message) {
        return as(ExpiredNextTokenException.builder(), "ExpiredNextTokenException", message, CLIENT_ERROR);
    }

    static AwsServiceException internalFailure() {
        return as(InternalFailureException.builder(), INTERNAL_CODE, INTERNAL_MESSAGE, SERVER_ERROR);
    }

    static SdkClientException noAnswer(Operation operation) {
        return SdkClientException.create(
                "Unable to execute HTTP request: no answer to " + operation + " (injected fault)");
    }

    static String rateExceeded(ShardModel shard, StreamModel stream) {
        return "Rate exceeded for shard " + shard.id() + " in stream " + stream.name() + " under account "
                + stream.account().id() + ".";
    }

    private static AwsServiceException as(
            AwsServiceException.Builder builder, String code, String message, int status) {
        return builder.message(message)
                .requestId(REQUEST_ID)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Kinesis")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
