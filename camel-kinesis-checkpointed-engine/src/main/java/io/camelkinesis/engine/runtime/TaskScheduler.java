// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.time.Duration;

/** Port to threads and timers. */
public interface TaskScheduler {

    /** Runs the task soon, on some thread. */
    void execute(Runnable task);

    /** Runs the task once, not before the delay is over, on some thread. */
    Cancellable schedule(Runnable task, Duration delay);

    /** A timer that may be stopped. */
    @FunctionalInterface
    interface Cancellable {
        /** The task will not start any more; no effect when it has started. */
        void cancel();
    }
}
