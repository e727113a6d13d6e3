// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final CommitPace pace = new CommitPace(PERIOD, new Random(1));

    @Test
    void isCommitPeriodWhileTheTableTakesAll() {
        pace.written(PERIOD.toNanos());

        assertThat(pace.next()).isEqualTo(PERIOD);
    }

    @Test
    void growsOnceInACommitPeriodHoweverManyAreRefused() {
        for (int i = 0; i < 100; i++) {
            pace.refused(i);
        }

        assertThat(pace.next()).isEqualTo(Duration.ofMillis(7_500));
    }

    @Test
    void growsUpToItsBoundAndTriesAgainNeverSooner() {
        for (int i = 0; i < 100; i++) {
            pace.refused(i * PERIOD.toNanos());
            assertThat(pace.retry()).isGreaterThan(PERIOD);
        }

        assertThat(pace.next()).isEqualTo(PERIOD.multipliedBy(CommitPace.MOST_PERIODS));
    }

    @Test
    void shrinksToCommitPeriodAgainWhenWritesPass() {
        pace.refused(0);
        for (int i = 1; i < 10; i++) {
            pace.written(i * PERIOD.toNanos());
        }

        assertThat(pace.next()).isEqualTo(PERIOD);
    }
}
