// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.lease.LeaseChange;
import io.camelkinesis.test.lease.LeaseOperation;

/** G4: only the present owner writes, under the present epoch; each claim takes exactly the next epoch. */
final class SingleEpochWrites implements Invariant {

    @Override
    public void observe(Observation observation) {
        if (!(observation instanceof Observation.RowChanged row)
                || row.change().operation() == LeaseOperation.RETIRE
                || row.change().operation() == LeaseOperation.RESTORE) {
            return;
        }
        LeaseChange change = row.change();
        if (change.before().ended()) {
            violated(change.operation() + " by " + change.by() + " wrote to the consumed shard "
                    + change.after().shard());
        }
        if (change.operation() == LeaseOperation.CLAIM) {
            if (change.after().epoch() != change.before().epoch() + 1) {
                violated(change.by() + " claimed " + change.after().shard() + " and went from epoch "
                        + change.before().epoch() + " to " + change.after().epoch());
            }
        } else if (!change.by().equals(change.before().owner())
                || change.byEpoch() != change.before().epoch()) {
            violated(change.operation() + " of " + change.after().shard() + " by " + change.by() + " under epoch "
                    + change.byEpoch() + ", but the row was of "
                    + change.before().owner() + " under epoch "
                    + change.before().epoch());
        }
    }
}
