// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.test.lease.LeaseChange;
import io.camelkinesis.test.lease.LeaseOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * G8: a record that was completed is delivered again only if the incarnation that completed it did not end well: its worker
 * died, or lost the lease, or gave it back before all it had taken in was done.
 *
 * <p>Left out is what nobody can know: when another program has deleted the row of a shard, then its checkpoint and its end are
 * known only to workers that have seen them, and one that has not may take the shard before they have written the row again: to
 * them its new row is that of a reset. But who has consumed a shard to its end itself never reads it again while there is no row.
 */
final class RepeatsExplained implements Invariant {

    private static final class Incarnation {
        private final String worker;
        private final ShardId shard;
        private boolean endedWell;
        private boolean rowVanished;

        private Incarnation(String worker, ShardId shard) {
            this.worker = worker;
            this.shard = shard;
        }
    }

    private final Incarnations<Incarnation> incarnations =
            new Incarnations<>((worker, shard, epoch) -> new Incarnation(worker, shard));
    private final Map<SequenceNumber, Incarnation> completedBy = new HashMap<>();
    /** Who has consumed which shard to its end. */
    private final Map<ShardId, Set<String>> enders = new HashMap<>();
    /** Shards whose row was begun, since they were last consumed, by one who had not consumed them. */
    private final Set<ShardId> begunAnew = new HashSet<>();

    @Override
    public void observe(Observation observation) {
        incarnations.observe(observation);
        if (observation instanceof Observation.Said said) {
            if (said.event() instanceof WorkerEvent.LeaseReleased released && released.drained()) {
                endedWell(said.worker(), released.shard());
            } else if (said.event() instanceof WorkerEvent.ShardEnded ended) {
                endedWell(said.worker(), ended.shard());
                begunAnew.remove(ended.shard());
                enders.computeIfAbsent(ended.shard(), shard -> new HashSet<>()).add(said.worker());
            }
        } else if (observation instanceof Observation.RowChanged changed) {
            LeaseChange change = changed.change();
            if (change.operation() == LeaseOperation.CLAIM
                    && !change.before().stored()
                    && !hasConsumed(change.by(), change.before().shard())) {
                begunAnew.add(change.before().shard());
            }
        } else if (observation instanceof Observation.RowVanished vanished) {
            completedBy.values().stream()
                    .filter(by -> by.shard.equals(vanished.shard()))
                    .forEach(by -> by.rowVanished = true);
        } else if (observation instanceof Observation.Finished finished && finished.completed()) {
            completedBy.put(
                    finished.record().sequence(),
                    incarnations.of(finished.worker(), finished.shard(), finished.epoch()));
        } else if (observation instanceof Observation.GivenUp given) {
            Incarnation by = incarnations.present(given.worker(), given.shard());
            if (by != null) {
                completedBy.put(given.sequence(), by);
            }
        } else if (observation instanceof Observation.Started started) {
            Incarnation before = completedBy.get(started.record().sequence());
            if (before != null
                    && !isForgotten(before, started.worker())
                    && (before.endedWell
                            || before == incarnations.of(started.worker(), started.shard(), started.epoch()))) {
                violated(started.worker() + " delivered " + started.record().sequence() + " of " + before.shard
                        + " again, although " + before.worker + " had completed it and "
                        + (before.endedWell ? "given the shard up in good order" : "still held the shard"));
            }
        }
    }

    private boolean isForgotten(Incarnation before, String worker) {
        return before.rowVanished && (begunAnew.contains(before.shard) || !hasConsumed(worker, before.shard));
    }

    private boolean hasConsumed(String worker, ShardId shard) {
        return enders.getOrDefault(shard, Set.of()).contains(worker);
    }

    private void endedWell(String worker, ShardId shard) {
        Incarnation incarnation = incarnations.present(worker, shard);
        if (incarnation != null) {
            incarnation.endedWell = true;
        }
    }
}
