// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.lease.LeaseOperation;

/** G1: every record up to a stored checkpoint has been completed by somebody. */
final class CheckpointNeverAhead implements Invariant {

    private final World world;

    CheckpointNeverAhead(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (!(observation instanceof Observation.RowChanged row) || row.change().operation() != LeaseOperation.COMMIT) {
            return;
        }
        SequenceNumber checkpoint = row.change().after().checkpoint();
        ShardJournal journal = world.journal(row.change().after().shard().name());
        if (checkpoint != null) {
            int last = journal.lastIndexUpTo(checkpoint);
            int hole = journal.firstIncompleteIndex();
            if (hole <= last) {
                violated(row.change().by() + " stored " + checkpoint + " of "
                        + row.change().after().shard() + ", record " + hole + " of " + last + " is not completed");
            }
        }
    }
}
