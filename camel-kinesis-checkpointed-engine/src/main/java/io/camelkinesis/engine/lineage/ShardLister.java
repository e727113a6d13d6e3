// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lineage;

import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Port to ListShards. */
@FunctionalInterface
public interface ShardLister {

    /**
     * All shards of the stream that the service still lists, open and closed, every page of them. Completes
     * exceptionally when the service does not answer or the stream does not exist; never blocks.
     */
    CompletionStage<List<Shard>> list(StreamId stream);

    /** Which stream it is; empty where that is not known, as by default, or may not be asked. Otherwise as {@link #list}. */
    default CompletionStage<Optional<StreamIdentity>> identity(StreamId stream) {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
