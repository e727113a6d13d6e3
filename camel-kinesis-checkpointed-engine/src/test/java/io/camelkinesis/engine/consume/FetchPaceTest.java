// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FetchPaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MIB = 1L << 20;

    private final TestSettings settings = new TestSettings();
    private long now = Long.MAX_VALUE - SECOND;

    private FetchPace pace() {
        return new FetchPace(settings.build(), new FixedRandom(1));
    }

    private Duration pauseAfter(FetchPace pace, int records, long bytes, long lag) {
        pace.reading(now, 0);
        pace.read(records, bytes, bytes, lag, 1_000);
        return Duration.ofNanos(pace.waitNanos(now));
    }

    @Test
    void theFirstReadIsNotDelayed() {
        assertThat(pace().waitNanos(now)).isLessThanOrEqualTo(0);
    }

    @Test
    void aShardThatIsBehindIsReadAtTheRateThatTheServiceGrants() {
        FetchPace pace = pace();
        assertThat(pauseAfter(pace, 10, 1_000, 5_000)).isEqualTo(Duration.ofMillis(200));
        assertThat(pauseAfter(pace, 0, 0, 5_000))
                .as("an empty page on the way to the tip")
                .isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void bytesArePaidForAtTwoMebibytesASecond() {
        FetchPace pace = pace();
        assertThat(pauseAfter(pace, 10, 10 * MIB, 5_000)).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_050));
        assertThat(pauseAfter(pace, 10, MIB, 5_000)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void thePauseCountsFromTheSendingOfTheRead() {
        FetchPace pace = pace();
        pace.reading(now, 0);
        now += SECOND / 10;
        pace.read(10, 1_000, 1_000, 5_000, 1_000);
        assertThat(pace.waitNanos(now)).isEqualTo(SECOND / 10);
    }

    @Test
    void neverMoreThanFiveReadsNorTheBytesOfASecondAndOneAnswer() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            FetchPace pace = pace();
            ArrayDeque<Long> sent = new ArrayDeque<>();
            long begin = now;
            long paid = 0;
            for (int read = 0; read < 200; read++) {
                now += Math.max(pace.waitNanos(now), 0);
                assertThat(paid / 2.0 / MIB)
                        .as("seed %d: bytes read before this", seed)
                        .isLessThanOrEqualTo((now - begin) / 1e9 + 1e-6);
                pace.reading(now, 0);
                sent.addLast(now);
                while (now - sent.getFirst() >= SECOND) {
                    sent.removeFirst();
                }
                assertThat(sent).as("seed %d: reads within a second", seed).hasSizeLessThanOrEqualTo(5);
                now += random.nextLong(SECOND / 5);
                long bytes = random.nextBoolean() ? random.nextLong(10 * MIB) : random.nextInt(1_000);
                outcome(pace, random, bytes);
                paid += pace.failures() == 0 ? bytes : 0;
            }
        }
    }

    private void outcome(FetchPace pace, Random random, long bytes) {
        if (random.nextInt(10) == 0) {
            pace.failed(now);
        } else {
            pace.read(random.nextInt(3), bytes, bytes, random.nextInt(2), 1_000);
        }
    }

    @Test
    void whileReadsStayEmptyThePauseGrowsToItsMaximum() {
        FetchPace pace = pace();
        assertThat(pauseAfter(pace, 0, 0, 0)).isEqualTo(Duration.ofMillis(250));
        assertThat(pauseAfter(pace, 0, 0, 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(pauseAfter(pace, 0, 0, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pauseAfter(pace, 0, 0, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pauseAfter(pace, 1, 10, 0)).as("a record came").isEqualTo(Duration.ofMillis(250));
        assertThat(pauseAfter(pace, 0, 0, 0)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aPollIntervalBelowTheGrantIsStretched() {
        settings.pollInterval = Duration.ofMillis(1);
        settings.maxPollInterval = Duration.ofMillis(10);
        assertThat(pauseAfter(pace(), 0, 0, 0)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void failuresDelayLongerAndLongerUpToAMinute() {
        FetchPace pace = pace();
        assertThat(failed(pace)).isEqualTo(Duration.ofSeconds(3));
        assertThat(failed(pace)).isEqualTo(Duration.ofSeconds(6));
        for (int i = 0; i < 20; i++) {
            assertThat(failed(pace)).isLessThanOrEqualTo(Duration.ofMinutes(1));
        }
        assertThat(failed(pace)).isEqualTo(Duration.ofMinutes(1));
        assertThat(pace.failures()).isEqualTo(23);
        pauseAfter(pace, 1, 1, 0);
        assertThat(pace.failures()).isZero();
        assertThat(failed(pace)).isEqualTo(Duration.ofSeconds(3));
    }

    private Duration failed(FetchPace pace) {
        pace.reading(now, 0);
        Duration told = pace.failed(now);
        assertThat(Duration.ofNanos(pace.waitNanos(now))).isEqualTo(told);
        return told;
    }

    @Test
    void aFirstDelayOfMoreThanAMinuteIsKept() {
        settings.backoffTime = Duration.ofMinutes(5);
        assertThat(failed(pace())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void evenWithoutADelayFailuresKeepToTheGrant() {
        settings.backoffTime = Duration.ZERO;
        FetchPace pace = pace();
        pace.reading(now, 0);
        pace.failed(now);
        assertThat(pace.waitNanos(now)).isEqualTo(SECOND / 5);
    }

    @Test
    void refusedReadsWaitEquallyLongEachTimeAndThoseAfterThemAreFurtherApart() {
        FetchPace pace = pace();
        for (int i = 1; i <= 3; i++) {
            pace.reading(now, 0);
            assertThat(pace.throttled(now)).isEqualTo(Duration.ofSeconds(3));
            assertThat(pace.waitNanos(now)).isEqualTo(3 * SECOND);
            assertThat(pace.failures()).isEqualTo(i);
        }
        assertThat(pauseAfter(pace, 10, 1_000, 5_000)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(pace.failures()).isZero();
    }

    @Test
    void anExpiredCursorIsNoFailure() {
        FetchPace pace = pace();
        failed(pace);
        pace.reading(now, 0);
        pace.expired();
        assertThat(pace.failures()).isZero();
        assertThat(pace.waitNanos(now)).isEqualTo(SECOND / 5);
    }

    @Test
    void asksForItsFairPartWhileBehindAndForLittleAtTheTip() {
        FetchPace pace = pace();
        assertThat(pace.limit(5_000, 0, now)).isEqualTo(5_000);
        assertThat(pace.limit(50_000, 0, now)).as("maxResultsPerRequest").isEqualTo(10_000);
        assertThat(pace.limit(0, 0, now)).isEqualTo(1);
        pauseAfter(pace, 10, 100, 0);
        assertThat(pace.limit(5_000, 0, now)).isEqualTo(100);
        pauseAfter(pace, 400, 100, 0);
        assertThat(pace.limit(5_000, 0, now)).isEqualTo(800);
        assertThat(pace.limit(500, 0, now))
                .as("what may have arrived, whatever its part")
                .isEqualTo(800);
        pauseAfter(pace, 1_000, 100, 0);
        assertThat(pace.limit(5_000, 0, now))
                .as("a full answer: there may be more")
                .isEqualTo(5_000);
    }

    @Test
    void readsAsFarAheadAsItDeliversInTwoSeconds() {
        FetchPace pace = pace();
        pace.reading(now, 1_000);
        now += SECOND;
        pace.read(500, 100, 100, 60_000, 500);
        assertThat(pace.limit(500, 1_100, now)).as("slow: its part").isEqualTo(500);
        assertThat(pace.limit(500, 2_500, now)).isEqualTo(3_000);
        assertThat(pace.limit(500, 9_000, now)).as("maxResultsPerRequest").isEqualTo(10_000);
        pace.reading(now, 2_500);
        assertThat(pace.limit(500, 2_700, now))
                .as("over the pause between reads at the least")
                .isEqualTo(2_000);
    }

    @Test
    void expectsTheLargestAnswerWhileBehindAndAtTheTipWhatMayHaveArrived() {
        FetchPace pace = pace();
        assertThat(pace.expectedBytes(now)).isEqualTo(10 * MIB);
        pauseAfter(pace, 1, 1, 0);
        assertThat(pace.expectedBytes(now)).isEqualTo(MIB / 4);
        assertThat(pace.expectedBytes(now + SECOND)).isEqualTo(2 * MIB);
        assertThat(pace.expectedBytes(now + 3_600 * SECOND)).isEqualTo(10 * MIB);
    }

    @Test
    void whatIsPushedIsExpectedToBeTwiceAsMuchAsTheLastTime() {
        FetchPace pace = pace();
        assertThat(pace.pushedBytes()).as("nothing is known").isEqualTo(2 * MIB);
        assertThat(pace.pushedRecords(500)).isEqualTo(500);
        pauseAfter(pace, 0, 0, 0);
        assertThat(pace.pushedBytes()).as("idle").isEqualTo(16 << 10);
        assertThat(pace.pushedRecords(500)).isEqualTo(4);
        pauseAfter(pace, 40, MIB, 0);
        assertThat(pace.pushedBytes()).isEqualTo(2 * MIB);
        assertThat(pace.pushedRecords(500)).isEqualTo(80);
        pauseAfter(pace, 40, 9 * MIB, 5_000);
        assertThat(pace.pushedBytes()).isEqualTo(10 * MIB);
        assertThat(pace.pushedRecords(500)).as("behind").isEqualTo(500);
        assertThat(pace.pushedRecords(20_000)).as("of one answer").isEqualTo(10_000);
    }

    @Test
    void expectsAtTheTipWhatTheLastAnswerBroughtUntilReadsStayEmpty() {
        FetchPace pace = pace();
        pauseAfter(pace, 1, 8 * MIB, 0);
        assertThat(pace.expectedBytes(now)).isEqualTo(8 * MIB);
        pauseAfter(pace, 0, 0, 0);
        assertThat(pace.expectedBytes(now)).isEqualTo(4 * MIB);
        pauseAfter(pace, 0, 0, 0);
        assertThat(pace.expectedBytes(now)).isEqualTo(2 * MIB);
        pauseAfter(pace, 1, 1, 0);
        assertThat(pace.expectedBytes(now)).isEqualTo(MIB / 4);
    }

    @Test
    void anAnswerThatWasTooLargeIsPaidForAndExpectedAgain() {
        FetchPace pace = pace();
        failed(pace);
        pauseAfter(pace, 0, 0, 0);
        pace.reading(now, 0);
        pace.tooLarge(10 * MIB, 30 * MIB);
        assertThat(pace.waitNanos(now)).isBetween(5 * SECOND, 5 * SECOND + SECOND / 20);
        assertThat(pace.expectedBytes(now)).isEqualTo(30 * MIB);
        assertThat(pace.failures()).isZero();
    }
}
