// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lineage;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The family of the shards of one stream, from one listing and one view of the lease table: which shards may be read, from
 * where, and which rows have served their time.
 *
 * <ul>
 *   <li>A shard may be read when every parent has been consumed to its end, or has left the stream. A shard that has a row was
 *       begun before, so that it does not wait for a parent of which there is neither a row nor a listing.
 *   <li>It starts behind its checkpoint. Without one: where its own row says, if the shard was reset; else at its beginning
 *       if a parent was read (a checkpoint in the parent's row proves it), else where the group began. A group that began at a time finds nothing in shards that were closed
 *       before that time, and their children must start at that time as well, not bring back what is older.
 *   <li>A row may go when its shard has left the stream, a child of it is known, which proves that it was closed, and every
 *       listed child has a row of its own, because a child without a row looks at its parents' rows for its start.
 * </ul>
 */
public final class ShardLineage {

    private final Map<String, Shard> listed = new TreeMap<>();
    private final Map<String, Lease> leases = new TreeMap<>();
    private final Predicate<String> isAway;
    private final Predicate<String> isOver;

    /** A lineage in which what is not listed has left the stream. */
    public ShardLineage(Collection<Shard> listed, Collection<Lease> leases) {
        this(listed, leases, name -> true, name -> true);
    }

    /**
     * @param listed the shards to read, as listed
     * @param leases the rows of the stream
     * @param isAway of a parent that is not listed: whether its children need not wait for it
     * @param isOver of a shard that is not listed: whether it is certain that it will not be listed again
     */
    public ShardLineage(
            Collection<Shard> listed, Collection<Lease> leases, Predicate<String> isAway, Predicate<String> isOver) {
        this.isAway = isAway;
        this.isOver = isOver;
        listed.forEach(shard -> this.listed.put(shard.id().name(), shard));
        leases.forEach(lease -> this.leases.put(lease.shard().name(), lease));
    }

    /** The lease of a listed shard, absent when it has no row. */
    public Lease lease(Shard shard) {
        Lease lease = leases.get(shard.id().name());
        return lease != null ? lease : Lease.absent(shard);
    }

    /** Shards that are not consumed yet and may be read now, in the order of their names. */
    public List<Shard> runnable() {
        List<Shard> runnable = new ArrayList<>();
        for (Shard shard : listed.values()) {
            if (!isConsumed(shard.id().name()) && parentsAreOutOfTheWay(shard)) {
                runnable.add(shard);
            }
        }
        return runnable;
    }

    /** Shards that wait for a parent, in the order of their names. */
    public List<Shard> waiting() {
        List<Shard> waiting = new ArrayList<>();
        for (Shard shard : listed.values()) {
            if (!isConsumed(shard.id().name()) && !parentsAreOutOfTheWay(shard)) {
                waiting.add(shard);
            }
        }
        return waiting;
    }

    /**
     * Those of the {@link #waiting()} that can never be read, because parents of theirs wait for each other or for
     * themselves. A service lists no such shards.
     */
    public List<Shard> stuck() {
        Map<String, Shard> stuck = new TreeMap<>();
        waiting().forEach(shard -> stuck.put(shard.id().name(), shard));
        boolean changed = !stuck.isEmpty();
        while (changed) {
            changed = stuck.values().removeIf(shard -> shard.parents().stream().noneMatch(stuck::containsKey));
        }
        return List.copyOf(stuck.values());
    }

    /** Where reading of a shard starts, as far as its row was seen. */
    public Position start(Shard shard, GroupStart group) {
        return start(shard, lease(shard), group);
    }

    /**
     * Where reading of a shard starts.
     *
     * @param lease its row, which may be younger than the rows that were seen
     */
    public Position start(Shard shard, Lease lease, GroupStart group) {
        SequenceNumber checkpoint = lease.checkpoint();
        if (checkpoint != null) {
            return new Position.After(checkpoint);
        }
        Position own = lease.startPosition();
        if (own != null) {
            return own;
        }
        return shard.parents().stream().anyMatch(this::wasRead) ? Position.TRIM_HORIZON : group.position();
    }

    /**
     * Rows that nobody needs any more, in the order of their names.
     *
     * @param mayBeAlive whether the owner of a row may still be at work on its shard
     */
    public List<Lease> retirable(Predicate<String> mayBeAlive) {
        List<Lease> retirable = new ArrayList<>();
        Set<String> parents = parents();
        for (Lease lease : leases.values()) {
            String name = lease.shard().name();
            String owner = lease.owner();
            boolean idle = lease.ended() || owner == null || !mayBeAlive.test(owner);
            if (!listed.containsKey(name)
                    && isOver.test(name)
                    && idle
                    && parents.contains(name)
                    && childrenHaveRows(name)) {
                retirable.add(lease);
            }
        }
        return retirable;
    }

    /** Shards that take records although their row says that they are consumed: the stream is another than it was. */
    public List<ShardId> contradictions() {
        return listed.values().stream()
                .filter(shard -> !shard.closed() && isConsumed(shard.id().name()))
                .map(Shard::id)
                .toList();
    }

    private boolean isConsumed(String name) {
        Lease lease = leases.get(name);
        return lease != null && lease.ended();
    }

    private boolean parentsAreOutOfTheWay(Shard shard) {
        return shard.parents().stream().allMatch(parent -> isOutOfTheWay(parent, shard));
    }

    private boolean isOutOfTheWay(String parent, Shard child) {
        return isConsumed(parent) || (!listed.containsKey(parent) && (isAway.test(parent) || wasBegun(child, parent)));
    }

    /** Whether a shard was begun once, when nothing was left of its parent, and nothing is. */
    private boolean wasBegun(Shard child, String parent) {
        return leases.containsKey(child.id().name()) && !leases.containsKey(parent);
    }

    private boolean wasRead(String parent) {
        @Nullable Lease lease = leases.get(parent);
        return lease != null && lease.sequenceText() != null;
    }

    /** Shards of which a child is known, by listing or by row. */
    private Set<String> parents() {
        Set<String> parents = new HashSet<>();
        listed.values().forEach(shard -> parents.addAll(shard.parents()));
        leases.values().forEach(row -> parents.addAll(row.parents()));
        return parents;
    }

    private boolean childrenHaveRows(String parent) {
        return listed.values().stream()
                .filter(shard -> shard.parents().contains(parent))
                .allMatch(child -> leases.containsKey(child.id().name()));
    }
}
