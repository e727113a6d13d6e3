// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A commit that the table did not take is not tried again within a commitPeriod; but the last one before a lease is given up, behind
 * which no other comes, need not wait.
 */
final class CommitsPaced implements Invariant {

    private record Holding(String worker, ShardId shard, long epoch) {}

    private final World world;
    private final Duration commitPeriod;
    private final Map<Holding, Long> throttled = new HashMap<>();
    /** Those that have tried again so soon that it must have been their last commit. */
    private final Set<Holding> hasty = new HashSet<>();

    private final Set<Holding> over = new HashSet<>();

    CommitsPaced(World world, Duration commitPeriod) {
        this.world = world;
        this.commitPeriod = commitPeriod;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.CommitSent sent) {
            Holding holding = new Holding(sent.worker(), sent.shard(), sent.epoch());
            if (over.contains(holding)) {
                violated(sent.worker() + " tried a commit of " + sent.shard() + " again within " + commitPeriod
                        + " after it had been throttled, and that was not the last one");
            }
            Long since = throttled.get(holding);
            if (since != null && world.time.nanoTime() - since < commitPeriod.toNanos()) {
                hasty.add(holding);
            }
        } else if (observation instanceof Observation.CommitAnswered answered) {
            Holding holding = new Holding(answered.worker(), answered.shard(), answered.epoch());
            if (answered.throttled()) {
                throttled.put(holding, world.time.nanoTime());
            } else {
                throttled.remove(holding);
                if (hasty.contains(holding)) {
                    over.add(holding);
                }
            }
        }
    }
}
