// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.lease.LeaseOperation;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * In a calm world: a shard that its owner has given back is not left lying: the next owner knows of the change after a
 * heartbeat, looks every second, and claims it.
 */
final class ReleasedSoonClaimed implements Invariant {

    private static final Duration LOOK_AND_CLAIM = Duration.ofSeconds(2);

    private final VirtualTime time;
    private final Duration limit;
    private final Map<ShardId, Duration> released = new LinkedHashMap<>();

    ReleasedSoonClaimed(VirtualTime time, Duration leasePeriod) {
        this.time = time;
        this.limit = leasePeriod.dividedBy(3).plus(LOOK_AND_CLAIM);
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.RowChanged row) {
            ShardId shard = row.change().after().shard();
            if (row.change().operation() == LeaseOperation.RELEASE) {
                released.put(shard, time.elapsed());
            } else if (row.change().operation() == LeaseOperation.CLAIM) {
                released.remove(shard);
            }
        }
        Iterator<Map.Entry<ShardId, Duration>> oldest = released.entrySet().iterator();
        if (oldest.hasNext()) {
            Map.Entry<ShardId, Duration> free = oldest.next();
            if (time.elapsed().minus(free.getValue()).compareTo(limit) > 0) {
                violated(free.getKey() + " was given back at " + free.getValue() + " and nobody reads it; allowed are "
                        + limit);
            }
        }
    }
}
