// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A lister whose calls go through a tap. */
record TappedLister(String worker, CallTap tap, ShardLister lister) implements ShardLister {

    @Override
    public CompletionStage<List<Shard>> list(StreamId stream) {
        return tap.call(worker, CallTap.LIST_SHARDS, () -> lister.list(stream));
    }
}
