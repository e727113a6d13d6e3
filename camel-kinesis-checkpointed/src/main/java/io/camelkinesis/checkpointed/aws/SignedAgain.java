// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * Tries of a request that is sent once. Only a signature that the service refuses, as it does when this machine's clock is wrong,
 * is made anew, with the service's time, which the SDK takes from the refusal: nothing of a refused request was applied.
 */
final class SignedAgain {

    /** The first, and two with another signature. */
    static final int ATTEMPTS = 3;

    private SignedAgain() {}

    /** Makes a request that is sent once, whatever its client does by itself. */
    static SdkPlugin plugin() {
        return plugin(calls -> {});
    }

    /** @param more what else is so with the request */
    static SdkPlugin plugin(Consumer<ClientOverrideConfiguration.Builder> more) {
        return config -> {
            ClientOverrideConfiguration before = config.overrideConfiguration();
            ClientOverrideConfiguration.Builder calls =
                    before == null ? ClientOverrideConfiguration.builder() : before.toBuilder();
            more.accept(calls.retryStrategy(strategy()));
            config.overrideConfiguration(calls.build());
        };
    }

    static RetryStrategy strategy() {
        return DefaultRetryStrategy.standardStrategyBuilder()
                .useClientDefaults(false)
                .circuitBreakerEnabled(false)
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .retryOnException(
                        failure -> failure instanceof SdkException refused && RetryUtils.isClockSkewException(refused))
                .build();
    }
}
