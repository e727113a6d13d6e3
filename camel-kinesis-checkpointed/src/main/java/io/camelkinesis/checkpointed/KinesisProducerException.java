// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A record was not put. Its subclasses say why; no message holds a payload, a partition key or a control character. */
public abstract class KinesisProducerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KinesisProducerException(String message) {
        super(ErrorText.line(message));
    }

    KinesisProducerException(String message, Throwable cause) {
        super(ErrorText.line(message), cause);
    }
}
