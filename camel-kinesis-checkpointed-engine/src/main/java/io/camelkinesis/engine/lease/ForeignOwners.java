// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.GuardedEvents;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells which shards are left to owners that are no members: once for each shard and owner, at the second look that finds
 * it so, because a member that has just joined may be seen in a shard's row before its own row is.
 */
final class ForeignOwners {

    private record Owner(String clientId, boolean told) {}

    private final GuardedEvents events;
    private final Map<ShardId, Owner> owners = new TreeMap<>();

    ForeignOwners(GuardedEvents events) {
        this.events = events;
    }

    /**
     * Takes in a plan.
     *
     * @param streams the streams for which it was made; of others nothing is known
     */
    void planned(List<LeaseAction> actions, Set<StreamId> streams) {
        Map<ShardId, Owner> before = new TreeMap<>(owners);
        owners.keySet().removeIf(shard -> streams.contains(shard.stream()));
        for (LeaseAction action : actions) {
            if (action instanceof LeaseAction.AwaitStranger stranger) {
                Owner known = before.get(stranger.shard());
                if (known == null || !known.clientId().equals(stranger.owner())) {
                    owners.put(stranger.shard(), new Owner(stranger.owner(), false));
                    continue;
                }
                if (!known.told()) {
                    events.on(new WorkerEvent.ForeignOwner(stranger.shard(), stranger.owner()));
                }
                owners.put(stranger.shard(), new Owner(stranger.owner(), true));
            }
        }
    }

    /** The shards that were left to somebody else at the last look that saw their streams, each with its owner. */
    SortedMap<ShardId, String> present() {
        SortedMap<ShardId, String> present = new TreeMap<>();
        owners.forEach((shard, owner) -> present.put(shard, owner.clientId()));
        return present;
    }
}
