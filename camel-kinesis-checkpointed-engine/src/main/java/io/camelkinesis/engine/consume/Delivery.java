// SPDX-License-Identifier: Apache-2.0
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

    /**
     * The route is done with the records, but they stay uncommitted until {@link #completed()}: what waits for them by
     * its ordering goes on. Any thread; no effect after {@link #completed()} or {@link #failed}, which may follow from
     * any thread, in any order among deliveries, at any time. To be called only after the route is done; a commit that was
     * asked for within the route is {@link #completed()} at the end of the route. How many may stay so is
     * {@code checkpointLimit}, if {@link ConsumeSettings#manualCommit} was announced.
     */
    void processed();

    /**
     * The route is about to store the checkpoint behind these records together with what it writes. Any thread, before
     * {@link #completed()}, which then reads what is stored instead of storing it again.
     */
    void storedByRoute();

    /**
     * Whether {@link #completed()} would count now: not after it or {@link #failed}, and not when the lease has been lost or
     * given back. Any thread.
     */
    boolean counts();

    /** The records are done and may be committed. Any thread; only the first of this and {@link #failed} counts. */
    void completed();

    /**
     * The route has failed, and the records are treated by the {@link FailurePolicy}. Any thread; only the first of this
     * and {@link #completed()} counts. After {@link #processed()} a replay comes out of the order of its key.
     */
    void failed(Throwable cause);
}
