// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Owners of leases that have no member row. They are another program, most likely Redpanda Connect, or a worker whose member
 * row was removed. One lives while any of its rows moves: LeaseTimeout, SequenceNumber, epoch, or a row that becomes its.
 *
 * <p>How long it may stand still depends on whose it is. One that was a member before this worker's eyes is dead after
 * leasePeriod. Any other has {@link #PATIENCE}, whatever our own leasePeriod, because its pauses are its own affair: Redpanda
 * Connect writes each row every commit_period (5 s), and its own workers leave an owner alone until LeaseTimeout, which
 * lies lease_period (30 s) ahead, is 2 lease_periods past: 90 s after its last write. A longer leasePeriod of ours is a
 * longer patience.
 */
final class Strangers {

    /** Redpanda Connect's own 90 s, and time for a view that lags behind. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final long memberNanos;
    private final long patienceNanos;
    private final Map<ShardId, Row> rows = new HashMap<>();
    private final Map<String, Long> movedNanos = new TreeMap<>();
    private final Set<String> dead = new TreeSet<>();
    private final Set<String> formerMembers = new TreeSet<>();

    /** A row of a stranger, and since when it is so. */
    private record Row(String owner, Sighting sighting) {
        Row seen(String nowOwner, Object mark, long now) {
            return nowOwner.equals(owner)
                    ? new Row(owner, sighting.seen(mark, now))
                    : new Row(nowOwner, new Sighting(mark, now));
        }
    }

    Strangers(Duration leasePeriod) {
        this.memberNanos = leasePeriod.toNanos();
        this.patienceNanos = Math.max(memberNanos, PATIENCE.toNanos());
    }

    /** A member's row has gone; should leases still name it, it is a stranger from now on. */
    void wasMember(String id) {
        formerMembers.add(id);
    }

    /**
     * Takes in the rows.
     *
     * @param isKnown whether an owner is no stranger
     * @param asked when the rows were asked for
     * @param now when they were heard
     */
    void observe(List<Lease> leases, Predicate<String> isKnown, long asked, long now) {
        Map<ShardId, Row> present = new HashMap<>();
        movedNanos.clear();
        for (Lease lease : leases) {
            String owner = lease.owner();
            if (owner != null && !isKnown.test(owner)) {
                Row before = rows.get(lease.shard());
                Object mark = mark(lease);
                Row row = before == null ? new Row(owner, new Sighting(mark, now)) : before.seen(owner, mark, now);
                present.put(lease.shard(), row);
                movedNanos.merge(owner, row.sighting().sinceNanos(), (a, b) -> a - b > 0 ? a : b);
            }
        }
        rows.clear();
        rows.putAll(present);
        formerMembers.retainAll(movedNanos.keySet());
        dead.clear();
        movedNanos.forEach((owner, since) -> {
            if (asked - since >= (formerMembers.contains(owner) ? memberNanos : patienceNanos)) {
                dead.add(owner);
            }
        });
    }

    private static Object mark(Lease lease) {
        return List.of(Objects.toString(lease.leaseTimeout()), Objects.toString(lease.sequenceText()), lease.epoch());
    }

    /** Whether this owner was one when the rows were last taken in. */
    boolean includes(String owner) {
        return movedNanos.containsKey(owner);
    }

    /** Whether it is one that must be left alone. */
    boolean mayBeAlive(String owner) {
        return includes(owner) && !dead.contains(owner);
    }
}
