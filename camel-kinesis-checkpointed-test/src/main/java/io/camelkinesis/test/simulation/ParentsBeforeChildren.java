// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.HashSet;
import java.util.Set;

/**
 * G3: no record of a shard is delivered before every parent that is still listed has been consumed. One that was consumed stays
 * so, also when another program has deleted the row that said it.
 */
final class ParentsBeforeChildren implements Invariant {

    private final World world;
    private final Set<String> consumed = new HashSet<>();
    private final Set<String> cleared = new HashSet<>();

    ParentsBeforeChildren(World world) {
        this.world = world;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.RowChanged row
                && row.change().after().ended()) {
            consumed.add(row.change().after().shard().name());
        }
        if (!(observation instanceof Observation.Started started)) {
            return;
        }
        String shard = started.shard().name();
        if (cleared.contains(shard)) {
            return;
        }
        for (String parent : world.parents(shard)) {
            if (world.kinesis.shards(World.STREAM).contains(parent) && !consumed.contains(parent)) {
                violated(started.worker() + " delivered from " + shard + " although its parent " + parent
                        + " is not consumed");
            }
        }
        cleared.add(shard);
    }
}
