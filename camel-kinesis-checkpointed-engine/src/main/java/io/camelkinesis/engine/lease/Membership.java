// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is alive on a stream, by this worker's own eyes: a member whose beat has moved within leasePeriod on this worker's
 * monotonic clock. Pure: the time is an argument.
 *
 * <p>Who is seen for the first time may have died long ago: nobody can know before leasePeriod is over, and until then its
 * leases are left alone. But whose row was written longer than leasePeriod ago, by the clocks on the wall, is not counted on
 * either: it is given no shard before its beat moves. Wrong clocks make shards wait or move once more, and nothing else.
 */
final class Membership {

    /** What a look changed. */
    record Changes(List<String> appeared, List<String> left, List<String> died, boolean shardsMoved) {
        boolean any() {
            return shardsMoved || !appeared.isEmpty() || !left.isEmpty() || !died.isEmpty();
        }
    }

    /** leasePeriods that the row of a dead member is kept after its death was seen, for people who look. */
    static final int KEPT_PERIODS = 10;

    private final String self;
    private final long periodNanos;
    private final Map<String, Sighting> beats = new TreeMap<>();
    private final Map<String, Integer> shards = new TreeMap<>();
    /** Members that may be given only shards that they name. */
    private final Map<String, Set<String>> choosy = new TreeMap<>();

    private final SortedSet<String> dead = new TreeSet<>();
    /** Members whose rows looked old when they were first seen, and whose beat has not moved since. */
    private final SortedSet<String> doubtful = new TreeSet<>();

    /** Members whose rows say that the stream answers them. */
    private final Set<String> reading = new HashSet<>();

    private final Strangers strangers;
    /** Null after each change. */
    private @Nullable Readers readers;

    Membership(String self, Duration leasePeriod) {
        this.self = self;
        this.periodNanos = leasePeriod.toNanos();
        this.strangers = new Strangers(leasePeriod);
    }

