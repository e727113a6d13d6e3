// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a stop leaves behind, for its last line in the log. */
final class DrainTally implements WorkerEvents {

    private final AtomicInteger shards = new AtomicInteger();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicInteger undone = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    @Override
    public void on(WorkerEvent event) {
        if (event instanceof WorkerEvent.LeaseReleased released) {
            shards.incrementAndGet();
            completed.addAndGet(released.completed());
            undone.addAndGet(released.undone());
            repeated.addAndGet(released.repeated());
        }
    }

    /** Shards that were given back before do not count. */
    void begin() {
        shards.set(0);
        completed.set(0);
        undone.set(0);
        repeated.set(0);
    }

    /** What has come of the stop. */
    String text() {
        return "shards given back: " + shards + ", records completed meanwhile: " + completed + ", not done: " + undone
                + ", to be delivered again: " + repeated;
    }
}
