// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A lister whose calls go through a tap. */
record TappedLister(String worker, CallTap tap, ShardLister lister) implements ShardLister {

    @Override
    public CompletionStage<List<Shard>> list(StreamId stream) {
        return tap.call(worker, CallTap.LIST_SHARDS, () -> lister.list(stream));
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream) {
        return tap.call(worker, CallTap.DESCRIBE_STREAM, () -> lister.identity(stream));
    }
}
