// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;

/** G5: nobody removes the member row of a worker whose heartbeats have come without a gap. */
final class RowsOfTheLivingKept implements Invariant {

    private final SteadyHeartbeats steady;

    RowsOfTheLivingKept(VirtualTime time, Duration leasePeriod) {
        this.steady = new SteadyHeartbeats(time, leasePeriod);
    }

    @Override
    public void observe(Observation observation) {
        steady.observe(observation);
        if (observation instanceof Observation.MemberRowRemoved removed
                && !removed.by().equals(removed.member())
                && steady.of(removed.member())) {
            violated(removed.by() + " removed the row of " + removed.member()
                    + ", whose heartbeats have come without a gap");
        }
    }
}
