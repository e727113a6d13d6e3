// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.RetryPace;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the lease table that come by the thousand: claims, claims in place and the rows that are read back after them. {@link
 * #MOST} of a worker are on their way at a time, so that heartbeats and commits find their place among them. When the table does
 * not take one, all wait, longer each time and with jitter, and half as many go at a time; each that is taken lets one more
 * go. Lives on the worker's loop.
 */
final class PacedCalls {

    static final int MOST = 32;

    private final SerialLoop loop;
    private final Backoff delays;
    private final RandomGenerator random;
    private final Queue<Call<?>> asked = new ArrayDeque<>();
    private final Queue<Call<?>> offered = new ArrayDeque<>();

    private RetryPace pace;
    private int room = MOST;
    private int underWay;
    private long notBeforeNanos;
    private @Nullable Cancellable timer;

    /** @param start null when the call is not wanted any more */
    private record Call<T>(
            Supplier<? extends @Nullable CompletionStage<T>> start,
            BiConsumer<@Nullable T, @Nullable Throwable> then) {}

    PacedCalls(SerialLoop loop, Duration first, Duration longest, RandomGenerator random) {
        this.loop = loop;
        this.delays = new Backoff(first, longest);
        this.random = random;
        this.pace = new RetryPace(delays, random);
    }

    /**
     * Makes this call when it is its turn.
     *
     * @param start null when the call is not wanted any more; then nobody hears of it
     */
    <T> void call(
            Supplier<? extends @Nullable CompletionStage<T>> start, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        asked.add(new Call<>(start, then));
        pump();
    }

    /** As {@link #call}, behind all that were asked for, unless {@link #withdraw()} comes before. */
    <T> void offer(
            Supplier<? extends @Nullable CompletionStage<T>> start, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        offered.add(new Call<>(start, then));
        pump();
    }

    /** What was offered, and is not on its way yet, is not wanted any more. */
    void withdraw() {
        offered.clear();
    }

    /** The table has come back: what it did not take before says nothing any more. */
    void startOver() {
        pace = new RetryPace(delays, random);
        room = MOST;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        pump();
    }

    private void pump() {
        while (underWay < room && timer == null) {
            Call<?> next = asked.isEmpty() ? offered.poll() : asked.poll();
            if (next == null) {
                return;
            }
            start(next);
        }
    }

    private <T> void start(Call<T> call) {
        CompletionStage<T> stage = call.start().get();
        if (stage == null) {
            return;
        }
        underWay++;
        loop.when(stage, (answer, failure) -> {
            underWay--;
            boolean taken = failure == null
                    && !(answer instanceof LeaseWrite.Unknown)
                    && !(answer instanceof LeaseWrite.Throttled);
            if (taken) {
                taken();
            } else {
                notTaken();
            }
            call.then().accept(answer, failure);
            pump();
        });
    }

    private void taken() {
        room = Math.min(MOST, room + 1);
        pace.succeeded();
    }

    /** Those that were on their way together count once. */
    private void notTaken() {
        if (timer != null || loop.nanoTime() - notBeforeNanos < 0) {
            return;
        }
        room = Math.max(1, room / 2);
        Duration pause = pace.failed();
        notBeforeNanos = loop.nanoTime() + pause.toNanos();
        timer = loop.schedule(
                () -> {
                    timer = null;
                    pump();
                },
                pause);
    }
}
