// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** A request could not be signed, for whoever gives credentials has given none. It has not been sent. */
public final class NoCredentialsException extends SdkClientException {

    private static final long serialVersionUID = 1L;

    /** How the SDK's default chain says that it found none; it has no type for that. */
    private static final String NONE_FOUND = "Unable to load credentials";

    NoCredentialsException(String message, Throwable cause) {
        super(SdkClientException.builder().message(message).cause(cause));
    }

    /** Whether nobody gives credentials at all, as far as this failure says so itself. */
    static boolean isNoneFound(Throwable failure) {
        return failure instanceof SdkClientException
                && failure.getMessage() != null
                && failure.getMessage().contains(NONE_FOUND);
    }
}
