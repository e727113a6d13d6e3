package io.camelkinesis.checkpointed;

import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

public class KinesisCheckpointedConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
    KinesisCheckpointedConsumer(KinesisCheckpointedEndpoint endpoint, Processor processor, StreamsUri streams) {
        super(endpoint, processor);
    }
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) { return false; }
    @Override
    public int getPendingExchangesSize() { return 0; }
    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) { }
}
