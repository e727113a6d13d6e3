// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ExecutorServiceManager;

/**
 * The threads of the producers of one endpoint, made by Camel, so that they carry its names, show up in its management, and are
 * virtual where it runs with virtual threads.
 *
 * @param loop one thread: the putter's loop and its timers
 * @param calls calls to Kinesis
 * @param completions go on with exchanges whose records are done
 */
record ProducerPools(
        ExecutorServiceManager manager,
        ScheduledExecutorService loop,
        ExecutorService calls,
        ExecutorService completions)
        implements AutoCloseable {

    /** Requests: never more than there are threads for, beside looks at streams. */
    private static final int MOST_CALLS = 10_000;

    /** Exchanges that wait for a thread to go on: no more than the routes have sent. */
    private static final int MOST_COMPLETIONS = 1_000_000;

    /** Calls beside requests: looks at streams. */
    static final int LOOKS = 2;

    /** @param requests most requests at once */
    static ProducerPools open(ExecutorServiceManager manager, Object source, String name, int requests) {
        // as many as a consumer has to run exchanges
        int threads = WorkerPools.PoolSizes.of(null).route();
        String prefix = "kinesis-cp-";
        return new ProducerPools(
                manager,
                manager.newScheduledThreadPool(source, prefix + "putter[" + name + "]", PoolProfile.loop(name)),
                manager.newThreadPool(
                        source, prefix + "put[" + name + "]", PoolProfile.of(name, requests + LOOKS, MOST_CALLS)),
                manager.newThreadPool(
                        source, prefix + "completion[" + name + "]", PoolProfile.of(name, threads, MOST_COMPLETIONS)));
    }

    /** Runs what completes an exchange; on the caller's thread only when the pool has no room or is closed. */
    void complete(Runnable completion) {
        try {
            completions.execute(completion);
        } catch (RejectedExecutionException full) {
            completion.run();
        }
    }

    /** Waits until every exchange has been completed; what has not been begun then, the caller does. */
    void finishCompletions(Duration limit) {
        completions.shutdown();
        try {
            if (!completions.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                manager.shutdownNow(completions).forEach(Runnable::run);
            }
        } catch (InterruptedException e) {
            manager.shutdownNow(completions).forEach(Runnable::run);
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all threads; calls that still run are interrupted. */
    @Override
    public void close() {
        manager.shutdownNow(completions);
        manager.shutdownNow(calls);
        manager.shutdownNow(loop);
    }
}
