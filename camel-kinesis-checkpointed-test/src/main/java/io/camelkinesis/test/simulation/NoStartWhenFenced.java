// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * G4: nothing is read or delivered later than 0.9 leasePeriods after the sending of the last heartbeat that was answered, nor under
 * an epoch of which the worker has said, or been told, that it is over.
 */
final class NoStartWhenFenced implements Invariant {

    private record Over(String worker, ShardId shard, long epoch) {}

    private final VirtualTime time;
    private final long termNanos;
    private final Map<String, Long> lastHeartbeat = new HashMap<>();
    private final Set<Over> over = new HashSet<>();

    NoStartWhenFenced(VirtualTime time, Duration leasePeriod) {
        this.time = time;
        this.termNanos = leasePeriod.toNanos() / 10 * 9;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.HeartbeatAnswered heartbeat) {
            lastHeartbeat.merge(heartbeat.worker(), heartbeat.sentNanos(), Math::max);
        } else if (observation instanceof Observation.ToldOfLoss told) {
            over.add(new Over(told.worker(), told.shard(), told.epoch()));
        } else if (observation instanceof Observation.Said said) {
            if (said.event() instanceof WorkerEvent.LeaseLost lost) {
                over.add(new Over(said.worker(), lost.shard(), lost.epoch()));
            } else if (said.event() instanceof WorkerEvent.LeaseReleased released) {
                over.add(new Over(said.worker(), released.shard(), released.epoch()));
            } else if (said.event() instanceof WorkerEvent.ShardEnded ended) {
                over.add(new Over(said.worker(), ended.shard(), ended.epoch()));
            }
        } else if (observation instanceof Observation.ReadSent read) {
            requireTerm(read.worker(), "read", read.shard());
        } else if (observation instanceof Observation.Started started) {
            requireTerm(started.worker(), "delivered from", started.shard());
            if (over.contains(new Over(started.worker(), started.shard(), started.epoch()))) {
                violated(started.worker() + " delivered from " + started.shard() + " under epoch " + started.epoch()
                        + ", which it knew to be over");
            }
        }
    }

    private void requireTerm(String worker, String did, ShardId shard) {
        Long sent = lastHeartbeat.get(worker);
        if (sent == null || time.nanoTime() - sent >= termNanos) {
            violated(worker + " " + did + " " + shard + " after its term: last heartbeat "
                    + (sent == null ? "never" : Duration.ofNanos(time.nanoTime() - sent) + " ago"));
        }
    }
}
