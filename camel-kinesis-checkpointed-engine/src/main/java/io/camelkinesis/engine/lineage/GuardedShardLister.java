// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lineage;

import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.PortCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A lister that always answers with a stage, as its contract says, whatever the one behind it does. */
public record GuardedShardLister(ShardLister lister) implements ShardLister {

    /** The lister, guarded once. */
    public static GuardedShardLister of(ShardLister lister) {
        return lister instanceof GuardedShardLister guarded ? guarded : new GuardedShardLister(lister);
    }

    @Override
    public CompletionStage<List<Shard>> list(StreamId stream) {
        return PortCall.of("shard lister", () -> lister.list(stream));
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream) {
        return PortCall.of("shard lister", () -> lister.identity(stream));
    }
}
