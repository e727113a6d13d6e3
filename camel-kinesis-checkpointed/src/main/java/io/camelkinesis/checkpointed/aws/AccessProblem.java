// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tells what credentials are the reason for from other failures. */
public final class AccessProblem {

    private static final Set<String> CODES = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "ExpiredTokenException",
            "ExpiredToken",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "NotAuthorizedException",
            "UnrecognizedClientException");

    private AccessProblem() {}

    /** Whether the service refused, here or in a cause, because the credentials are not valid or not enough. */
    public static boolean is(@Nullable Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 10; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException service
                    && service.awsErrorDetails() != null
                    && service.awsErrorDetails().errorCode() != null
                    && CODES.contains(service.awsErrorDetails().errorCode())) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
