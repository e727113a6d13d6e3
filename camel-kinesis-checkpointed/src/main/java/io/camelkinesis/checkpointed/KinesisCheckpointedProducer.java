// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Puts records into a stream. An exchange completes when Kinesis has accepted its record, and fails with a
 * {@link KinesisProducerException} otherwise. All producers of an endpoint share what they send through.
 */
@ManagedResource(description = "Managed kinesis-cp producer")
public class KinesisCheckpointedProducer extends DefaultAsyncProducer {

    private final StreamsUri streams;
    private volatile @Nullable ProducerRun run;

    KinesisCheckpointedProducer(KinesisCheckpointedEndpoint endpoint, StreamsUri streams) {
        super(endpoint);
        this.streams = streams;
    }

    @Override
    public KinesisCheckpointedEndpoint getEndpoint() {
        return (KinesisCheckpointedEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (run == null) {
            run = getEndpoint().producerRun().acquire(streams);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (run != null) {
            run = null;
            getEndpoint().producerRun().release(stopLimit());
        }
        super.doStop();
    }

    @ManagedAttribute(description = "Records that were sent to the endpoint and that Kinesis has not accepted yet")
    public long getPendingRecords() {
        return getEndpoint().getPendingRecords();
    }

    @ManagedAttribute(description = "Records that Kinesis has rejected so far and that are tried again, as JSON")
    public String getUndelivered() {
        return getEndpoint().getUndelivered();
    }

    /** Camel's shutdown time-out; when that is over, only for answers that are on their way. */
    private Duration stopLimit() {
        ShutdownStrategy strategy = getEndpoint().getCamelContext().getShutdownStrategy();
        return strategy.hasTimeoutOccurred()
                ? ProducerRun.LATE_STOP
                : Duration.ofMillis(strategy.getTimeUnit().toMillis(strategy.getTimeout()));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ProducerRun current = run;
        if (current == null) {
            exchange.setException(new RejectedExecutionException("The producer is not started"));
            callback.done(true);
            return true;
        }
        try {
            return current.process(exchange, callback);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
