// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;

/**
 * How shards are read and delivered.
 *
 * @param checkpointLimit largest gap, in records of a shard, between the oldest that is not done and the newest that has
 *     been delivered; at least 1
 * @param ordering which records wait for which
 * @param commitPeriod time between two checkpoint writes of a shard
 * @param maxResultsPerRequest most records of one read, 1 to 10,000
 * @param receiveQueueSize most fetched records of the worker that wait for delivery
 * @param receiveBufferBytes memory for records from their fetch until they are done, over all shards of the worker
 * @param pollInterval pause after an empty read
 * @param maxPollInterval what that pause grows to while reads stay empty
 * @param backoffTime first delay after a read that was throttled or failed
 * @param numRetries failed reads in a row before the failure is reported
 * @param failure what becomes of records that the route has failed
 * @param batch which records are delivered together
 * @param manualCommit whether deliveries are completed long after the route is done with them, by
 *     {@link Delivery#processed()}: then up to checkpointLimit records may wait for that under {@link Ordering#SHARD} too
 */
public record ConsumeSettings(
        int checkpointLimit,
        Ordering ordering,
        Duration commitPeriod,
        int maxResultsPerRequest,
        int receiveQueueSize,
        long receiveBufferBytes,
        Duration pollInterval,
        Duration maxPollInterval,
        Duration backoffTime,
        int numRetries,
        FailurePolicy failure,
        BatchSettings batch,
        boolean manualCommit) {

    /** Each record by itself, done when the route is done with it, and treated one way when it failed. */
    public ConsumeSettings(
            int checkpointLimit,
            Ordering ordering,
            Duration commitPeriod,
            int maxResultsPerRequest,
            int receiveQueueSize,
            long receiveBufferBytes,
            Duration pollInterval,
            Duration maxPollInterval,
            Duration backoffTime,
            int numRetries,
            OnFailure onFailure,
            Duration replayDelay,
            Duration maxReplayDelay) {
        this(
                checkpointLimit,
                ordering,
                commitPeriod,
                maxResultsPerRequest,
                receiveQueueSize,
                receiveBufferBytes,
                pollInterval,
                maxPollInterval,
                backoffTime,
                numRetries,
                FailurePolicy.of(onFailure, replayDelay, maxReplayDelay),
                BatchSettings.NONE,
                false);
    }
}
