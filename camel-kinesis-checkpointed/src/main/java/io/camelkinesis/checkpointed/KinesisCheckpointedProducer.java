// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Puts records into a stream. An exchange completes when Kinesis has accepted its record, and fails with a
 * {@link KinesisProducerException} otherwise. All producers of an endpoint share what they send through.
 */
@ManagedResource(description = "Managed kinesis-cp producer")
public class KinesisCheckpointedProducer extends DefaultAsyncProducer implements RouteIdAware {

    private final StreamsUri streams;
    private volatile @Nullable ProducerRun run;
    /** A cache has stopped it, which others may still use. */
    private volatile boolean evicted;

    private @Nullable String routeId;

    KinesisCheckpointedProducer(KinesisCheckpointedEndpoint endpoint, StreamsUri streams) {
        super(endpoint);
        this.streams = streams;
    }

    @Override
    public KinesisCheckpointedEndpoint getEndpoint() {
        return (KinesisCheckpointedEndpoint) super.getEndpoint();
    }

    /** The route that this belongs to, null when it belongs to none or to a cache. */
    @Override
    public @Nullable String getRouteId() {
        return routeId;
    }

    @Override
    public void setRouteId(@Nullable String routeId) {
        this.routeId = routeId;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (run == null) {
            run = acquired();
            evicted = false;
        }
    }

    private ProducerRun acquired() throws Exception {
        try {
            return runs().acquire(getEndpoint(), streams);
        } catch (Error e) {
            // Camel ends its start, and the threads of it, for exceptions only
            throw new CannotProduceException(getEndpoint().getEndpointBaseUri(), List.of(ErrorText.atStart(e)), e);
        }
    }

    /** Waits for what is pending only if a route stops, or the Camel context. */
    @Override
    protected void doStop() throws Exception {
        ProducerRun used = run;
        if (used != null) {
            // before it is known: whoever has just taken this from a cache may be sending
            evicted = true;
            run = null;
            evicted = !runs().release(getEndpoint(), used, routeId);
        }
        super.doStop();
    }

    private ProducerRuns runs() {
        return getEndpoint().getComponent().producerRuns();
    }

    @ManagedAttribute(description = "Records that were sent to the endpoint and that Kinesis has not accepted yet")
    public long getPendingRecords() {
        return getEndpoint().getPendingRecords();
    }

    @ManagedAttribute(description = "Records that Kinesis has rejected so far and that are tried again, as JSON")
    public String getUndelivered() {
        return getEndpoint().getUndelivered();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ProducerRun current = run;
        try {
            return current != null ? current.process(exchange, callback) : processEvicted(exchange, callback);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    /** A cache that is full stops producers that others have just taken from it; such a one goes on. */
    private boolean processEvicted(Exchange exchange, AsyncCallback callback) throws Exception {
        if (!evicted) {
            throw new RejectedExecutionException("The producer is not started");
        }
        ProducerRun borrowed = runs().acquire(getEndpoint(), streams);
        try {
            return borrowed.process(exchange, callback);
        } finally {
            runs().release(getEndpoint(), borrowed, null);
        }
    }
}
