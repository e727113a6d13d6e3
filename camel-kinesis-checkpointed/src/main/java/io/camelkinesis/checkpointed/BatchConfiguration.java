// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.BatchOnFailure;
import io.camelkinesis.engine.consume.BatchSettings;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options about batches. */
@UriParams
public abstract class BatchConfiguration extends FanOutConfiguration {

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "Deliver the records of a shard in batches of at most so many, one exchange whose body is a"
                    + " List of exchanges. At most receiveQueueSize. 0: not limited by this.")
    private int batchSize;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "Deliver in batches of at most so many bytes of data. At most receiveBufferBytes. 0: not"
                    + " limited by this.")
    private long batchBytes;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "Deliver in batches, and let the first record of one wait no longer than this for more. 0: a"
                    + " batch waits until something else closes it. Give one with each of the others, or the last"
                    + " records of a quiet stream wait for ever.")
    private Duration batchPeriod = Duration.ZERO;

    @UriParam(
            label = "consumer",
            javaType = "java.lang.Object",
            description = "Deliver in batches, and close one behind each record for which this holds: a predicate in"
                    + " the simple language, or #name of a Predicate or Expression in the registry. It sees the"
                    + " record's data as body and its headers; where it fails the failure is reported and the batch"
                    + " stays open.")
    private Object batchPredicate;

    @UriParam(
            label = "consumer,advanced",
            description = "A Processor that each batch passes before the route: it may change body and headers of its"
                    + " exchange. When it fails, the batch has failed.")
    private Processor batchProcessor;

    @UriParam(
            label = "consumer",
            defaultValue = "WHOLE",
            description = "What comes first when a batch of several records has failed. WHOLE: onFailure, for all of"
                    + " it. BISECT: it is delivered again in two halves, these in halves again, until a failing"
                    + " record stands alone, and onFailure is for that.")
    private BatchOnFailure batchOnFailure;

    /** Whether records are delivered in batches. */
    boolean isBatching() {
        return batchSize > 0 || batchBytes > 0 || !batchPeriod.isZero() || batchPredicate != null;
    }

    /** The bounds of a batch; they have been checked. */
    BatchSettings batchSettings() {
        return new BatchSettings(batchSize, batchBytes, batchPeriod, batchPredicate != null);
    }

    /** batchOnFailure as it was given, null when it was not. */
    BatchOnFailure givenBatchOnFailure() {
        return batchOnFailure;
    }

    public int getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public long getBatchBytes() {
        return batchBytes;
    }

    public void setBatchBytes(long batchBytes) {
        this.batchBytes = batchBytes;
    }

    public Duration getBatchPeriod() {
        return batchPeriod;
    }

    public void setBatchPeriod(Duration batchPeriod) {
        this.batchPeriod = batchPeriod;
    }

    public Object getBatchPredicate() {
        return batchPredicate;
    }

    public void setBatchPredicate(Object batchPredicate) {
        this.batchPredicate = batchPredicate;
    }

    public Processor getBatchProcessor() {
        return batchProcessor;
    }

    public void setBatchProcessor(Processor batchProcessor) {
        this.batchProcessor = batchProcessor;
    }

    public BatchOnFailure getBatchOnFailure() {
        return batchOnFailure != null ? batchOnFailure : BatchOnFailure.WHOLE;
    }

    public void setBatchOnFailure(BatchOnFailure batchOnFailure) {
        this.batchOnFailure = batchOnFailure;
    }
}
