// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.time;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * A clock and a scheduler that stand still until a test moves them: an event queue on the thread of the test.
 *
 * <p>Tasks run in the order of their time, tasks of the same time in the order in which they were handed in. The clock
 * jumps from task to task. A run is therefore the same every time. Not for use by several threads.
 */
public final class VirtualTime implements Clock, TaskScheduler {

    /** Wall-clock time at which virtual time begins when a test does not say. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    /** Most tasks that may run at one moment; a loop that never lets time pass ends here and not in a hanging test. */
    public static final int MAX_TASKS_PER_INSTANT = 10_000_000;

    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 4;

    private final Instant start;
    private final PriorityQueue<Task> queue = new PriorityQueue<>();
    private long elapsed;
    private long handedIn;
    private long ran;
    private long ranThisInstant;

    /** Time that begins at {@link #DEFAULT_START}. */
    public VirtualTime() {
        this(DEFAULT_START);
    }

    /**
     * Time that begins at the given moment.
     *
     * @param start wall-clock time at which it begins
     */
    public VirtualTime(Instant start) {
        this.start = start;
    }

    /** Nanoseconds since the start. */
    @Override
    public long nanoTime() {
        return elapsed;
    }

    @Override
    public Instant now() {
        return start.plusNanos(elapsed);
    }

    /** How much time has passed since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    @Override
    public void execute(Runnable task) {
        add(task, 0);
    }

    /** Runs the task once the clock has been moved on by the delay; a negative delay counts as none. */
    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
        return add(task, nanosOf(delay));
    }

    private Task add(Runnable runnable, long delay) {
        Task task = new Task(runnable, elapsed + delay, handedIn++);
        queue.add(task);
        return task;
    }

    /** Runs everything that is due at this moment, and what that makes due at this moment. The clock does not move. */
    public void runDue() {
        runUpTo(elapsed);
    }

    /** Moves the clock on by that much and runs everything that becomes due on the way, each task at its time. */
    public void advance(Duration by) {
        long target = elapsed + nanosOf(by);
        runUpTo(target);
        moveTo(target);
    }

    /**
     * Moves the clock to the next task that waits and runs that one task.
     *
     * @return false if no task waits; the clock has not moved then
     */
    public boolean runNext() {
        Task task = nextAlive();
        if (task == null) {
            return false;
        }
        run(task);
        return true;
    }

    /**
     * Runs task after task until the condition holds; it is looked at before the first and after every task.
     *
     * @param condition what is waited for
     * @param limit virtual time after which this gives up, from now
     * @return whether the condition holds; if not, the clock stands at the limit
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long deadline = elapsed + nanosOf(limit);
        while (!condition.getAsBoolean()) {
            Task task = nextAlive();
            if (task == null || task.due > deadline) {
                moveTo(deadline);
                return condition.getAsBoolean();
            }
            run(task);
        }
        return true;
    }

    /** How many tasks wait, cancelled ones excluded. */
    public int pending() {
        return (int) queue.stream().filter(task -> !task.cancelled).count();
    }

    /** How many tasks have run since the start. */
    public long tasksRun() {
        return ran;
    }

    private void runUpTo(long target) {
        for (Task task = nextAlive(); task != null && task.due <= target; task = nextAlive()) {
            run(task);
        }
    }

    private Task nextAlive() {
        while (!queue.isEmpty() && queue.peek().cancelled) {
            queue.poll();
        }
        return queue.peek();
    }

    private void run(Task task) {
        queue.remove();
        moveTo(task.due);
        if (++ranThisInstant > MAX_TASKS_PER_INSTANT) {
            throw new IllegalStateException("More than " + MAX_TASKS_PER_INSTANT + " tasks ran at " + now()
                    + " and time did not pass: something hands itself in again without a delay");
        }
        ran++;
        task.cancelled = true;
        task.runnable.run();
    }

    private void moveTo(long target) {
        if (target > elapsed) {
            elapsed = target;
            ranThisInstant = 0;
        }
    }

    private static long nanosOf(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(Duration.ofNanos(MAX_DELAY_NANOS)) > 0 ? MAX_DELAY_NANOS : duration.toNanos();
    }

    /** A task in the queue; it is marked as cancelled when it runs, so that cancelling it later does nothing. */
    private static final class Task implements Cancellable, Comparable<Task> {
        private final Runnable runnable;
        private final long due;
        private final long number;
        private boolean cancelled;

        Task(Runnable runnable, long due, long number) {
            this.runnable = runnable;
            this.due = due;
            this.number = number;
        }

        @Override
        public int compareTo(Task other) {
            int first = Long.compare(due, other.due);
            return first == 0 ? Long.compare(number, other.number) : first;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
