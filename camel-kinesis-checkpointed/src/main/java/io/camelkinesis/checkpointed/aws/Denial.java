// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tells a missing permission from other failures. */
final class Denial {

    private static final String CODE = "AccessDeniedException";

    private Denial() {}

    /** Whether the service refused because the credentials do not allow the action. */
    static boolean is(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && CODE.equals(service.awsErrorDetails().errorCode());
    }
}
