// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A worker dies at every single call that is made, before it, during it and after it; the others go on by themselves. */
class KillPointProofTest {

    /** What a death must be tried at; reads and heartbeats come on top. */
    private static final List<String> CALLS =
            List.of("BEGIN", "LIST_SHARDS", "VIEW", "MEMBERS", "BEAT", "CLAIM", "COMMIT", "RELEASE", "END", "LEAVE");

    @Test
    void anotherWorkerGoesOnWhereverOneDies() {
        KillRun undisturbed = new KillRun(null);
        undisturbed.run();
        List<String> calls = undisturbed.calls();
        assertThat(undisturbed.waits().repeats()).isZero();
        assertThat(calls.stream().map(call -> call.substring(call.indexOf(' ') + 1)))
                .contains(CallTap.GET_RECORDS)
                .containsAll(CALLS);

        List<KillPoint> points = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            for (KillPoint.Moment moment : KillPoint.Moment.values()) {
                points.add(new KillPoint(call, moment));
            }
        }
        List<Waits> waits =
                points.parallelStream().map(point -> run(point, calls)).toList();
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.4 %d kill points, at each of %d calls (%d of them claims, releases and ends) before, on and"
                        + " after its way: nothing lost, no row stranded; longest wait of a record %s, allowed %s;"
                        + " repeats were completed at most %s before the death%n",
                points.size(),
                calls.size(),
                calls.stream()
                        .filter(call -> call.endsWith(" CLAIM") || call.endsWith(" RELEASE") || call.endsWith(" END"))
                        .count(),
                seconds(longest(waits.stream(), Waits::longest)),
                seconds(KillRun.LONGEST_WAIT),
                seconds(longest(waits.stream(), Waits::oldestRepeat)));
    }

    private static Waits run(KillPoint point, List<String> calls) {
        KillRun run = new KillRun(point);
        try {
            run.run();
            assertThat(run.somebodyWasKilled()).isTrue();
            assertThat(run.calls().get(point.call())).isEqualTo(calls.get(point.call()));
            assertThat(run.rowsOfTheDead()).isEmpty();
            assertThat(run.waits().longest()).isLessThanOrEqualTo(KillRun.LONGEST_WAIT);
            assertThat(run.waits().oldestRepeat()).isLessThanOrEqualTo(KillRun.OLDEST_REPEAT);
            return run.waits();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(point + ", " + calls.get(point.call()) + ": " + e.getMessage(), e);
        }
    }

    private static Duration longest(Stream<Waits> waits, Function<Waits, Duration> what) {
        return waits.map(what).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
