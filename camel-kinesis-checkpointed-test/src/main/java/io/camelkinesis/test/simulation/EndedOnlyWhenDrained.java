// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.lease.LeaseOperation;

/** G3: a shard is marked as consumed only when it is closed and every record of it has been completed. */
final class EndedOnlyWhenDrained implements Invariant {

    private final World world;

    EndedOnlyWhenDrained(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (!(observation instanceof Observation.RowChanged row) || row.change().operation() != LeaseOperation.END) {
            return;
        }
        String shard = row.change().after().shard().name();
        if (world.kinesis.openShards(World.STREAM).contains(shard)) {
            violated(row.change().by() + " ended " + shard + ", which is open");
        }
        int hole = world.journal(shard).firstIncompleteIndex();
        if (hole < world.journal(shard).size()) {
            violated(row.change().by() + " ended " + shard + " although record " + hole + " is not completed");
        }
    }
}
