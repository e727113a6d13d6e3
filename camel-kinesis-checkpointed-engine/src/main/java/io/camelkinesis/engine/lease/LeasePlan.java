// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one worker should do about the leases of its streams, from one look: a pure function.
 *
 * <p>Shards that are read by the same members are shared out together, of however many streams they are, so that all of them are
 * balanced. A member that names its shards takes no part in others.
 */
final class LeasePlan {

    /**
     * One stream as it was looked at.
     *
     * @param alive its members that are alive, this one included
     * @param membership who else may be alive
     * @param isHeir whether this worker has consumed a parent of a shard to its end
     */
    record Scene(ShardLineage lineage, Membership membership, SortedSet<String> alive, Predicate<Shard> isHeir) {

        Scene(ShardLineage lineage, Membership membership, SortedSet<String> alive) {
            this(lineage, membership, alive, shard -> false);
        }
    }

    private final String self;
    private final LeaseHolder holder;
    private final List<LeaseAction> actions = new ArrayList<>();

    private LeasePlan(String self, LeaseHolder holder) {
        this.self = self;
        this.holder = holder;
    }

    /** Shards that are read by the same members, who share them out among themselves. */
    private static final class Common {
        private final SortedSet<String> readers;
        private final SortedMap<ShardId, @Nullable String> owners = new TreeMap<>();
        private final Map<ShardId, Scene> scenes = new HashMap<>();
        private final Map<ShardId, Shard> shards = new HashMap<>();

        private Common(SortedSet<String> readers) {
            this.readers = readers;
        }

        private void add(Shard shard, @Nullable String owner, Scene scene) {
            owners.put(shard.id(), owner);
            scenes.put(shard.id(), scene);
            shards.put(shard.id(), shard);
        }
    }

    static List<LeaseAction> decide(String self, List<Scene> scenes, LeaseHolder holder) {
        LeasePlan plan = new LeasePlan(self, holder);
        Map<String, Common> byReaders = new TreeMap<>();
        for (Scene scene : scenes) {
            plan.sort(scene, byReaders);
        }
        byReaders.values().forEach(plan::share);
        return plan.actions;
    }

    private void sort(Scene scene, Map<String, Common> byReaders) {
        boolean uniform = scene.membership().isUniform();
        SortedSet<String> usual = uniform ? scene.alive() : new TreeSet<>();
        String key = String.join("\n", usual);
        for (Shard shard : scene.lineage().runnable()) {
            String owner = ownerOf(shard, scene);
            if (owner != null && isLivingStranger(owner, scene)) {
                actions.add(new LeaseAction.AwaitStranger(shard.id(), owner));
                continue;
            }
            SortedSet<String> readers = uniform ? usual : readersOf(shard.id(), scene);
            if (readers != usual) {
                // the same for most shards
                usual = readers;
                key = String.join("\n", readers);
            }
            byReaders.computeIfAbsent(key, all -> new Common(readers)).add(shard, owner, scene);
        }
        for (Shard shard : scene.lineage().waiting()) {
            // its parents have been reset while we read it
            verifyIfHeldOtherwise(scene.lineage().lease(shard), holder.held(shard.id()));
        }
    }

    private void verifyIfHeldOtherwise(Lease seen, @Nullable Lease held) {
        // also under a lower epoch: Redpanda Connect drops that attribute
        if (held != null && (seen.epoch() > held.epoch() || (seen.stored() && !self.equals(seen.owner())))) {
            actions.add(new LeaseAction.Verify(seen.shard()));
        }
    }

    private static SortedSet<String> readersOf(ShardId shard, Scene scene) {
        return scene.membership().aliveFor(shard.name());
    }

    private void share(Common common) {
        SortedMap<ShardId, String> assigned = Assignment.assign(common.owners, common.readers);
        assigned.forEach((id, member) -> {
            Shard shard = common.shards.get(id);
            Scene scene = common.scenes.get(id);
            if (shard != null && scene != null) {
                decide(shard, scene, member.equals(self));
            }
        });
    }

    /** What we hold counts as ours although the view may not show it yet. */
    private @Nullable String ownerOf(Shard shard, Scene scene) {
        return holder.held(shard.id()) != null || isToBegin(shard, scene)
                ? self
                : scene.lineage().lease(shard).owner();
    }

    /**
     * A child without a row is begun at once by who has consumed its parent, and does not wait until the member that it is
     * assigned to has listed it. Should that be another, it is handed over later, as any shard.
     */
    private static boolean isToBegin(Shard shard, Scene scene) {
        return !scene.lineage().lease(shard).stored() && scene.isHeir().test(shard);
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
            verifyIfHeldOtherwise(seen, held);
            if (!mine) {
                actions.add(new LeaseAction.HandOver(shard.id()));
            }
            return;
        }
        String owner = seen.owner();
        if (mine || isToBegin(shard, scene)) {
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
     * Rows to be cleared away, if this worker is the one who does it: the first member that reads such a shard.
     */
    static List<LeaseAction> tidy(String self, List<Scene> scenes) {
        List<LeaseAction> actions = new ArrayList<>();
        for (Scene scene : scenes) {
            Predicate<String> mayBeAlive =
                    owner -> owner.equals(self) || scene.membership().mayBeAlive(owner);
            for (Lease lease : scene.lineage().retirable(mayBeAlive)) {
                if (readersOf(lease.shard(), scene).first().equals(self)) {
                    actions.add(new LeaseAction.Retire(lease));
                }
            }
        }
        return actions;
    }
}
