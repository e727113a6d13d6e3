// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.camel.util.concurrent.ThreadType;

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

    /** A timer for each stream, and one for the stop. */
    private static final int MOST_TIMERS = 1_000_000;

    /** Requests: never more than there are threads for, beside looks at streams. */
    private static final int MOST_CALLS = 10_000;

    /** Exchanges that wait for a thread to go on: no more than the routes have sent. */
    private static final int MOST_COMPLETIONS = 1_000_000;

    private static final int VIRTUAL = 256;

    /** Calls beside requests: looks at streams. */
    static final int LOOKS = 2;

    /** @param requests most requests at once */
    static ProducerPools open(ExecutorServiceManager manager, Object source, String name, int requests) {
        ThreadPoolProfile loop = profile(name, 1, MOST_TIMERS);
        loop.setAllowCoreThreadTimeOut(false);
        boolean virtual = ThreadType.current() == ThreadType.VIRTUAL;
        int threads = virtual ? VIRTUAL : 2 * Runtime.getRuntime().availableProcessors();
        String prefix = "kinesis-cp-";
        return new ProducerPools(
                manager,
                manager.newScheduledThreadPool(source, prefix + "putter[" + name + "]", loop),
                manager.newThreadPool(
                        source, prefix + "put[" + name + "]", profile(name, requests + LOOKS, MOST_CALLS)),
                manager.newThreadPool(
                        source, prefix + "completion[" + name + "]", profile(name, threads, MOST_COMPLETIONS)));
    }

    /** Threads that are idle for a minute end; what does not fit is an error. */
    private static ThreadPoolProfile profile(String id, int threads, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile(id);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(queue);
        profile.setKeepAliveTime(60L);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
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
