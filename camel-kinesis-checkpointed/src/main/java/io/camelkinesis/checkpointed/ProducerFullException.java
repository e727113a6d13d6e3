// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** There is no room for a record: too many wait for Kinesis, and whenFull=FAIL or the wait was interrupted. */
public class ProducerFullException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    ProducerFullException(String message) {
        super(message);
    }
}
