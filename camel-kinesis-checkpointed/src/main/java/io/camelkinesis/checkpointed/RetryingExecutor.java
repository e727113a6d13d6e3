// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs each task once on a pool. A pool whose idle threads end may find that the machine gives it no new one: it is asked
 * again after a while, because whoever handed the task over waits for it and hands over no other.
 */
final class RetryingExecutor implements Executor {

    private static final Duration WHILE = Duration.ofSeconds(1);

    private final Executor pool;
    private final TaskScheduler timers;

    RetryingExecutor(Executor pool, TaskScheduler timers) {
        this.pool = pool;
        this.timers = timers;
    }

    /** @throws RejectedExecutionException the pool has been shut down or is full: the task is not run */
    @Override
    public void execute(Runnable task) {
        offer(new Once(task));
    }

    private void offer(Once task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException closedOrFull) {
            throw closedOrFull;
        } catch (Throwable noThread) {
            timers.schedule(() -> offer(task), WHILE);
        }
    }

    /** A pool may have queued a task before it failed to start a thread for it. */
    private static final class Once implements Runnable {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final Runnable task;

        private Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                task.run();
            }
        }
    }
}
