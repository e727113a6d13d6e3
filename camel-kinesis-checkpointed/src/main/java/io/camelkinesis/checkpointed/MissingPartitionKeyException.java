// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A record has no partition key, or an empty one. */
public class MissingPartitionKeyException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    MissingPartitionKeyException(String source) {
        super("A record has no partition key: " + source + " gives none. Set the header "
                + KinesisCheckpointedConstants.PARTITION_KEY
                + ", or the option partitionKey to an expression that always"
                + " gives a value");
    }
}
