// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @Test
    void doublesFromTryToTryUpToTheBound() {
        assertThat(backoff.full(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.full(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.full(5)).isEqualTo(Duration.ofMillis(3_200));
        assertThat(backoff.full(6)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.full(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void beforeTheFirstFailureItIsTheFirstDelay() {
        assertThat(backoff.full(0)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.full(-1)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void jitterReachesFromHalfToTheWhole() {
        assertThat(backoff.after(2, new FixedRandom(0))).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.after(2, new FixedRandom(1))).isEqualTo(Duration.ofMillis(400));
        Random random = new Random(1);
        for (int failures = 1; failures < 1_000; failures++) {
            assertThat(backoff.after(failures, random))
                    .isBetween(backoff.full(failures).dividedBy(2), backoff.full(failures));
        }
    }

    @Test
    void aFirstDelayAboveTheBoundIsTheBound() {
        assertThat(new Backoff(Duration.ofSeconds(9), Duration.ofSeconds(5)).full(1))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void noDelayStaysNone() {
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).after(7, new Random(1)))
                .isEqualTo(Duration.ZERO);
    }
}
