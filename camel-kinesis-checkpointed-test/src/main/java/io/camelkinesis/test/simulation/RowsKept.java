// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.test.lease.LeaseChange;
import io.camelkinesis.test.lease.LeaseOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The row of a shard is retired only when the shard has left the stream and every child that is still there has a row; a row that has
 * vanished is written again only while there is none; and nobody claims a shard under an epoch that it has held before.
 */
final class RowsKept implements Invariant {

    private record Claimant(String worker, ShardId shard) {}

    private final World world;
    private final Set<ShardId> rows = new HashSet<>();
    private final Set<ShardId> vanished = new HashSet<>();
    private final Map<Claimant, Long> epochs = new HashMap<>();

    RowsKept(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.RowVanished gone) {
            rows.remove(gone.shard());
            vanished.add(gone.shard());
        } else if (observation instanceof Observation.RowChanged row) {
            changed(row.change());
        } else if (observation instanceof Observation.Said said) {
            if (said.event() instanceof WorkerEvent.LeaseClaimed claimed) {
                claimed(said.worker(), claimed.shard(), claimed.epoch());
            }
        }
    }

    private void changed(LeaseChange change) {
        ShardId shard = change.after().shard();
        if (change.operation() == LeaseOperation.RETIRE) {
            rows.remove(shard);
            retired(shard);
            return;
        }
        if (change.operation() == LeaseOperation.RESTORE && rows.contains(shard)) {
            violated("The row of " + shard + " was written again over the one that was there");
        }
        rows.add(shard);
    }

    private void retired(ShardId shard) {
        if (world.kinesis.shards(World.STREAM).contains(shard.name())) {
            violated("The row of " + shard + " was retired, which is still in the stream");
        }
        for (String child : world.kinesis.shards(World.STREAM)) {
            ShardId id = World.STREAM_ID.shard(child);
            if (world.parents(child).contains(shard.name()) && !rows.contains(id) && !vanished.contains(id)) {
                violated("The row of " + shard + " was retired, although its child " + child + " has none yet");
            }
        }
    }

    private void claimed(String worker, ShardId shard, long epoch) {
        Long before = epochs.put(new Claimant(worker, shard), epoch);
        if (before != null && epoch <= before) {
            violated(worker + " claimed " + shard + " under epoch " + epoch + ", although it had held it under "
                    + before);
        }
    }
}
