// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.kinesis.Fault;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What comes back for a call. */
sealed interface Answer {

    /**
     * An answer of the service.
     *
     * @param status HTTP status
     * @param errorType the error that it is, null when it is none
     * @param wire the protocol of the body
     * @param body the body
     */
    record Reply(int status, @Nullable String errorType, Wire wire, ByteBuffer body) implements Answer {}

    /** One that is not of the service. */
    record Raw(Fault.RawAnswer answer) implements Answer {}

    /** None: the request or the reply was lost on the way. */
    record Nothing() implements Answer {}

    static Answer ok(Wire wire, ByteBuffer body) {
        return new Reply(200, null, wire, body);
    }

    static Reply error(Wire wire, ServiceError error) {
        return new Reply(error.status(), error.type(), wire, AnswerWriter.write(wire, error));
    }
}
