// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadSpacingTest {

    private static final long LEAST = ReadSpacing.LEAST.toNanos();
    private static final long LARGE = Duration.ofSeconds(5).toNanos();

    private final ReadSpacing spacing = new ReadSpacing(new Random(1));

    @Test
    void whoReadsAloneReadsAtTheRateThatIsGranted() {
        spacing.answered();
        assertThat(spacing.isShared()).isFalse();
        assertThat(spacing.pause(0)).isEqualTo(LEAST);
        assertThat(spacing.pause(2 * LEAST)).isEqualTo(2 * LEAST);
    }

    @Test
    void eachRefusalDoublesThePauseUpToABoundAndAnswersBringItBack() {
        spacing.refused();
        assertThat(spacing.isShared()).isTrue();
        assertThat(spacing.pause(0)).isBetween(2 * LEAST, 3 * LEAST);
        for (int i = 0; i < 100; i++) {
            spacing.refused();
        }
        assertThat(spacing.pause(0)).isBetween(LARGE, LARGE * 3 / 2);
        int answers = 0;
        while (spacing.isShared()) {
            spacing.answered();
            answers++;
        }
        assertThat(answers).isBetween(20, 100);
        assertThat(spacing.pause(0)).isEqualTo(LEAST);
    }

    @Test
    void pausesAreIrregularWhileOthersRead() {
        spacing.refused();
        assertThat(spacing.pause(LARGE)).isNotEqualTo(spacing.pause(LARGE)).isBetween(LARGE, LARGE * 3 / 2);
    }

    @Test
    void oneInTenLongPausesLetsOthersIn() {
        long all = 0;
        int longer = 0;
        for (int i = 0; i < 100; i++) {
            long pause = spacing.pause(LARGE);
            all += pause;
            longer += pause > LARGE + LARGE / 10 ? 1 : 0;
        }
        assertThat(longer).isEqualTo(10);
        assertThat(all).as("pauses altogether").isBetween(100 * LARGE, 108 * LARGE);
    }
}
