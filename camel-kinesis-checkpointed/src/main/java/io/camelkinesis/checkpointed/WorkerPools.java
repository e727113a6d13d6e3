// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.util.concurrent.ThreadType;

/**
 * The threads of one consumer, made by Camel, so that they carry its names, show up in its management, and are virtual
 * where it runs with virtual threads. None of them belongs to a shard.
 *
 * @param loop one thread: the worker's loop and its timers
 * @param fetch calls to Kinesis
 * @param table calls to DynamoDB but heartbeats
 * @param heartbeat heartbeats, apart from all else so that none waits for reads or for commits to a slow table
 * @param route runs exchanges
 */
record WorkerPools(
        ExecutorServiceManager manager,
        ScheduledExecutorService loop,
        ExecutorService fetch,
        ExecutorService table,
        ExecutorService heartbeat,
        ExecutorService route)
        implements AutoCloseable {

    /** Calls that wait: at most one read for each shard, and a few writes. */
    private static final int MOST_CALLS = 1_000_000;

    /** Longest wait for calls under way when the threads end. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(5);

    private static final Duration SOME_TIME = Duration.ofSeconds(30);

    static WorkerPools open(ExecutorServiceManager manager, Object source, String name, PoolSizes sizes) {
        String prefix = "kinesis-cp-";
        return new WorkerPools(
                manager,
                manager.newScheduledThreadPool(source, prefix + "loop[" + name + "]", PoolProfile.loop(name)),
                manager.newThreadPool(
                        source, prefix + "fetch[" + name + "]", PoolProfile.of(name, sizes.fetch(), MOST_CALLS)),
                manager.newThreadPool(
                        source, prefix + "table[" + name + "]", PoolProfile.of(name, sizes.table(), MOST_CALLS)),
                manager.newThreadPool(
                        source,
                        prefix + "heartbeat[" + name + "]",
                        PoolProfile.of(name, PoolSizes.HEARTBEAT, MOST_CALLS)),
                manager.newThreadPool(
                        source, prefix + "route[" + name + "]", PoolProfile.of(name, sizes.route(), MOST_CALLS)));
    }

    /**
     * For calls that nobody waits for: they run at some time within half a minute, so that a fleet that starts together does
     * not make them together, or never, when these pools are closed before.
     */
    Executor someTime() {
        PoolTaskScheduler timers = new PoolTaskScheduler(loop);
        return task -> timers.schedule(
                () -> fetch.execute(task),
                Duration.ofMillis(ThreadLocalRandom.current().nextLong(SOME_TIME.toMillis())));
    }

    /**
     * Ends all threads; those that still run an exchange or a call are interrupted. Calls under way get a moment to end:
     * a client that is closed under a call keeps its timers' threads until that call would have timed out.
     */
    @Override
    public void close() {
        manager.shutdownNow(route);
        manager.shutdownNow(loop);
        endCalls(manager, List.of(fetch, table, heartbeat));
    }

    /** Ends threads that run calls, each of which is interrupted and has a moment to end. */
    static void endCalls(ExecutorServiceManager manager, List<ExecutorService> calls) {
        calls.forEach(manager::shutdownNow);
        long end = System.nanoTime() + LAST_CALLS.toNanos();
        try {
            for (ExecutorService pool : calls) {
                pool.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How many threads there are of each kind, and connections to each service. Platform threads are few, because each
     * costs memory and a call lasts some tens of milliseconds; virtual ones cost next to nothing.
     */
    record PoolSizes(int fetch, int table, int route) {

        /** A write and a look at the other members. */
        static final int HEARTBEAT = 2;

        private static final int FETCH = 24;
        private static final int TABLE = 8;
        private static final int VIRTUAL = 256;

        /** @param consumerThreads as asked for, null when not */
        static PoolSizes of(Integer consumerThreads) {
            boolean virtual = ThreadType.current() == ThreadType.VIRTUAL;
            int route = virtual ? VIRTUAL : 2 * Runtime.getRuntime().availableProcessors();
            return new PoolSizes(
                    virtual ? VIRTUAL : FETCH,
                    virtual ? VIRTUAL : TABLE,
                    consumerThreads == null ? route : consumerThreads);
        }
    }
}
