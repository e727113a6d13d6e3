// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.table.LeaseTableView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Whether somebody is at work on rows: what moves is alive. A member moves its beat; an owner without a member row, Redpanda
 * Connect for example, moves its rows. Who stands still for leasePeriod on this machine's monotonic clock is dead.
 */
final class Liveness {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MOST_NAMED = 5;

    private final Surroundings surroundings;
    private final Duration leasePeriod;
    private final PrintWriter err;

    Liveness(Surroundings surroundings, Duration leasePeriod, PrintWriter err) {
        this.surroundings = surroundings;
        this.leasePeriod = leasePeriod;
        this.err = err;
    }

    /** Who might be alive by one view, each with what moves while it is. */
    static Map<String, Object> marks(LeaseTableView view) {
        Map<String, Object> marks = new TreeMap<>();
        Set<String> members = new TreeSet<>();
        for (Member member : view.members()) {
            members.add(member.clientId());
            marks.put("member " + member.clientId() + " on " + member.host(), member.beat());
        }
        for (Lease lease : view.leases()) {
            String owner = lease.owner();
            if (owner != null && !members.contains(owner)) {
                marks.put(
                        "owner " + owner + " of " + lease.shard() + ", which is no member",
                        List.of(
                                Objects.toString(lease.leaseTimeout()),
                                Objects.toString(lease.sequenceText()),
                                lease.epoch()));
            }
        }
        return marks;
    }

    /**
     * Watches, if there is anybody to watch, for leasePeriod at most.
     *
     * @param marks looks, and answers as {@link #marks}
     * @param what what is looked at, for messages
     * @throws ToolException if somebody is alive
     */
    void refuseWhileAlive(String what, Supplier<Map<String, Object>> marks) {
        Map<String, Object> first = marks.get();
        if (first.isEmpty()) {
            return;
        }
        err.println(what + ": watching for " + seconds() + " s whether somebody is alive: " + named(first.keySet())
                + " (--lease-period; skip with --force)");
        err.flush();
        long start = surroundings.clock().nanoTime();
        boolean over;
        do {
            surroundings.pause().accept(BETWEEN_LOOKS.compareTo(leasePeriod) < 0 ? BETWEEN_LOOKS : leasePeriod);
            over = surroundings.clock().nanoTime() - start >= leasePeriod.toNanos();
            Map<String, Object> now = marks.get();
            Set<String> moved = new TreeSet<>();
            now.forEach((who, mark) -> {
                if (!mark.equals(first.get(who))) {
                    moved.add(who);
                }
            });
            if (!moved.isEmpty()) {
                throw ToolException.alive(what + ": nothing is written, because somebody is alive: " + named(moved)
                        + ". Stop all consumers of this stream and group first, or give --force");
            }
            over |= now.isEmpty();
        } while (!over);
    }

    private String seconds() {
        return leasePeriod.toMillis() % 1000 == 0
                ? Long.toString(leasePeriod.toSeconds())
                : Double.toString(leasePeriod.toMillis() / 1000.0);
    }

    private static String named(Set<String> who) {
        String first = String.join("; ", who.stream().limit(MOST_NAMED).toList());
        return who.size() > MOST_NAMED ? first + "; and " + (who.size() - MOST_NAMED) + " more" : first;
    }
}
