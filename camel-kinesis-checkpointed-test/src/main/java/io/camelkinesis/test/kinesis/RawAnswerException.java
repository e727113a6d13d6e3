// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** What the SDK interfaces throw for a {@link Fault.RawAnswer}: it has no code and no message of the service. */
public final class RawAnswerException extends KinesisException {

    private static final long serialVersionUID = 1L;

    private final transient Fault.RawAnswer answer;

    RawAnswerException(Fault.RawAnswer answer) {
        super(KinesisException.builder().message("Not an answer of the service").statusCode(answer.status()));
        this.answer = answer;
    }

    /** What the HTTP face sends. */
    public Fault.RawAnswer answer() {
        return answer;
    }
}
