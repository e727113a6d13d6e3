// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPaceTest {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    private final RetryPace pace = new RetryPace(new Backoff(FIRST, MOST), new Random(1));

    @Test
    void waitsForNothingBeforeAFailure() {
        assertThat(pace.delay()).isZero();
    }

    @Test
    void growsWithEachFailureUpToTheBound() {
        assertThat(pace.failed()).isBetween(FIRST.dividedBy(2), FIRST);
        assertThat(pace.failed()).isBetween(FIRST, FIRST.multipliedBy(2));
        for (int i = 0; i < 50; i++) {
            assertThat(pace.failed()).isLessThanOrEqualTo(MOST);
        }
        assertThat(pace.delay()).isBetween(MOST.dividedBy(2), MOST);
    }

    @Test
    void oneSuccessHalvesTheWaitAlsoAtTheBound() {
        for (int i = 0; i < 50; i++) {
            assertThat(pace.failed()).isPositive();
        }

        pace.succeeded();

        assertThat(pace.delay()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    }

    @Test
    void successesEndIt() {
        assertThat(pace.failed()).isPositive();
        assertThat(pace.failed()).isPositive();

        pace.succeeded();
        assertThat(pace.delay()).isBetween(FIRST.dividedBy(2), FIRST);
        pace.succeeded();
        assertThat(pace.delay()).isZero();
        pace.succeeded();
        assertThat(pace.failed()).isBetween(FIRST.dividedBy(2), FIRST);
    }
}
