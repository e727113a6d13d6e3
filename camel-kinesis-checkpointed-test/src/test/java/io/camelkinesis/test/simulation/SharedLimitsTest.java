// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.simulation.SharedStream.Application;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Several applications share the five reads and the 2 MiB that a shard grants in a second. They do not know each other: each
 * learns from what is refused to it. None starves.
 */
class SharedLimitsTest {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int HALF_MIB = 1 << 19;
    private static final int MOST_SHOWN = 5;

    @ParameterizedTest(name = "{0} applications, seed {1}")
    @CsvSource({"1, 1, 0", "2, 1, 5", "2, 2, 5", "5, 1, 20", "5, 2, 20", "5, 3, 20", "8, 1, 20"})
    void fiveReadsASecond(int applications, long seed, int throttledPercent) {
        SharedStream shared = new SharedStream(applications, FleetOptions.defaults(), seed);
        Duration pause = Duration.ofMillis(100);
        long puts = shared.putEvery(pause, Duration.ofMinutes(10));
        long behind = LONGEST_PAUSE.dividedBy(pause);

        assertThat(shared.applications).allSatisfy(application -> {
            assertThat(application.records()).isBetween(puts - behind, puts);
            assertThat(application.longestPause()).isLessThan(LONGEST_PAUSE);
        });
        assertThat(100 * shared.throttled()).as("refused reads, in percent").isLessThanOrEqualTo(throttledPercent);
        if (applications == MOST_SHOWN && seed == 1) {
            report("10 records/s", shared);
        }
    }

    @ParameterizedTest(name = "{0} applications, seed {1}")
    @CsvSource({"1, 1", "2, 1", "2, 2", "3, 1"})
    void twoMebibytesASecond(int applications, long seed) {
        SharedStream shared = new SharedStream(applications, FleetOptions.defaults(), seed);
        int records = 200;
        shared.kinesis.fill(World.STREAM, records, HALF_MIB);
        Duration atBest = Duration.ofSeconds(applications * (long) records / 4);

        boolean done = shared.time.runUntil(
                () -> shared.applications.stream().allMatch(application -> application.records() == records),
                atBest.multipliedBy(5).dividedBy(4).plus(LONGEST_PAUSE));

        assertThat(done)
                .as("all read after %s, at best %s", shared.time.elapsed(), atBest)
                .isTrue();
        assertThat(shared.applications).allSatisfy(application -> assertThat(application.longestPause())
                .isLessThan(LONGEST_PAUSE.multipliedBy(3).dividedBy(2)));
        if (applications == 2 && seed == 1) {
            report("a backlog of 100 MiB", shared);
        }
    }

    private static void report(String what, SharedStream shared) {
        Duration longest = shared.applications.stream()
                .map(Application::longestPause)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.8 %d applications on one shard with %s: none waits longer than %.1f s for its next record%n",
                shared.applications.size(),
                what,
                longest.toMillis() / 1e3);
    }
}
