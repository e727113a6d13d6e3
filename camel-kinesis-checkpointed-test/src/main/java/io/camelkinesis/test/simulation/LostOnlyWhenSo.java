// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.runtime.WorkerEvent;

/** A worker that says that the row of a shard is gone, or another's, does not hold that row under that epoch: none of them comes back. */
final class LostOnlyWhenSo implements Invariant {

    private final World world;

    LostOnlyWhenSo(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.Said said
                && said.event() instanceof WorkerEvent.LeaseLost lost
                && (lost.reason().equals(WorkerEvent.LeaseLost.ROW_IS_GONE)
                        || lost.reason().startsWith("the row names")
                        || lost.reason().startsWith("held by"))
                && world.table
                        .lease(lost.shard())
                        .filter(row -> row.isHeldBy(said.worker(), lost.epoch()))
                        .isPresent()) {
            violated(said.worker() + " gave " + lost.shard() + " up under epoch " + lost.epoch() + ", because "
                    + lost.reason() + ", which is not so");
        }
    }
}
