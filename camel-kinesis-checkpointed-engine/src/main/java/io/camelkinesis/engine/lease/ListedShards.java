// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamSelection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The shards of one stream as its listings have shown them, without those that are not selected. Pure: the time is an argument,
 * on the monotonic clock.
 *
 * <p>What one listing says is believed; what it does not say is not, because a shard that a listing lacks may be open and full
 * of records. So a shard that was listed, or that has a row, has left only when every listing of a whole rebalancePeriod lacks it.
 * Until then it counts as it was last listed. So it is with a parent that this worker has never seen listed: its children wait as
 * long for it. That a shard is closed for good is known from a listing that said so, or from a child that names it as a parent.
 */
final class ListedShards {

    private final StreamSelection selection;
    private final Duration leavingTime;
    private final Map<String, Shard> known = new TreeMap<>();
    /**
     * Shards that the last listing lacks, each with the time when the first listing in a row was answered that lacked it, or the first
     * view that showed its row. From then to the question of the last listing it was surely missing.
     */
    private final Map<String, Long> lacking = new HashMap<>();
    /** Shards that were once listed as closed. */
    private final Set<String> closed = new HashSet<>();
    /** Shards that were listed, and always as open. */
    private final Set<String> open = new HashSet<>();

    private boolean listed;
    private long askedNanos;
    private List<Shard> last = List.of();

    ListedShards(StreamSelection selection, Duration rebalancePeriod) {
        this.selection = selection;
        this.leavingTime = rebalancePeriod;
    }

    /**
     * Takes in a listing, unless a younger one was taken in before.
     *
     * @param asked when it was asked for
     * @param answered when it was answered: what it shows was so at some time between the two
     * @param rows the rows that are known
     * @return whether anything is known now that was not before
     */
    boolean listed(List<Shard> all, long asked, long answered, Collection<Lease> rows) {
        if (listed && asked - askedNanos < 0) {
            return false;
        }
        Map<String, Shard> before = new TreeMap<>(known);
        Set<String> leftBefore = left();
        listed = true;
        askedNanos = asked;
        last = List.copyOf(all);
        Map<String, Shard> now = new TreeMap<>();
        for (Shard shard : all) {
            String name = shard.id().name();
            if (selection.includes(name)) {
                if (shard.closed()) {
                    closed.add(name);
                    open.remove(name);
                } else if (!closed.contains(name)) {
                    open.add(name);
                }
                // a shard never opens again: a listing that says so shows what was
                now.put(name, closed.contains(name) ? new Shard(shard.id(), shard.parents(), true) : shard);
            }
        }
        lacking.keySet().removeAll(now.keySet());
        known.keySet().forEach(name -> lackIfNotIn(now, name, answered));
        known.putAll(now);
        parents().forEach(name -> lackIfNotIn(now, name, answered));
        known.keySet().removeIf(this::hasLeft);
        forget(rows);
        return !known.equals(before) || !leftBefore.containsAll(left());
    }

    /** Takes in rows, as a view shows them that was answered at this time. */
    void viewed(Collection<Lease> rows, long answered) {
        rows.forEach(row -> lackIfNotIn(known, row.shard().name(), answered));
    }

    private void lackIfNotIn(Map<String, Shard> shards, String name, long answered) {
        if (!shards.containsKey(name)) {
            lacking.putIfAbsent(name, answered);
        }
    }

    private Set<String> parents() {
        Set<String> parents = new HashSet<>();
        known.values().forEach(shard -> parents.addAll(shard.parents()));
        return parents;
    }

    private Set<String> left() {
        return lacking.keySet().stream().filter(this::hasLeft).collect(Collectors.toSet());
    }

    /** What has neither a row nor is known any more, nor is a parent, is of no interest. */
    private void forget(Collection<Lease> rows) {
        Set<String> kept = parents();
        kept.addAll(known.keySet());
        rows.forEach(row -> kept.add(row.shard().name()));
        lacking.keySet().retainAll(kept);
        closed.retainAll(kept);
        open.retainAll(kept);
    }

    /** Whether the shard was missing for so long, in every listing, that it has left the stream. */
    boolean hasLeft(String name) {
        Long since = lacking.get(name);
        return since != null && askedNanos - since >= leavingTime.toNanos();
    }

    /**
     * Whether a shard that has left was not open when it was last listed. One that was may be left out by listings that are not whole, be
     * closed meanwhile, and be listed again.
     */
    boolean isOver(String name) {
        return hasLeft(name) && !open.contains(name);
    }

    /** Whether children need not wait for a shard that is not known: it has left, or is not to be read here. */
    boolean isAway(String name) {
        return !selection.includes(name) || hasLeft(name);
    }

    /** Whether it is missing in the last listing. */
    boolean isLacking(String name) {
        return lacking.containsKey(name);
    }

    /** Whether the shard was listed as closed, or a child of it is listed. */
    boolean isClosed(String name) {
        return closed.contains(name)
                || last.stream().anyMatch(shard -> shard.parents().contains(name));
    }

    boolean isKnown(String name) {
        return known.containsKey(name);
    }

    /**
     * The shards that are to be read, and those that are younger than the last listing: a row without a listed shard is of a child
     * when it names a parent that is listed and consumed. So all know at once what one of them has found.
     */
    Collection<Shard> withBorn(Collection<Lease> rows) {
        Set<String> consumed = new HashSet<>();
        rows.stream()
                .filter(Lease::ended)
                .forEach(row -> consumed.add(row.shard().name()));
        Map<String, Shard> all = new TreeMap<>(known);
        for (Lease row : rows) {
            String name = row.shard().name();
            boolean isChild =
                    row.parents().stream().anyMatch(parent -> known.containsKey(parent) && consumed.contains(parent));
            if (!row.ended() && isChild && !known.containsKey(name) && !hasLeft(name)) {
                all.put(name, new Shard(row.shard(), row.parents(), false));
            }
        }
        return all.values();
    }

    /** The shards that are to be read and have not left, in the order of their names. */
    Collection<Shard> shards() {
        return known.values();
    }

    /** The last listing as it came, with shards that are not selected. */
    List<Shard> last() {
        return last;
    }
}
