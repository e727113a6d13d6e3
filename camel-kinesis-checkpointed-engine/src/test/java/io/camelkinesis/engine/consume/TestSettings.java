package io.camelkinesis.engine.consume;

import java.time.Duration;

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
                onFailure,
                replayDelay,
                maxReplayDelay);
    }
}
