// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all producers of a component, made by Camel, so that they carry its names, show up in its management, and are
 * virtual where it runs with virtual threads. None of them belongs to a stream.
 */
final class ProducerPools implements AutoCloseable {

    /** Calls beside requests: looks at streams. */
    static final int LOOKS = 2;

    /** Threads for the loops: each loop runs on one at a time. */
    private static final int MOST_LOOP_THREADS = 4;

    private static final String PREFIX = "kinesis-cp-";

    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService loops;
    private final ExecutorService callThreads;
    private final ExecutorService completionThreads;
    private final GrowingPool calls;
    private final GrowingPool completions;

    ProducerPools(ExecutorServiceManager manager, Object source) {
        this.manager = manager;
        ThreadPoolProfile loop = PoolProfile.loop("kinesis-cp");
        int loopThreads = Math.min(MOST_LOOP_THREADS, Runtime.getRuntime().availableProcessors());
        loop.setPoolSize(loopThreads);
        loop.setMaxPoolSize(loopThreads);
        loops = manager.newScheduledThreadPool(source, PREFIX + "putter", loop);
        callThreads =
                manager.newThreadPool(source, PREFIX + "put", PoolProfile.growing("kinesis-cp", GrowingPool.MOST));
        completionThreads = manager.newThreadPool(
                source, PREFIX + "completion", PoolProfile.growing("kinesis-cp", GrowingPool.MOST));
        calls = new GrowingPool(callThreads, loops);
        completions = new GrowingPool(completionThreads, loops);
    }

    /** The threads that a run needs while nothing stands still, until what is returned is closed. */
    AutoCloseable share(int requests) {
        Resources shares = new Resources();
        shares.add(calls.share(requests + LOOKS));
        // as many as a consumer has to run exchanges
        shares.add(completions.share(WorkerPools.PoolSizes.of(null).route()));
        return shares;
    }

    /** The putters' loops and timers. */
    ScheduledExecutorService loops() {
        return loops;
    }

    /** Calls to Kinesis. */
    GrowingPool calls() {
        return calls;
    }

    /** The completion that the calling thread runs, null when it runs none of these. */
    GrowingPool.@Nullable Turn currentCompletion() {
        return completions.current();
    }

    /**
     * Runs what completes an exchange; on the caller's thread only when it cannot be handed over, as when all is closed.
     *
     * @param sender the completion in which the exchange was sent, which may wait for it; null when there is none
     */
    void complete(Runnable completion, GrowingPool.@Nullable Turn sender) {
        try {
            completions.execute(completion, sender);
        } catch (Throwable notTaken) {
            completion.run();
        }
    }

    /** Ends all threads; calls that still run are interrupted. Completes what is left to be completed. */
    @Override
    public void close() {
        completions.close().forEach(Runnable::run);
        manager.shutdownNow(completionThreads);
        manager.shutdownNow(loops);
        calls.close();
        WorkerPools.endCalls(manager, List.of(callThreads));
    }
}
