// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings with the defaults of the component; a test changes what it is about. */
final class TestSettings {

    int checkpointLimit = 1024;
    Ordering ordering = Ordering.KEY;
    Duration commitPeriod = Duration.ofSeconds(5);
    int maxResultsPerRequest = 10_000;
    int receiveQueueSize = 10_000;
    long receiveBufferBytes = 64L << 20;
    Duration pollInterval = Duration.ofMillis(250);
    Duration maxPollInterval = Duration.ofSeconds(1);
    Duration backoffTime = Duration.ofSeconds(3);
    int numRetries = 3;
    OnFailure onFailure = OnFailure.REPLAY;
    Duration replayDelay = Duration.ofSeconds(1);
    Duration maxReplayDelay = Duration.ofMinutes(1);
    int maxReplays = FailurePolicy.FOR_EVER;

    @Nullable
    Duration maxRecordAge;

    OnFailure afterMaxReplays = OnFailure.SKIP;
    BatchOnFailure batchOnFailure = BatchOnFailure.WHOLE;
    BatchSettings batch = BatchSettings.NONE;
    boolean manualCommit;

    ConsumeSettings build() {
        return new ConsumeSettings(
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
                new FailurePolicy(
                        onFailure,
                        replayDelay,
                        maxReplayDelay,
                        maxReplays,
                        maxRecordAge,
                        afterMaxReplays,
                        batchOnFailure),
                batch,
                manualCommit);
    }
}
