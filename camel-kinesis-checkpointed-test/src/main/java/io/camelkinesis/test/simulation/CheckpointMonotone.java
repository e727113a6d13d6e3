// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.lease.LeaseOperation;

/** G4: a stored checkpoint never goes back, and never goes away while the row is there. */
final class CheckpointMonotone implements Invariant {

    @Override
    public void observe(Observation observation) {
        if (!(observation instanceof Observation.RowChanged row)
                || row.change().operation() == LeaseOperation.RETIRE
                || row.change().operation() == LeaseOperation.RESTORE) {
            return;
        }
        SequenceNumber before = row.change().before().checkpoint();
        SequenceNumber after = row.change().after().checkpoint();
        if (before != null && (after == null || after.compareTo(before) < 0)) {
            violated(row.change().operation() + " by " + row.change().by() + " moved "
                    + row.change().after().shard() + " from " + before + " back to " + after);
        }
    }
}
