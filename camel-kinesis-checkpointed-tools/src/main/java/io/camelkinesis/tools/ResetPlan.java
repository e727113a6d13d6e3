// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a reset writes: a pure function of what was looked at.
 *
 * <p>The reset of a stream writes the row of its group, for shards that are still to come, and of every shard that Kinesis
 * lists, whether it has a row or not: workers that run remember where the group began, and a row that says where its shard
 * starts counts for them too. Shards that were consumed are to be read again, and so their children wait for them again. The
 * reset of single shards leaves the others where they are, but those that descend from one that is reset are taken from their
 * owners, and from whoever is about to claim them, so that they wait for it.
 */
final class ResetPlan {

    private static final int MOST_NAMED = 10;

    private final StreamLook look;
    private final ResetTarget target;

    private ResetPlan(StreamLook look, ResetTarget target) {
        this.look = look;
        this.target = target;
    }

    /** @param shards names of the shards to reset; none: all, and the group */
    static StreamEdit of(StreamLook look, ResetTarget target, Set<String> shards) {
        ResetPlan plan = new ResetPlan(look, target);
        return shards.isEmpty() ? plan.stream() : plan.shards(shards);
    }

    private StreamEdit stream() {
        List<RowEdit> rows = new ArrayList<>();
        inOrder().forEach((name, shard) -> rows.add(reset(look.lineage().lease(shard))));
        Position start = ((ResetTarget.Start) target).position();
        return new StreamEdit(
                look.stream(), look.group(), new GroupStart(start, look.group().readAt()), rows);
    }

    private StreamEdit shards(Set<String> names) {
        TreeMap<String, Shard> listed = inOrder();
        for (String name : names) {
            if (!listed.containsKey(name)) {
                throw ToolException.problem(look.stream() + " has no shard " + name + "; Kinesis lists "
                        + listed.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (listed.size() > MOST_NAMED ? " and " + (listed.size() - MOST_NAMED) + " more" : ""));
            }
        }
        Set<String> family = new TreeSet<>(names);
        List<RowEdit> rows = new ArrayList<>();
        listed.forEach((name, shard) -> {
            Lease lease = look.lineage().lease(shard);
            if (names.contains(name)) {
                rows.add(reset(lease));
            } else if (shard.parents().stream().anyMatch(family::contains)) {
                family.add(name);
                if (!lease.ended()) {
                    rows.add(RowEdit.freed(lease));
                }
            }
        });
        return new StreamEdit(look.stream(), look.group(), null, rows);
    }

    /** By name: ids grow, so parents come before their children. */
    private TreeMap<String, Shard> inOrder() {
        TreeMap<String, Shard> listed = new TreeMap<>();
        look.listed().forEach(shard -> listed.put(shard.id().name(), shard));
        return listed;
    }

    private RowEdit reset(Lease lease) {
        return target instanceof ResetTarget.Behind behind
                ? RowEdit.behind(lease, behind.checkpoint())
                : RowEdit.startingAt(lease, ((ResetTarget.Start) target).position());
    }
}
