// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** Kinesis has not accepted a record, and it is not sent again: it was refused for good, tried often enough, or the producer stops. */
public class PutRejectedException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    private final int attempts;
    private final String lastCode;
    private final boolean outcomeUnknown;

    PutRejectedException(String message, int attempts, String lastCode, boolean outcomeUnknown, Throwable cause) {
        super(message, cause);
        this.attempts = attempts;
        this.lastCode = lastCode;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** How many requests have carried the record; 0 when none has. */
    public int attempts() {
        return attempts;
    }

    /** The last error code for it, for example {@code ProvisionedThroughputExceededException}; empty when there was none. */
    public String lastCode() {
        return lastCode;
    }

    /** Whether a request that carried it was not answered, so that it may be in the stream all the same. */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
