// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/**
 * Commits one exchange, or batch, with {@code allowManualCommit=true}. In the header {@code CamelKinesisCpManualCommit} of
 * each exchange; it may be kept and used when the exchange has long ended, for example when a group of an aggregation is
 * flushed.
 *
 * <p>Until it is called the record stays uncommitted: it takes part of {@code checkpointLimit}, and is delivered again
 * after a restart or by the next owner of the shard.
 */
public interface KinesisManualCommit {

    /**
     * Lets the checkpoint pass this record as soon as its exchange has completed, too. Any thread, any order among records,
     * any number of times; returns at once and throws nothing. The checkpoint itself moves over what has no gap, and is
     * stored within {@code commitPeriod}.
     *
     * @return whether that counts: false if the exchange has failed, which {@code onFailure} treats, or if the shard is not
     *     held any more, by a stop, a hand-over or a loss of the lease; then whoever holds it delivers the record again
     */
    boolean commit();
}
