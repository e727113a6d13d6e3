// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * What a test class asks for.
 *
 * @param backend which Kinesis
 * @param clockBehind how far its clock begins behind the system's; zero for all but the in-memory one
 */
record Setup(Backend backend, Duration clockBehind) {

    Setup {
        if (clockBehind.isNegative()) {
            throw new IllegalArgumentException("clockBehind=" + clockBehind
                    + ": must not be negative; TestKinesis.advanceTime moves the clock ahead");
        }
        if (backend != Backend.IN_MEMORY && !clockBehind.isZero()) {
            throw new IllegalArgumentException("clockBehind=" + clockBehind + ": " + backend
                    + " goes by the system's clock; use Backend.IN_MEMORY");
        }
    }

    static Setup of(KinesisTest annotation) {
        try {
            return new Setup(annotation.value(), Duration.parse(annotation.clockBehind()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "@KinesisTest(clockBehind = \"" + annotation.clockBehind() + "\"): must be a duration such as PT2H",
                    e);
        }
    }
}
