// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.lease.LeaseChange;
import io.camelkinesis.test.lease.LeaseOperation;
import java.util.HashMap;
import java.util.Map;

/**
 * G4: only the present owner writes, under the present epoch; each claim takes a higher epoch: the next one, or, when the row has vanished
 * and begun anew, one up to the next of all that the shard has had.
 */
final class SingleEpochWrites implements Invariant {

    private final Map<ShardId, Long> highest = new HashMap<>();

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
            long before = change.before().epoch();
            long after = change.after().epoch();
            long most = highest.merge(change.after().shard(), before, Math::max);
            highest.merge(change.after().shard(), after, Math::max);
            if (after <= before || after > most + 1) {
                violated(change.by() + " claimed " + change.after().shard() + " and went from epoch " + before + " to "
                        + after + ", the highest so far was " + most);
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
