// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.RetryPace;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the lease table is looked at next. While looks fail, and until as many have succeeded, each waits longer than the one
 * before, with jitter, whatever happens meanwhile. Lives on the worker's loop.
 */
final class LookTimer {

    private final SerialLoop loop;
    private final Duration usual;
    private final Runnable look;
    private final RetryPace pace;
    private @Nullable Cancellable next;
    private long nextNanos;
    private long notBeforeNanos;

    /**
     * @param first the wait after the first failure, before jitter
     * @param look to be called when it is time
     */
    LookTimer(LeaseContext context, Duration first, Runnable look) {
        this.loop = context.loop();
        this.usual = context.settings().rebalancePeriod();
        this.look = look;
        this.pace = new RetryPace(new Backoff(first, usual), context.random());
    }

    /** Whether nobody may look yet; then it will be looked as soon as one may. */
    boolean isTooSoon() {
        long wait = notBeforeNanos - loop.nanoTime();
        if (pace.failures() == 0 || wait <= 0) {
            return false;
        }
        in(Duration.ofNanos(wait));
        return true;
    }

    /** A look is over. */
    void looked(boolean succeeded) {
        Duration pause;
        if (succeeded) {
            pace.succeeded();
            pause = pace.delay();
        } else {
            pause = pace.failed();
        }
        notBeforeNanos = loop.nanoTime() + pause.toNanos();
        in(succeeded ? usual : pause);
    }

    /** Looks after this delay, or sooner where that is planned already. */
    void in(Duration delay) {
        long at = loop.nanoTime() + delay.toNanos();
        if (next != null) {
            if (nextNanos - at <= 0 && nextNanos - loop.nanoTime() > 0) {
                return;
            }
            next.cancel();
        }
        nextNanos = at;
        next = loop.schedule(
                () -> {
                    next = null;
                    look.run();
                },
                delay);
    }

    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
