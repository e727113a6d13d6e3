// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import java.util.HashSet;
import java.util.Set;

/** G3: no record of a shard is delivered before every parent that is still listed has been consumed. */
final class ParentsBeforeChildren implements Invariant {

    private final World world;
    private final Set<String> cleared = new HashSet<>();

    ParentsBeforeChildren(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (!(observation instanceof Observation.Started started)) {
            return;
        }
        String shard = started.shard().name();
        if (cleared.contains(shard)) {
            return;
        }
        for (String parent : world.parents(shard)) {
            Lease lease =
                    world.table.lease(new ShardId(World.STREAM_ID, parent)).orElse(null);
            if (world.kinesis.shards(World.STREAM).contains(parent) && (lease == null || !lease.ended())) {
                violated(started.worker() + " delivered from " + shard + " although its parent " + parent
                        + " is not consumed");
            }
        }
        cleared.add(shard);
    }
}
