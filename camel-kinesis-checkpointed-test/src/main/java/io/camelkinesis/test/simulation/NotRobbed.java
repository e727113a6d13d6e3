// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.test.lease.LeaseOperation;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;

/** G5, G6: nobody takes a lease from a worker whose heartbeats have come without a gap. */
final class NotRobbed implements Invariant {

    private final SteadyHeartbeats steady;

    NotRobbed(VirtualTime time, Duration leasePeriod) {
        this.steady = new SteadyHeartbeats(time, leasePeriod);
    }

    @Override
    public void observe(Observation observation) {
        steady.observe(observation);
        if (observation instanceof Observation.RowChanged row && row.change().operation() == LeaseOperation.CLAIM) {
            Lease before = row.change().before();
            String owner = before.owner();
            if (owner != null && !owner.equals(row.change().by()) && steady.of(owner)) {
                violated(row.change().by() + " took " + before.shard() + " from " + owner
                        + ", whose heartbeats have come without a gap");
            }
        }
    }
}
