// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import org.jspecify.annotations.Nullable;

/**
 * A PutRecords request was not answered for its records. Never holds a payload or a key: where the service finds a record not
 * valid, its message, which quotes it, is left out.
 */
public final class PutRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** There is no such stream. */
        NO_STREAM,
        /** There can be no client for the stream: it is in one region too many. */
        NO_CLIENT,
        /** The credentials, or the stream's key, do not allow it. */
        NOT_ALLOWED,
        /** There were no credentials to sign the request with: it was not sent. */
        NO_CREDENTIALS,
        /** The service, or the SDK before it sends anything, finds the request, or a record in it, not valid. */
        NOT_VALID,
        /** Too many requests. */
        THROTTLED,
        /** Anything else: the service failed, or there was no answer. */
        FAILED
    }

    private final Kind kind;
    private final String code;

    PutRequestException(Kind kind, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    /** The service's error code, or the name of the exception when the service has not answered. */
    public String code() {
        return code;
    }
}
