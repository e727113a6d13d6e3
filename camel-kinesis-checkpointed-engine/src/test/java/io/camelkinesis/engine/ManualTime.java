// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Time that moves when a test says so, and no threads: what is due runs on the test's thread, in the order of its time and
 * then of its arrival. The monotonic clock starts shortly before it overflows, as a real one may.
 */
public final class ManualTime implements Clock, TaskScheduler {

    /** Tasks of one {@link #settle()} beyond which something goes round in a circle. */
    private static final int MOST_TASKS = 1_000_000;

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(ManualTime::earlier);
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private long arrivals;
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

    private record Timer(long at, long arrival, Runnable task) {}

    private static int earlier(Timer a, Timer b) {
        return a.at == b.at ? Long.compare(a.arrival, b.arrival) : Long.signum(a.at - b.at);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return wall;
    }

    /** Sets what the wall shows; decides nothing. */
    public void setWall(Instant time) {
        wall = time;
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
        Timer timer = new Timer(now + Math.max(delay.toNanos(), 0), arrivals++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Runs what is ready, and what becomes ready by that; time stands still. */
    public void settle() {
        for (int ran = 0; ; ran++) {
            Runnable task = ready.poll();
            if (task == null) {
                return;
            }
            if (ran == MOST_TASKS) {
                throw new AssertionError("Still busy after " + MOST_TASKS + " tasks: something goes round in a circle");
            }
            task.run();
        }
    }

    /** Runs one task that is ready; false if there is none. */
    public boolean step() {
        Runnable task = ready.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Moves time on, timer by timer. */
    public void advance(Duration by) {
        long end = now + by.toNanos();
        settle();
        for (Timer next = timers.peek(); next != null && next.at - end <= 0; next = timers.peek()) {
            timers.remove();
            now = next.at;
            wall = wall.plusNanos(1);
            execute(next.task);
            settle();
        }
        now = end;
    }

    /** Moves time on while nothing runs, as if the process had been frozen; timers that are due run late. */
    public void freeze(Duration by) {
        now += by.toNanos();
    }

    /** Timers that have not come yet. */
    public int timers() {
        return timers.size();
    }

    /** How long until the next timer. */
    public Duration untilNextTimer() {
        Timer next = timers.peek();
        if (next == null) {
            throw new AssertionError("There is no timer");
        }
        return Duration.ofNanos(next.at - now);
    }
}
