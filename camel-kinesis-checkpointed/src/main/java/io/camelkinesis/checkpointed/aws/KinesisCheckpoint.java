// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The checkpoint behind one exchange, for a route that writes its results to DynamoDB: result and checkpoint are stored in
 * one transaction, both or none, so that each record counts exactly once. In the header
 * {@code CamelKinesisCpCheckpoint} of each exchange.
 *
 * <p>The write holds only while this consumer holds the lease under the epoch of the exchange and while the stored
 * checkpoint is before this one. So it can be applied once at the most, whoever else has got the record and however often
 * it is sent.
 *
 * <p>It needs lock-step: with {@code checkpointLimit=1} or {@code ordering=SHARD}, and without {@code allowManualCommit},
 * all earlier records of the shard are done when a record or batch is delivered. The lease table and the tables of the
 * route must be in one region and account.
 */
public interface KinesisCheckpoint {

    /**
     * The write that moves the stored checkpoint to this record, or to the last record of this batch, as one of the at most
     * 100 items of a TransactWriteItems request of the route's own. When its condition does not hold the whole transaction
     * is cancelled; {@link #isStored()} then tells whether an earlier one had been applied.
     *
     * @throws IllegalStateException without lock-step; it says which options to set
     */
    TransactWriteItem item();

    /**
     * Stores these writes and the checkpoint in one transaction, with the client of the lease table. Blocks until it is
     * answered.
     *
     * @param writes of the route, at least one, at most 99; not on the lease table
     * @return true if they were stored now; false if they had been stored by an earlier transaction, and then nothing is
     *     left to do
     * @throws CheckpointRefusedException if the lease is not held any more under the epoch of this exchange; nothing is stored
     * @throws software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException if a condition of one of the
     *     writes does not hold, or DynamoDB cancels the transaction for another reason; nothing is stored
     * @throws software.amazon.awssdk.core.exception.SdkException if there is no answer; it may have been stored, and a
     *     replay of the exchange finds out
     * @throws IllegalStateException without lock-step; it says which options to set
     */
    boolean storeWith(TransactWriteItem... writes);

    /**
     * Whether the stored checkpoint is at this record or behind it: what the route writes for it has been stored, by
     * whichever worker, and the exchange can complete without writing again. A consistent read of the lease row. Blocks.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer
     */
    boolean isStored();
}
