// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.GuardedShardLister;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.GuardedEvents;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.GuardedLeaseStore;
import io.camelkinesis.engine.table.LeaseStore;
import java.util.random.RandomGenerator;

/** What the parts of lease keeping share. Its ports are guarded: what they throw stops nothing. */
public record LeaseContext(
        LeaseSettings settings,
        SerialLoop loop,
        Clock clock,
        GuardedLeaseStore table,
        GuardedShardLister lister,
        LeaseHolder holder,
        RandomGenerator random,
        GuardedEvents events) {

    /** With ports as they come. */
    public LeaseContext(
            LeaseSettings settings,
            SerialLoop loop,
            Clock clock,
            LeaseStore table,
            ShardLister lister,
            LeaseHolder holder,
            RandomGenerator random,
            WorkerEvents events) {
        this(
                settings,
                loop,
                clock,
                GuardedLeaseStore.of(table),
                GuardedShardLister.of(lister),
                holder,
                random,
                GuardedEvents.of(events));
    }
}
