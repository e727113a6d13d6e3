// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run for all producers of an endpoint, so that what they send stays in order, also when the endpoint is dropped and made
 * anew in between. It outlives its users while records are pending, and for a while after. Ends once.
 */
final class SharedProducerRun {

    private final ProducerHealth health;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private int users;
    private long idleSince;
    private boolean ended;
    private volatile @Nullable ProducerRun run;

    SharedProducerRun(ProducerHealth health) {
        this.health = health;
    }

    /** One more user. Returns null if this has ended; another one is to be made then, when this is {@link #over}. */
    synchronized @Nullable ProducerRun acquire(Callable<ProducerRun> start) throws Exception {
        if (ended) {
            return null;
        }
        ProducerRun shared = run;
        if (shared == null) {
            try {
                shared = start.call();
            } catch (Throwable e) {
                ended = true;
                over.complete(null);
                throw e;
            }
            run = shared;
            health.offer();
        }
        users++;
        return shared;
    }

    /** One user less. What is pending goes its way. */
    synchronized void release(long nowNanos) {
        users--;
        idleSince = nowNanos;
    }

    /** Ends if nobody has used it for so long and nothing is pending. Returns whether it has ended. */
    synchronized boolean endIfIdle(long nowNanos, Duration unused) {
        ProducerRun shared = run;
        if (!ended && users == 0 && shared != null && nowNanos - idleSince >= unused.toNanos() && shared.endIfIdle()) {
            ended = true;
            close();
        }
        return ended;
    }

    /** Takes no users any more, if it has none and none but these routes wait for it. Returns whether {@link #stop} is to follow. */
    synchronized boolean endWith(Predicate<String> routes) {
        ProducerRun shared = run;
        if (ended || users > 0 || shared == null || shared.puts().any(routes.negate())) {
            return false;
        }
        ended = true;
        return true;
    }

    /** Takes no users any more. Returns whether {@link #stop} is to follow. */
    synchronized boolean end() {
        boolean ends = !ended && run != null;
        ended = true;
        if (run == null) {
            over.complete(null);
        }
        return ends;
    }

    /** @param limit longest wait for what is pending */
    void stop(Duration limit) {
        ProducerRun last = run;
        try {
            if (last != null) {
                last.stop(limit);
            }
        } finally {
            close();
        }
    }

    private void close() {
        health.withdraw();
        run = null;
        over.complete(null);
    }

    /** Complete when this has ended and nothing of it is on its way any more. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** The run, null when there is none. */
    @Nullable
    ProducerRun current() {
        return run;
    }
}
