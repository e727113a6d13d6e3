// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.worker.Worker;

/** The meters of one start of a consumer. Counts what its worker tells; closed when the worker has stopped. */
public interface ConsumerMeters extends WorkerEvents, AutoCloseable {

    /** No meters. */
    ConsumerMeters NONE = new ConsumerMeters() {
        @Override
        public void on(WorkerEvent event) {}

        @Override
        public void watch(Worker worker) {}

        @Override
        public void close() {}
    };

    /** Looks at the worker now and then, for what it holds and has completed. To be called once. */
    void watch(Worker worker);

    /**
     * Takes in what the worker did last, and removes the meters; what counts stays while the Camel context is stopping, so that
     * a registry that sends its counts away can send the last.
     */
    @Override
    void close();
}
