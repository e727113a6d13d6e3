// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An answer that says no.
 *
 * @param status HTTP status
 * @param type the service's name of the error, for example {@code ResourceNotFoundException}
 * @param message what was wrong
 */
record ServiceError(int status, String type, String message) {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int FAILURE = 500;

    static ServiceError of(AwsServiceException e) {
        return new ServiceError(
                e.statusCode(),
                e.awsErrorDetails().errorCode(),
                e.awsErrorDetails().errorMessage());
    }

    /** Neither method nor headers tell what is asked for. */
    static ServiceError nothingAsked() {
        return new ServiceError(
                FORBIDDEN,
                "AccessDeniedException",
                "Unable to determine service/operation name to be authorized: a call is a POST with X-Amz-Target "
                        + Operations.TARGET_PREFIX + "<operation>");
    }

    static ServiceError unknownProtocol() {
        return new ServiceError(
                NOT_FOUND,
                "UnknownOperationException",
                "Content-Type must be " + Wire.JSON.contentType() + " or " + Wire.CBOR.contentType());
    }

    static ServiceError unknownOperation() {
        return new ServiceError(
                BAD_REQUEST, "UnknownOperationException", "X-Amz-Target names no operation of the in-memory Kinesis");
    }

    static ServiceError malformed(String message) {
        return new ServiceError(BAD_REQUEST, "SerializationException", message);
    }

    static ServiceError tooLarge() {
        return new ServiceError(
                TOO_LARGE,
                "RequestEntityTooLargeException",
                "The body is larger than " + RequestBody.MOST_BYTES + " bytes");
    }

    /** Not HTTP as the server understands it. */
    static ServiceError badHttp(int status) {
        return new ServiceError(status, "MalformedHttpRequestException", "The request is no valid HTTP");
    }

    static ServiceError failure() {
        return new ServiceError(FAILURE, "InternalFailure", "Internal service failure.");
    }
}
