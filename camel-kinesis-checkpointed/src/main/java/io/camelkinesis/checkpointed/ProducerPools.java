// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.spi.ExecutorServiceManager;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the producers of one endpoint, made by Camel, so that they carry its names, show up in its management, and are
 * virtual where it runs with virtual threads.
 */
final class ProducerPools implements AutoCloseable {

    /** Requests: never more than there are threads for, beside looks at streams. */
    private static final int MOST_CALLS = 10_000;

    /** Calls beside requests: looks at streams. */
    static final int LOOKS = 2;

    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService loop;
    private final ExecutorService calls;
    private final ExecutorService completionThreads;
    private final GrowingPool completions;

    /** @param requests most requests at once */
    ProducerPools(ExecutorServiceManager manager, Object source, String name, int requests) {
        this.manager = manager;
        String prefix = "kinesis-cp-";
        loop = manager.newScheduledThreadPool(source, prefix + "putter[" + name + "]", PoolProfile.loop(name));
        calls = manager.newThreadPool(
                source, prefix + "put[" + name + "]", PoolProfile.of(name, requests + LOOKS, MOST_CALLS));
        completionThreads = manager.newThreadPool(
                source, prefix + "completion[" + name + "]", PoolProfile.growing(name, GrowingPool.MOST));
        // as many as a consumer has to run exchanges
        completions = new GrowingPool(WorkerPools.PoolSizes.of(null).route(), completionThreads, loop);
    }

    /** The putter's loop and its timers: one thread. */
    ScheduledExecutorService loop() {
        return loop;
    }

    /** Calls to Kinesis. */
    ExecutorService calls() {
        return calls;
    }

    /** The completion that the calling thread runs, null when it runs none of these. */
    GrowingPool.@Nullable Turn currentCompletion() {
        return completions.current();
    }

    /**
     * Runs what completes an exchange; on the caller's thread only when all is closed.
     *
     * @param sender the completion in which the exchange was sent, which may wait for it; null when there is none
     */
    void complete(Runnable completion, GrowingPool.@Nullable Turn sender) {
        try {
            completions.execute(completion, sender);
        } catch (RejectedExecutionException closed) {
            completion.run();
        }
    }

    /** Ends all threads; calls that still run are interrupted. Completes what is left to be completed. */
    @Override
    public void close() {
        completions.close();
        manager.shutdownNow(completionThreads);
        manager.shutdownNow(calls);
        manager.shutdownNow(loop);
    }
}
