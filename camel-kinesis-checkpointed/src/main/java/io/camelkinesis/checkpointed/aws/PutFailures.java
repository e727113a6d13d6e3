// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.checkpointed.aws.PutRequestException.Kind;
import io.camelkinesis.engine.produce.PutResult;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** What a failed PutRecords request says about its records. */
final class PutFailures {

    private static final int TOO_LARGE = 413;
    private static final int SERVER_ERROR = 500;

    /** Refusals that pass: the credentials are renewed, the clock is set right. */
    private static final Set<String> PASSING =
            Set.of("ExpiredTokenException", "ExpiredToken", "RequestExpired", "RequestTimeTooSkewed", "RequestTimeout");

    /** Failures to get a connection, by name: their classes belong to the HTTP client. */
    private static final Set<String> NEVER_LEFT = Set.of(
            "ConnectTimeoutException",
            "ConnectionPoolTimeoutException",
            "ConnectionRequestTimeoutException",
            "UnsupportedSchemeException");

    private static final String NO_CREDENTIALS = "NoCredentials";
    private static final int MOST_CAUSES = 10;

    private PutFailures() {}

    static PutResult of(RuntimeException failure, Departure departure) {
        if (isAboutCredentials(failure) || departure.hasNotLeft() && failure instanceof SdkServiceException) {
            // Kinesis has not been asked, so the service that answered is the one that gives credentials
            return new PutResult.NotApplied(told(Kind.NO_CREDENTIALS, NO_CREDENTIALS, failure));
        }
        if (departure.hasNotLeft()) {
            return notSent(failure, departure);
        }
        return failure instanceof SdkServiceException answered ? answered(answered) : unanswered(failure);
    }

    /** What cannot be written is the fault of one record, or of the request's target, and comes again each time. */
    private static PutResult notSent(RuntimeException failure, Departure departure) {
        String code = failure.getClass().getSimpleName();
        boolean passes = departure.isWritten()
                || failure instanceof AbortedException
                || failure instanceof ApiCallTimeoutException;
        return passes
                ? new PutResult.NotApplied(told(Kind.FAILED, code, failure))
                : new PutResult.Fatal(
                        new PutRequestException(
                                Kind.NOT_VALID, code, code + ": the request could not be made, and was not sent", null),
                        true);
    }

    /** There is no client for the stream, and there will be none. */
    static PutResult withoutClient(RuntimeException failure) {
        return new PutResult.Fatal(told(Kind.NO_CLIENT, failure.getClass().getSimpleName(), failure), false);
    }

    private static PutResult answered(SdkServiceException failure) {
        String code = code(failure);
        if (failure.isThrottlingException()
                || failure instanceof ProvisionedThroughputExceededException
                || failure instanceof LimitExceededException
                || failure instanceof KmsThrottlingException) {
            return new PutResult.NotApplied(told(Kind.THROTTLED, code, failure));
        }
        if (failure instanceof ResourceNotFoundException) {
            return new PutResult.Fatal(told(Kind.NO_STREAM, code, failure), false);
        }
        if (failure instanceof InvalidArgumentException
                || failure instanceof ValidationException
                || failure.statusCode() == TOO_LARGE) {
            return new PutResult.Fatal(notValid(code, failure), true);
        }
        if (failure instanceof ResourceInUseException || PASSING.contains(code)) {
            return new PutResult.NotApplied(told(Kind.FAILED, code, failure));
        }
        // the code beside the status, for not every error comes with a status
        if (failure.statusCode() >= SERVER_ERROR || failure.statusCode() == 0 && !isDenial(code)) {
            return new PutResult.Unknown(told(Kind.FAILED, code, failure));
        }
        return new PutResult.Fatal(told(isDenial(code) ? Kind.NOT_ALLOWED : Kind.FAILED, code, failure), false);
    }

    private static boolean isDenial(String code) {
        return code.startsWith("KMS")
                || code.startsWith("Kms")
                || code.startsWith("AccessDenied")
                || code.startsWith("UnrecognizedClient")
                || code.startsWith("InvalidSignature")
                || code.startsWith("InvalidClientToken")
                || code.startsWith("MissingAuthenticationToken")
                || code.startsWith("NotAuthorized")
                || code.startsWith("OptInRequired");
    }

    private static PutResult unanswered(RuntimeException failure) {
        PutRequestException told = told(Kind.FAILED, failure.getClass().getSimpleName(), failure);
        return neverLeft(failure) ? new PutResult.NotApplied(told) : new PutResult.Unknown(told);
    }

    /** Whether it is certain that the request did not reach the service. */
    private static boolean neverLeft(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || NEVER_LEFT.contains(cause.getClass().getSimpleName())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isAboutCredentials(RuntimeException failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (cause instanceof NoCredentialsException) {
                return true;
            }
            cause = cause.getCause();
        }
        return NoCredentialsException.isNoneFound(failure);
    }

    private static PutRequestException told(Kind kind, String code, RuntimeException failure) {
        return new PutRequestException(kind, code, code + ": " + ServiceFailure.text(failure), failure);
    }

    private static PutRequestException notValid(String code, SdkServiceException failure) {
        return new PutRequestException(
                Kind.NOT_VALID,
                code,
                code + ", status " + failure.statusCode() + ", request " + failure.requestId(),
                null);
    }

    private static String code(SdkServiceException failure) {
        if (failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorCode() != null) {
            return service.awsErrorDetails().errorCode();
        }
        return failure.getClass().getSimpleName();
    }
}
