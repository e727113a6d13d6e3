// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The engine's threads and timers, on a pool. What comes after the pool has been shut down is dropped. */
final class PoolTaskScheduler implements TaskScheduler {

    private static final Cancellable NEVER_STARTS = () -> {};

    private final ScheduledExecutorService pool;

    PoolTaskScheduler(ScheduledExecutorService pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            rethrowUnlessShutDown(e);
        }
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
        try {
            Future<?> timer = pool.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException e) {
            rethrowUnlessShutDown(e);
            return NEVER_STARTS;
        }
    }

    private void rethrowUnlessShutDown(RejectedExecutionException e) {
        if (!pool.isShutdown()) {
            throw e;
        }
    }
}
