// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import org.jspecify.annotations.Nullable;

/** What a record that was handed over came to. */
public sealed interface PutOutcome {

    /** Requests that carried the record. */
    int attempts();

    /**
     * It is in the stream.
     *
     * @param shard id of its shard
     * @param sequence its sequence number, decimal
     */
    record Put(String shard, String sequence, int attempts) implements PutOutcome {}

    /**
     * It is given up. It is not in the stream, unless {@code unknown}.
     *
     * @param reason why
     * @param code the service's last word on it, null when there is none
     * @param cause what failed the last request, null when a request was answered
     * @param unknown whether a request that carried it had no answer, so that it may be in the stream
     */
    record Failed(Reason reason, @Nullable String code, @Nullable Throwable cause, int attempts, boolean unknown)
            implements PutOutcome {}

    /** Why a record is given up. */
    enum Reason {
        /** maxRetries or retryTimeout is over. */
        RETRIES_OVER,
        /** The service will never take it. */
        REFUSED,
        /** maxPendingRecords or maxPendingBytes is reached, and whenFull=FAIL. */
        FULL,
        /** The putter was stopped before it was in. */
        STOPPED
    }
}
