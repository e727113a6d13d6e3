// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.time.Duration;
import java.time.Instant;
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
        Timer timer = new Timer(task);
        TaskScheduler.Cancellable underlying = scheduler.schedule(() -> execute(timer), delay);
        return () -> {
            timer.cancelled = true;
            underlying.cancel();
        };
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
        if (active.compareAndSet(false, true)) {
            scheduler.execute(this::run);
        }
    }

    private void run() {
        try {
            runSlice();
        } finally {
            // also when onBug threw: a loop that stopped for ever would be worse
            active.set(false);
            if (!tasks.isEmpty()) {
                wake();
            }
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

    /** A delayed task that can be called off even when its time has come and it waits in the queue. */
    private static final class Timer implements Runnable {
        private final Runnable task;
        private boolean cancelled;

        private Timer(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
