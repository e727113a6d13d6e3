// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;

/** A stored checkpoint is no sequence number of its shard: the stream was made anew, or somebody edited the row. */
public final class StalePositionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StalePositionException(String message, Throwable cause) {
        super(message, cause);
    }

    static StalePositionException readingFromHorizon(ShardId shard, SequenceNumber sequence, Throwable refusal) {
        return new StalePositionException(
                "Shard " + shard + " does not know the checkpoint " + sequence
                        + ": the stream was deleted and made anew, or the row was edited. Reading goes on with the oldest"
                        + " record that the shard keeps",
                refusal);
    }

    static StalePositionException higherThanTheShard(ShardId shard, SequenceNumber sequence, SequenceNumber oldest) {
        return new StalePositionException(
                "Shard " + shard + " does not know the checkpoint " + sequence + ", and keeps records below it, from "
                        + oldest
                        + " on. Nothing is read, so that none is skipped: remove SequenceNumber from the row in"
                        + " the lease table, or set it to a number of this shard",
                null);
    }
}
