// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** A request could not be signed, for whoever gives credentials has given none. It has not been sent. */
public final class NoCredentialsException extends SdkClientException {

    private static final long serialVersionUID = 1L;

    NoCredentialsException(String message, Throwable cause) {
        super(SdkClientException.builder().message(message).cause(cause));
    }
}
