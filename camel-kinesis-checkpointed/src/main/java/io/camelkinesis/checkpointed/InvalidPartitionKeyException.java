// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A partition key is longer than Kinesis takes, or is no valid text, or an explicit hash key is no number that it takes. */
public class InvalidPartitionKeyException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    InvalidPartitionKeyException(String message) {
        super(message);
    }

    static InvalidPartitionKeyException tooLong(int length, int limit) {
        return new InvalidPartitionKeyException(
                "A partition key of " + length + " characters is longer than the limit of " + limit
                        + "; shorten it, or leave longKeys at HASH to use its SHA-256");
    }

    static InvalidPartitionKeyException cut(int length) {
        return new InvalidPartitionKeyException(
                "A partition key of " + length + " characters holds half a surrogate pair, as a text"
                        + " does that was cut within an emoji, and cannot be written as UTF-8; cut it between characters");
    }

    static InvalidPartitionKeyException badHashKey(int length) {
        return new InvalidPartitionKeyException("An explicit hash key of " + length
                + " characters is no decimal number from 0 to 2^128 - 1; correct it, or leave it out");
    }
}
