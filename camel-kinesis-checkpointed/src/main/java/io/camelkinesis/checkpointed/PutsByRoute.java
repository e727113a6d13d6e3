// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Exchanges that were sent and have not gone on yet, counted by the route that sent them. */
final class PutsByRoute {

    /** Sent by none: a template, or a producer of the user's. */
    static final String NO_ROUTE = "";

    private final Map<String, Integer> underWay = new HashMap<>();

    static String named(@Nullable String route) {
        return route == null ? NO_ROUTE : route;
    }

    synchronized void sent(String route) {
        underWay.merge(route, 1, Integer::sum);
    }

    synchronized void done(String route) {
        underWay.computeIfPresent(route, (same, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    synchronized boolean any(Predicate<String> routes) {
        return !underWay.isEmpty() && underWay.keySet().stream().anyMatch(routes);
    }

    /**
     * Waits until none of these routes' is under way.
     *
     * @param nanos longest wait
     */
    synchronized void awaitNone(Predicate<String> routes, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && any(routes); left = end - System.nanoTime()) {
            // at least a millisecond: wait(0) has no end
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
    }
}
