package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is alive on a stream, by this worker's own eyes: a member whose beat has moved within leasePeriod on this worker's
 * monotonic clock. What a clock on a wall says decides nothing. Pure: the time is an argument.
 */
final class Membership {

    /** What a look changed. */
    record Changes(List<String> appeared, List<String> left, List<String> died, boolean shardsMoved) {
        boolean any() {
            return shardsMoved || !appeared.isEmpty() || !left.isEmpty() || !died.isEmpty();
        }
    }

    private final String self;
    private final long periodNanos;
    private final Map<String, Sighting> beats = new TreeMap<>();
    private final Map<String, Integer> shards = new TreeMap<>();
    private final SortedSet<String> dead = new TreeSet<>();
    /** Rows whose owner has no member row: another program, or a member whose row was removed. */
    private final Map<String, Sighting> strangers = new TreeMap<>();

    private final SortedSet<String> deadStrangers = new TreeSet<>();

    Membership(String self, Duration leasePeriod) {
        this.self = self;
        this.periodNanos = leasePeriod.toNanos();
    }

    /**
     * Takes in the member rows.
     *
     * @param asked when they were asked for: that a beat had not moved by then is all that they show
     * @param now when the answer was heard, which may be much later, and others may have moved since
     */
    Changes observe(List<Member> members, long asked, long now) {
        List<String> appeared = new ArrayList<>();
        List<String> died = new ArrayList<>();
        boolean moved = false;
        Map<String, Member> present = new TreeMap<>();
        for (Member member : members) {
            String id = member.clientId();
            if (id.equals(self)) {
                continue;
            }
            present.put(id, member);
            Sighting before = beats.get(id);
            Sighting after = before == null ? new Sighting(member.beat(), now) : before.seen(member.beat(), now);
            beats.put(id, after);
            Integer shardsBefore = shards.put(id, member.shards());
            moved |= shardsBefore != null && shardsBefore != member.shards();
            if (after.isStale(asked, periodNanos)) {
                if (dead.add(id)) {
                    died.add(id);
                }
            } else if (before == null || dead.remove(id)) {
                appeared.add(id);
            }
        }
        List<String> left = new ArrayList<>();
        for (String id : List.copyOf(beats.keySet())) {
            if (!present.containsKey(id)) {
                beats.remove(id);
                shards.remove(id);
                if (!dead.remove(id)) {
                    left.add(id);
                }
            }
        }
        return new Changes(appeared, left, died, moved);
    }

    /** Takes in the owners of shard rows that have no member row; the times are those of {@link #observe}. */
    void observeStrangers(List<Lease> leases, long asked, long now) {
        Map<String, Object> marks = new TreeMap<>();
        for (Lease lease : leases) {
            String owner = lease.owner();
            if (owner != null && !owner.equals(self) && !beats.containsKey(owner)) {
                marks.merge(owner, mark(lease), (a, b) -> a + "\n" + b);
            }
        }
        strangers.keySet().retainAll(marks.keySet());
        marks.forEach((owner, mark) ->
                strangers.compute(owner, (id, seen) -> seen == null ? new Sighting(mark, now) : seen.seen(mark, now)));
        deadStrangers.clear();
        strangers.forEach((owner, seen) -> {
            if (seen.isStale(asked, periodNanos)) {
                deadStrangers.add(owner);
            }
        });
    }

    private static Object mark(Lease lease) {
        return lease.shard().name() + ' ' + lease.leaseTimeout() + ' ' + lease.sequenceText() + ' ' + lease.epoch();
    }

    /** Members that are alive, this one included, in order: those who share the shards. */
    SortedSet<String> alive() {
        SortedSet<String> alive = new TreeSet<>(beats.keySet());
        alive.removeAll(dead);
        alive.add(self);
        return alive;
    }

    /** Whether whoever holds a lease under this id must be left alone. */
    boolean mayBeAlive(String owner) {
        return beats.containsKey(owner) ? !dead.contains(owner) : isStranger(owner) && !deadStrangers.contains(owner);
    }

    boolean isStranger(String owner) {
        return strangers.containsKey(owner);
    }
}
