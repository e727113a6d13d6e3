// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How records are put.
 *
 * @param ordering which records wait for which
 * @param batchSize most records of a request, 1 to 500
 * @param batchBytes most bytes of a request, payloads and keys; one record that is larger goes alone
 * @param linger longest that a record waits for others to share its request while no request is under way
 * @param maxInFlightRequests most requests under way, over all streams
 * @param maxRetries requests beyond the first that a record may cost, -1 for no limit
 * @param retryDelay first delay after a rejection; doubles with each further one
 * @param maxRetryDelay what that delay grows to
 * @param retryTimeout longest time from handing over to giving up, null for no limit; a record that was never sent is not
 *     given up
 * @param maxPendingRecords most records that are handed over and not done
 * @param maxPendingBytes most bytes of these; one record that is larger passes alone
 * @param whenFull what happens beyond
 * @param aggregationMaxBytes 0 puts every record by itself. Else all records of one partition key that wait go as one
 *     aggregated record of at most so many bytes, keys included; only with {@link PutOrdering#KEY}
 */
public record PutSettings(
        PutOrdering ordering,
        int batchSize,
        long batchBytes,
        Duration linger,
        int maxInFlightRequests,
        int maxRetries,
        Duration retryDelay,
        Duration maxRetryDelay,
        @Nullable Duration retryTimeout,
        int maxPendingRecords,
        long maxPendingBytes,
        WhenFull whenFull,
        int aggregationMaxBytes) {

    /** Every record by itself. */
    public PutSettings(
            PutOrdering ordering,
            int batchSize,
            long batchBytes,
            Duration linger,
            int maxInFlightRequests,
            int maxRetries,
            Duration retryDelay,
            Duration maxRetryDelay,
            @Nullable Duration retryTimeout,
            int maxPendingRecords,
            long maxPendingBytes,
            WhenFull whenFull) {
        this(
                ordering,
                batchSize,
                batchBytes,
                linger,
                maxInFlightRequests,
                maxRetries,
                retryDelay,
                maxRetryDelay,
                retryTimeout,
                maxPendingRecords,
                maxPendingBytes,
                whenFull,
                0);
    }

    /** The same, with records of a partition key aggregated. */
    public PutSettings aggregating(int maxBytes) {
        return new PutSettings(
                ordering,
                batchSize,
                batchBytes,
                linger,
                maxInFlightRequests,
                maxRetries,
                retryDelay,
                maxRetryDelay,
                retryTimeout,
                maxPendingRecords,
                maxPendingBytes,
                whenFull,
                maxBytes);
    }
}
