// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Whether somebody waits for a start to end so that something can be stopped. Camel holds locks while it starts a route, and who
 * wants to stop that route, another one or the whole of camel-main queues at them unseen by any route: of those that do, the JVM
 * knows. A virtual thread is not seen.
 */
final class AwaitedStop {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> STOPS = List.of("stop", "suspend", "shutdown", "doShutdown", "remove");
    private static final String CAMEL = "org.apache.camel.";
    private static final int FRAMES = 40;

    /** Never started: the JVM takes no more hooks when it shuts down. */
    private static final Thread HOOK = new Thread(() -> {}, "kinesis-cp-shutdown");

    private AwaitedStop() {}

    /** Whether a method of Camel's that stops something waits for a lock that this thread holds, or the JVM shuts down. */
    static boolean isByNow() {
        return isShuttingDown() || isQueued(Thread.currentThread().getId());
    }

    private static synchronized boolean isShuttingDown() {
        try {
            Runtime.getRuntime().addShutdownHook(HOOK);
            Runtime.getRuntime().removeShutdownHook(HOOK);
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    private static boolean isQueued(long holder) {
        long[] waiting = waitingFor(holder);
        return waiting.length > 0
                && Arrays.stream(THREADS.getThreadInfo(waiting, FRAMES))
                        .anyMatch(thread -> thread != null
                                && Arrays.stream(thread.getStackTrace()).anyMatch(AwaitedStop::stops));
    }

    private static long[] waitingFor(long holder) {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getLockOwnerId() == holder)
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    private static boolean stops(StackTraceElement frame) {
        return frame.getClassName().startsWith(CAMEL) && STOPS.stream().anyMatch(frame.getMethodName()::startsWith);
    }
}
