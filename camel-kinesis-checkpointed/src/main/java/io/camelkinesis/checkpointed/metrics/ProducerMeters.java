// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutEvents;
import io.camelkinesis.engine.produce.Putter;

/** The meters of one start of what the producers of an endpoint share. Counts what its putter tells. */
public interface ProducerMeters extends PutEvents, AutoCloseable {

    /** No meters. */
    ProducerMeters NONE = new ProducerMeters() {
        @Override
        public void on(PutEvent event) {}

        @Override
        public void watch(Putter putter) {}

        @Override
        public void close() {}
    };

    /** Shows what is pending in the putter. To be called once. */
    void watch(Putter putter);

    /** Removes the meters; what counts stays while the Camel context is stopping. */
    @Override
    void close();
}
