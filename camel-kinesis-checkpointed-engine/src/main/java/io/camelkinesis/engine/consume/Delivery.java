package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;

/** One try to get records through the route: one record, or a batch that is done as a whole. */
public interface Delivery {

    ShardId shard();

    /** In the order of the shard; one unless batches are asked for. */
    List<StreamRecord> records();

    /** Epoch of the lease under which this is delivered: a fencing token for writes further on. */
    long leaseEpoch();

    /** How often these records have been delivered before by this worker. */
    int replayCount();

    /** Lag of the shard when these records were read, in milliseconds. */
    long millisBehindLatest();

    /**
     * To be asked immediately before the route starts, on the thread that runs it.
     *
     * @return false if the lease has been lost or its term is over: the records must not be processed, and neither
     *     {@link #completed()} nor {@link #failed} needs to be called
     */
    boolean start();

    /** The route is done with the records. Any thread; only the first of the two calls counts. */
    void completed();

    /** The route has failed. Any thread; only the first of the two calls counts. */
    void failed(Throwable cause);
}
