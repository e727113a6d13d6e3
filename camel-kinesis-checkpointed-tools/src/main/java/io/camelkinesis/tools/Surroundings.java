// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.checkpointed.aws.AwsClients;
import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What the commands meet outside.
 *
 * @param kinesis makes a client; whoever asks closes it
 * @param dynamoDb makes a client; whoever asks closes it
 * @param clock times for people, and the monotonic clock by which members are watched
 * @param pause lets time pass
 */
record Surroundings(
        Function<AwsAccess, KinesisClient> kinesis,
        Function<AwsAccess, DynamoDbClient> dynamoDb,
        Clock clock,
        Consumer<Duration> pause) {

    /** The tools make one call at a time. */
    private static final int CONNECTIONS = 1;

    static Surroundings real() {
        return new Surroundings(
                access -> AwsClients.kinesis(access, CONNECTIONS),
                access -> AwsClients.dynamoDb(access, CONNECTIONS),
                new SystemClock(),
                Surroundings::sleep);
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ToolException.problem("Interrupted");
        }
    }

    private static final class SystemClock implements Clock {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    }
}
