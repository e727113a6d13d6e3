// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T00:00:00Z"));
    private final List<String> log = new ArrayList<>();

    private Runnable note(String what) {
        return () -> log.add(what + "@" + time.elapsed().toMillis());
    }

    @Test
    void runsInTheOrderOfTimeAndThenOfArrival() {
        time.schedule(note("late"), Duration.ofMillis(20));
        time.schedule(note("a"), Duration.ofMillis(10));
        time.schedule(note("b"), Duration.ofMillis(10));
        time.execute(note("now"));

        time.advance(Duration.ofMillis(15));

        assertThat(log).containsExactly("now@0", "a@10", "b@10");
        assertThat(time.now()).isEqualTo(Instant.parse("2026-03-01T00:00:00.015Z"));
        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void runDueRunsWhatTasksHandInForNowButDoesNotMove() {
        time.execute(() -> {
            log.add("first");
            time.execute(note("second"));
            time.schedule(note("later"), Duration.ofNanos(1));
        });

        time.runDue();

        assertThat(log).containsExactly("first", "second@0");
        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void aTaskMayHandInAnotherThatFallsIntoTheSameAdvance() {
        time.schedule(() -> time.schedule(note("inner"), Duration.ofMillis(5)), Duration.ofMillis(5));

        time.advance(Duration.ofMillis(30));

        assertThat(log).containsExactly("inner@10");
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        Cancellable cancellable = time.schedule(note("never"), Duration.ofMillis(1));
        cancellable.cancel();

        time.advance(Duration.ofSeconds(1));

        assertThat(log).isEmpty();
        assertThat(time.pending()).isZero();
        assertThat(time.runNext()).isFalse();
    }

    @Test
    void runUntilStopsAtTheTaskThatMakesTheConditionTrue() {
        time.schedule(note("a"), Duration.ofMillis(1));
        time.schedule(note("b"), Duration.ofMillis(2));
        time.schedule(note("c"), Duration.ofMillis(3));

        assertThat(time.runUntil(() -> log.size() == 2, Duration.ofSeconds(1))).isTrue();

        assertThat(log).containsExactly("a@1", "b@2");
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void runUntilGivesUpAtItsLimit() {
        time.schedule(note("a"), Duration.ofMillis(50));

        assertThat(time.runUntil(() -> !log.isEmpty(), Duration.ofMillis(40))).isFalse();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(40));
        assertThat(time.runUntil(() -> !log.isEmpty(), Duration.ofMillis(10))).isTrue();
    }

    @Test
    void veryLongDelaysNeitherOverflowNorRun() {
        time.schedule(note("never"), Duration.ofSeconds(Long.MAX_VALUE));
        time.schedule(note("at once"), Duration.ofSeconds(-1));

        time.advance(Duration.ofDays(365));

        assertThat(log).containsExactly("at once@0");
    }
}
