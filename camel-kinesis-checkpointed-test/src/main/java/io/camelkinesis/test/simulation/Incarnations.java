// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which claim of a shard an epoch of a worker belongs to. A worker that claims its own lease again in place goes on with what it
 * had in flight: both epochs are one incarnation. Two workers may have the same epoch, if the row was deleted in between.
 *
 * @param <T> what is kept for each incarnation
 */
final class Incarnations<T> {

    /** Makes what is kept. */
    interface Factory<T> {
        T create(String worker, ShardId shard, long epoch);
    }

    private record Key(String worker, ShardId shard, long epoch) {}

    private final Factory<T> factory;
    private final Map<Key, T> states = new HashMap<>();
    private final Map<String, Map<ShardId, T>> present = new HashMap<>();

    Incarnations(Factory<T> factory) {
        this.factory = factory;
    }

    /** To be told of everything that workers say. */
    void observe(Observation observation) {
        if (!(observation instanceof Observation.Said said)) {
            return;
        }
        if (said.event() instanceof WorkerEvent.LeaseClaimed claimed) {
            T state = factory.create(said.worker(), claimed.shard(), claimed.epoch());
            states.put(new Key(said.worker(), claimed.shard(), claimed.epoch()), state);
            present.computeIfAbsent(said.worker(), name -> new HashMap<>()).put(claimed.shard(), state);
        } else if (said.event() instanceof WorkerEvent.LeaseRenewed renewed) {
            T state = present.getOrDefault(said.worker(), Map.of()).get(renewed.shard());
            if (state != null) {
                states.put(new Key(said.worker(), renewed.shard(), renewed.epoch()), state);
            }
        }
    }

    /** What is kept for the incarnation to which this epoch belongs. */
    T of(String worker, ShardId shard, long epoch) {
        T state = states.get(new Key(worker, shard, epoch));
        if (state == null) {
            throw new Violation("Incarnations", worker + " has never announced epoch " + epoch + " of " + shard);
        }
        return state;
    }

    /** What is kept for the shard as this worker last claimed it. */
    @Nullable
    T present(String worker, ShardId shard) {
        return present.getOrDefault(worker, Map.of()).get(shard);
    }
}
