// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in the order of their arrival, on threads of a {@link TaskScheduler} or of a caller who offers
 * its own. Whatever is touched only by tasks of one loop needs no lock.
 */
public final class SerialLoop implements Executor {

    /** Tasks that run in one go before the thread is offered to others. */
    private static final int SLICE = 512;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean active = new AtomicBoolean();
    private final TaskScheduler scheduler;
    private final Clock clock;
    private final Consumer<Throwable> onBug;
    /** Timers that the scheduler has thrown at; touched on the loop. */
    private final ArrayDeque<Timer> refused = new ArrayDeque<>();

    /**
     * @param onBug told of an exception that a task let out; tasks are not supposed to, and the loop goes on
     */
    public SerialLoop(TaskScheduler scheduler, Clock clock, Consumer<Throwable> onBug) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.onBug = onBug;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /**
     * Like {@link #execute}, but when nobody runs the loop now, the calling thread does, for a while: what comes once for
     * each record must not wake another thread each time.
     */
    public void executeHere(Runnable task) {
        tasks.add(task);
        if (active.compareAndSet(false, true)) {
            run();
        }
    }

    /** Runs the task once on this loop, not before the delay is over. To be called and cancelled on the loop. */
    public TaskScheduler.Cancellable schedule(Runnable task, Duration delay) {
        Timer timer = new Timer(task, clock.nanoTime() + delay.toNanos());
        arm(timer, delay);
        return timer;
    }

    /** Goes on, on this loop, with what the stage came to: a value or, when it failed, a cause. */
    public <T> void when(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        stage.whenComplete((value, failure) -> execute(() -> then.accept(value, failure)));
    }

    /** Monotonic time in nanoseconds. */
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** Wall-clock time. */
    public Instant now() {
        return clock.now();
    }

    private void wake() {
        if (active.compareAndSet(false, true) && !isHandedOn()) {
            run();
        }
    }

    /**
     * Gives the loop to a thread of the scheduler. When none can be had the caller's thread is the one that is left: a loop that
     * nobody runs would stand still for ever.
     */
    private boolean isHandedOn() {
        Turn turn = new Turn();
        try {
            scheduler.execute(turn);
            return true;
        } catch (Throwable noThread) {
            // a pool may have queued the turn before it failed to start a thread for it
            return !turn.taken.compareAndSet(false, true);
        }
    }

    private void run() {
        do {
            try {
                runSlice();
                armRefused();
            } finally {
                // also when onBug threw: a loop that stopped for ever would be worse
                active.set(false);
            }
        } while (!tasks.isEmpty() && active.compareAndSet(false, true) && !isHandedOn());
    }

    /** The timers that the scheduler did not take: each slice of the loop tries again. */
    private void armRefused() {
        for (int left = refused.size(); left > 0; left--) {
            Timer timer = refused.removeFirst();
            arm(timer, Duration.ofNanos(Math.max(timer.dueNanos - clock.nanoTime(), 0)));
        }
    }

    private void arm(Timer timer, Duration delay) {
        if (timer.cancelled) {
            return;
        }
        try {
            timer.underlying = scheduler.schedule(() -> execute(timer), delay);
        } catch (Throwable notTaken) {
            refused.addLast(timer);
        }
    }

    private void runSlice() {
        for (int i = 0; i < SLICE; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable bug) {
                onBug.accept(bug);
            }
        }
    }

    /** A turn of the loop on a thread of the scheduler: taken once. */
    private final class Turn implements Runnable {
        private final AtomicBoolean taken = new AtomicBoolean();

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                SerialLoop.this.run();
            }
        }
    }

    /**
     * A delayed task that can be called off even when its time has come and it waits in the queue. It runs once, also when the
     * scheduler has kept it and thrown all the same.
     */
    private static final class Timer implements Runnable, TaskScheduler.Cancellable {
        private final Runnable task;
        private final long dueNanos;
        private TaskScheduler.@Nullable Cancellable underlying;
        private boolean cancelled;

        private Timer(Runnable task, long dueNanos) {
            this.task = task;
            this.dueNanos = dueNanos;
        }

        @Override
        public void run() {
            if (!cancelled) {
                cancelled = true;
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            if (underlying != null) {
                underlying.cancel();
            }
        }
    }
}
