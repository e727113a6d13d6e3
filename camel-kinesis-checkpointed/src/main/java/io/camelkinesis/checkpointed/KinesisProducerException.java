// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A record was not put. Its subclasses say why; none of them holds a payload or a partition key. */
public abstract class KinesisProducerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KinesisProducerException(String message) {
        super(message);
    }

    KinesisProducerException(String message, Throwable cause) {
        super(message, cause);
    }
}
