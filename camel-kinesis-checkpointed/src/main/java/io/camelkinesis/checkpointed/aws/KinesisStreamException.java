// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** A stream cannot be used. The message says which stream, where, what is wrong and what to do. */
public final class KinesisStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KinesisStreamException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the service says that there is no such stream. */
    public boolean isMissing() {
        return getCause() instanceof ResourceNotFoundException;
    }

    /** Whether the credentials may not look at it. */
    public boolean isDenied() {
        return Denial.is(getCause());
    }
}
