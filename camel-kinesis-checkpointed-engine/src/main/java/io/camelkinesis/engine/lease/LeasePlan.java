package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one worker should do about the leases of its streams, from one look: a pure function.
 *
 * <p>Streams that are shared by the same members are shared out together, so that the shards of all of them are balanced.
 */
final class LeasePlan {

    /**
     * One stream as it was looked at.
     *
     * @param alive its members that are alive, this one included
     * @param membership who else may be alive
     */
    record Scene(ShardLineage lineage, Membership membership, SortedSet<String> alive) {}

    private final String self;
    private final LeaseHolder holder;
    private final List<LeaseAction> actions = new ArrayList<>();

    private LeasePlan(String self, LeaseHolder holder) {
        this.self = self;
        this.holder = holder;
    }

    static List<LeaseAction> decide(String self, List<Scene> scenes, LeaseHolder holder) {
        LeasePlan plan = new LeasePlan(self, holder);
        Map<String, List<Scene>> byMembers = new TreeMap<>();
        for (Scene scene : scenes) {
            byMembers
                    .computeIfAbsent(String.join("\n", scene.alive()), members -> new ArrayList<>())
                    .add(scene);
        }
        byMembers.values().forEach(plan::share);
        return plan.actions;
    }

    private void share(List<Scene> scenes) {
        SortedMap<ShardId, @Nullable String> owners = new TreeMap<>();
        Map<ShardId, Scene> sceneOf = new TreeMap<>();
        Map<ShardId, Shard> shards = new TreeMap<>();
        for (Scene scene : scenes) {
            for (Shard shard : scene.lineage().runnable()) {
                String owner = ownerOf(shard, scene);
                if (owner != null && isLivingStranger(owner, scene)) {
                    actions.add(new LeaseAction.AwaitStranger(shard.id(), owner));
                } else {
                    owners.put(shard.id(), owner);
                    sceneOf.put(shard.id(), scene);
                    shards.put(shard.id(), shard);
                }
            }
        }
        if (scenes.isEmpty() || owners.isEmpty()) {
            return;
        }
        SortedMap<ShardId, String> assigned =
                Assignment.assign(owners, scenes.get(0).alive());
        assigned.forEach((id, member) -> {
            Shard shard = shards.get(id);
            Scene scene = sceneOf.get(id);
            if (shard != null && scene != null) {
                decide(shard, scene, member.equals(self));
            }
        });
    }

    /** What we hold counts as ours although the view may not show it yet. */
    private @Nullable String ownerOf(Shard shard, Scene scene) {
        return holder.held(shard.id()) != null
                ? self
                : scene.lineage().lease(shard).owner();
    }

    private boolean isLivingStranger(String owner, Scene scene) {
        return !owner.equals(self)
                && scene.membership().isStranger(owner)
                && scene.membership().mayBeAlive(owner);
    }

    private void decide(Shard shard, Scene scene, boolean mine) {
        Lease seen = scene.lineage().lease(shard);
        Lease held = holder.held(shard.id());
        if (held != null) {
            if (seen.epoch() > held.epoch() || (seen.epoch() == held.epoch() && !self.equals(seen.owner()))) {
                actions.add(new LeaseAction.Verify(shard.id()));
            }
            if (!mine) {
                actions.add(new LeaseAction.HandOver(shard.id()));
            }
            return;
        }
        String owner = seen.owner();
        if (mine) {
            if (holder.isBarred(shard.id())) {
                return;
            }
            boolean free =
                    owner == null || owner.equals(self) || !scene.membership().mayBeAlive(owner);
            actions.add(free ? new LeaseAction.Claim(shard, seen) : new LeaseAction.Await(shard.id()));
        } else if (self.equals(owner)) {
            actions.add(new LeaseAction.ReleaseStray(seen));
        }
    }

    /**
     * Rows to be cleared away, if this worker is the one who does it: the first member. Only for a look whose listing is
     * younger than its rows.
     */
    static List<LeaseAction> tidy(String self, List<Scene> scenes) {
        List<LeaseAction> actions = new ArrayList<>();
        for (Scene scene : scenes) {
            if (scene.alive().first().equals(self)) {
                scene.lineage().retirable().forEach(lease -> actions.add(new LeaseAction.Retire(lease)));
            }
        }
        return actions;
    }
}
