// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One run for all producers of an endpoint, so that what they send stays in order: made for the first that starts, stopped with
 * the last. A start waits for a stop that is under way.
 */
final class SharedProducerRun {

    private final KinesisCheckpointedEndpoint endpoint;
    private final ProducerHealth health;
    private int users;
    private volatile @Nullable ProducerRun run;

    SharedProducerRun(KinesisCheckpointedEndpoint endpoint) {
        this.endpoint = endpoint;
        this.health = new ProducerHealth(endpoint);
    }

    synchronized ProducerRun acquire(StreamsUri streams) throws Exception {
        ProducerRun shared = run;
        if (shared == null) {
            shared = ProducerAssembly.start(endpoint, streams);
            run = shared;
            health.offer();
        }
        users++;
        return shared;
    }

    /** @param limit longest wait for what is pending, if this was the last user */
    synchronized void release(Duration limit) {
        users--;
        ProducerRun shared = run;
        if (users == 0 && shared != null) {
            try {
                shared.stop(limit);
            } finally {
                health.withdraw();
                run = null;
            }
        }
    }

    /** The run, null when no producer is started. */
    @Nullable
    ProducerRun current() {
        return run;
    }
}