    /**
     * Takes in the member rows.
     *
     * @param asked when they were asked for: that a beat had not moved by then is all that they show
     * @param now when the answer was heard, which may be much later, and others may have moved since
     * @param wall what the clock on the wall shows
     */
    Changes observe(List<Member> members, long asked, long now, Instant wall) {
        List<String> appeared = new ArrayList<>();
        List<String> died = new ArrayList<>();
        boolean moved = false;
        readers = null;
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
            Set<String> only = member.only() == null ? null : new HashSet<>(member.only());
            Set<String> onlyBefore = only == null ? choosy.remove(id) : choosy.put(id, only);
            moved |= before != null && !Objects.equals(only, onlyBefore);
            if (member.canRead()) {
                reading.add(id);
            } else {
                reading.remove(id);
            }
            if (after.isStale(asked, periodNanos)) {
                doubtful.remove(id);
                if (dead.add(id)) {
                    died.add(id);
                }
            } else if (before == null && isOld(member, wall)) {
                doubtful.add(id);
            } else if (before == null || dead.remove(id) || (!after.equals(before) && doubtful.remove(id))) {
                appeared.add(id);
            }
        }
        List<String> left = new ArrayList<>();
        for (String id : List.copyOf(beats.keySet())) {
            if (!present.containsKey(id)) {
                beats.remove(id);
                shards.remove(id);
                choosy.remove(id);
                reading.remove(id);
                strangers.wasMember(id);
                boolean counted = !doubtful.remove(id);
                if (!dead.remove(id) && counted) {
                    left.add(id);
                }
            }
        }
        return new Changes(appeared, left, died, moved);
    }

    /**
     * Whether these rows, which may be old by a moment, show somebody who came, went, came to life again or has another
     * share: worth a look. That a beat has not moved they cannot show.
     */
    boolean differ(List<Member> members) {
        int others = 0;
        for (Member member : members) {
            String id = member.clientId();
            if (!id.equals(self)) {
                others++;
                if (isNews(id, member)) {
                    return true;
                }
            }
        }
        return others != beats.size();
    }

    private boolean isNews(String id, Member member) {
        Sighting seen = beats.get(id);
        Set<String> only = member.only() == null ? null : new HashSet<>(member.only());
        boolean discounted = dead.contains(id) || doubtful.contains(id);
        return seen == null
                || !Objects.equals(shards.get(id), member.shards())
                || !Objects.equals(choosy.get(id), only)
                || (discounted && !seen.mark().equals(member.beat()));
    }

    private boolean isOld(Member member, Instant wall) {
        return member.seenAt() != null && member.seenAt().isBefore(wall.minusNanos(periodNanos));
    }

    /** Takes in the owners of shard rows that have no member row; the times are those of {@link #observe}. */
    void observeStrangers(List<Lease> leases, long asked, long now) {
        strangers.observe(leases, owner -> owner.equals(self) || beats.containsKey(owner), asked, now);
    }

    /** Members that are alive, this one included, in order: those who share the shards. */
    SortedSet<String> alive() {
        SortedSet<String> alive = new TreeSet<>(beats.keySet());
        alive.removeAll(dead);
        alive.removeAll(doubtful);
        alive.add(self);
        return alive;
    }

    /**
     * Those of {@link #alive} that may be given this shard, in order. To be asked about shards that this worker reads: where no
     * other may be given one, it is that.
     */
    SortedSet<String> aliveFor(String shard) {
        if (readers == null) {
            readers = new Readers(alive(), choosy, self);
        }
        return readers.of(shard);
    }

    /** Who may be given which shard, as long as nothing changes. */
    private static final class Readers {
        private final SortedSet<String> ofAll;
        /** Those who name a shard. */
        private final Map<String, SortedSet<String>> ofNamed = new HashMap<>();

        private Readers(SortedSet<String> alive, Map<String, Set<String>> choosy, String self) {
            choosy.forEach((id, names) -> {
                if (alive.remove(id)) {
                    names.forEach(name -> ofNamed.computeIfAbsent(name, key -> new TreeSet<>())
                            .add(id));
                }
            });
            ofNamed.values().forEach(ids -> ids.addAll(alive));
            ofAll = alive.isEmpty() ? new TreeSet<>(Set.of(self)) : alive;
        }

        private SortedSet<String> of(String shard) {
            SortedSet<String> named = ofNamed.get(shard);
            return named == null ? ofAll : named;
        }
    }

    /** This worker leaves all shards to the others, or takes part again. */
    void pause(boolean on) {
        readers = null;
        if (on) {
            choosy.put(self, Set.of());
        } else {
            choosy.remove(self);
        }
    }

    /** Other members that are alive and may be given all shards. */
    private Set<String> others() {
        Set<String> others = alive();
        others.removeAll(choosy.keySet());
        others.remove(self);
        return others;
    }

    boolean hasOthers() {
        return !others().isEmpty();
    }

    /** Whether one of the others says that the stream answers it. */
    boolean othersRead() {
        return others().stream().anyMatch(reading::contains);
    }

    /** Whether all members may be given all shards. */
    boolean isUniform() {
        return choosy.isEmpty();
    }

    /** How long until a member that lives will have been seen unmoved for leasePeriod, unless it moves; most when none is. */
    long nanosUntilDeath(long now) {
        long least = Long.MAX_VALUE;
        for (Map.Entry<String, Sighting> beat : beats.entrySet()) {
            if (!dead.contains(beat.getKey())) {
                least = Math.min(least, beat.getValue().sinceNanos() + periodNanos - now);
            }
        }
        return least;
    }

    /** Whether this worker is the one who does what one is enough for: the first that is alive. */
    boolean isFirst() {
        return alive().first().equals(self);
    }

    /** Members that have been dead for so long that nobody needs their rows, with their beat as it was seen, in order. */
    SortedMap<String, Long> longDead(long asked) {
        SortedMap<String, Long> longDead = new TreeMap<>();
        for (String id : dead) {
            Sighting last = beats.get(id);
            if (last != null && last.isStale(asked, (1 + KEPT_PERIODS) * periodNanos)) {
                longDead.put(id, (Long) last.mark());
            }
        }
        return longDead;
    }

    /** Whether whoever holds a lease under this id must be left alone. */
    boolean mayBeAlive(String owner) {
        return beats.containsKey(owner) ? !dead.contains(owner) : strangers.mayBeAlive(owner);
    }

    /** Whether it holds leases and has no member row. */
    boolean isStranger(String owner) {
        return strangers.includes(owner);
    }
}
