// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** Consumers with the sink of the real one and no engine: a test delivers by hand. */
final class HandComponent extends DefaultComponent {

    static final int THREADS = 4;

    private volatile RouteSink sink;

    /** The sink of the last consumer that was started, null before. */
    RouteSink sink() {
        return sink;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new HandEndpoint(uri);
    }

    private final class HandEndpoint extends DefaultEndpoint {
        HandEndpoint(String uri) {
            super(uri, HandComponent.this);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            DefaultConsumer consumer = new HandConsumer(this, processor);
            configureConsumer(consumer);
            return consumer;
        }
    }

    private final class HandConsumer extends DefaultConsumer {
        private ExecutorService pool;

        HandConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            pool = getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .newFixedThreadPool(this, "hand", THREADS);
            sink = new RouteSink(this, pool, THREADS);
        }

        @Override
        protected void doStop() throws Exception {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(pool);
            super.doStop();
        }
    }
}
