// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.time.Duration;

/** What may be set on the model while it runs; read and written inside the gate. */
final class Settings {

    private final int shardLimit;
    private final Duration changeTime;
    private final Duration subscriptionLength;
    private boolean throttling;

    Settings(int shardLimit, Duration changeTime, Duration subscriptionLength, boolean throttling) {
        this.shardLimit = shardLimit;
        this.changeTime = changeTime;
        this.subscriptionLength = subscriptionLength;
        this.throttling = throttling;
    }

    int shardLimit() {
        return shardLimit;
    }

    /** How long a stream or a consumer is CREATING, UPDATING or DELETING. */
    long changeNanos() {
        return changeTime.toNanos();
    }

    /** After how long the service ends a subscription. */
    long subscriptionNanos() {
        return subscriptionLength.toNanos();
    }

    boolean isThrottling() {
        return throttling;
    }

    void throttling(boolean on) {
        throttling = on;
    }
}
