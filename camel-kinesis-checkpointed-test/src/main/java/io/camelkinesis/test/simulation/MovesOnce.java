// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.lease.LeaseOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * In a calm world: when a worker comes or goes, no shard moves more than once, and no more shards move than one worker's part.
 * Changes must be so far apart that the fleet has taken in one before the next.
 */
final class MovesOnce implements Invariant {

    private final World world;
    private final Set<String> workers = new HashSet<>();
    private final Map<ShardId, String> lastOwners = new HashMap<>();
    private final Set<ShardId> moved = new HashSet<>();
    private int most;

    MovesOnce(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.Fate fate) {
            int before = workers.size();
            boolean changed = fate.what().equals("started")
                    ? workers.add(fate.worker())
                    : (fate.what().equals("killed") || fate.what().equals("asked to stop"))
                            && workers.remove(fate.worker());
            if (changed) {
                moved.clear();
                most = part(Math.max(before, workers.size()));
            }
        } else if (observation instanceof Observation.RowChanged row
                && row.change().operation() == LeaseOperation.CLAIM) {
            claimed(row.change().after().shard(), row.change().by());
        }
    }

    private int part(int sharers) {
        int shards = world.kinesis.openShards(World.STREAM).size();
        return (shards + sharers - 1) / sharers;
    }

    private void claimed(ShardId shard, String owner) {
        String before = lastOwners.put(shard, owner);
        if (before == null || before.equals(owner)) {
            return;
        }
        if (!moved.add(shard)) {
            violated(
                    shard + " moved from " + before + " to " + owner + ", the second time since a worker came or went");
        }
        if (moved.size() > most) {
            violated(moved + " moved when one worker came or went; the part of a worker is " + most);
        }
    }
}
