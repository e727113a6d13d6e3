// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the import of a KCL application's leases writes: a pure function of leases and look.
 *
 * <p>Each lease becomes the row of its shard. The KCL deletes the lease of a shard that it has consumed, when it reads the
 * children, although Kinesis lists the shard for long: so a shard without a lease, from which a shard with a lease that was begun
 * descends, was consumed, and is imported as such. Shards without a lease that descend from shards with one are read from
 * their beginning, or from where their parents start.
 */
final class KclImport {

    static final String SHARD_END = "SHARD_END";
    private static final String TRIM_HORIZON = "TRIM_HORIZON";
    private static final String LATEST = "LATEST";
    private static final String AT_TIMESTAMP = "AT_TIMESTAMP";

    private final List<KclRow> leases;
    private final @Nullable Instant timestamp;
    private final Instant now;
    private final Set<String> wholeRecords = new TreeSet<>();

    /**
     * @param timestamp where leases at AT_TIMESTAMP start, which the KCL does not store; null when nobody said
     * @param now where leases at LATEST start
     * @param isAggregate whether the record that a lease's checkpoint names is an aggregate; asked where the lease does not
     *     tell
     */
    KclImport(List<KclRow> leases, @Nullable Instant timestamp, Instant now, Predicate<KclRow> isAggregate) {
        this.leases = leases;
        this.timestamp = timestamp;
        this.now = now;
        for (KclRow lease : leases) {
            Long sub = lease.subSequence();
            if (hasSequence(lease) && (sub == null || (sub == 0 && !isAggregate.test(lease)))) {
                wholeRecords.add(lease.shard());
            }
        }
    }

    /** What the person who imports should know, one sentence each. */
    List<String> notes(StreamLook look) {
        List<String> notes = new ArrayList<>();
        Map<String, Shard> listed = listed(look);
        for (KclRow lease : leases) {
            if (!listed.containsKey(lease.shard())) {
                notes.add("Lease " + lease.key() + " is left out: Kinesis does not list the shard any more");
            } else if (LATEST.equals(lease.checkpoint())) {
                notes.add("Lease " + lease.key() + " is at LATEST, nothing of it was committed: reading starts at "
                        + now + ", as the KCL would start with what arrives from now on");
            }
        }
        return notes;
    }

    StreamEdit plan(StreamLook look) {
        Map<String, Shard> listed = listed(look);
        Map<String, RowEdit> rows = new TreeMap<>();
        Set<String> begun = new TreeSet<>();
        for (KclRow lease : leases) {
            Shard shard = listed.get(lease.shard());
            if (shard != null) {
                rows.put(lease.shard(), edit(lease, look.lineage().lease(shard)));
                if (!TRIM_HORIZON.equals(lease.checkpoint()) && !AT_TIMESTAMP.equals(lease.checkpoint())) {
                    begun.add(lease.shard());
                }
            }
        }
        for (String ancestor : ancestors(begun, listed)) {
            rows.computeIfAbsent(ancestor, name -> RowEdit.ended(look.lineage().lease(listed.get(name))));
        }
        listed.forEach((name, shard) -> {
            Position start = inherited(shard, rows);
            if (start != null && !rows.containsKey(name)) {
                rows.put(name, RowEdit.startingAt(look.lineage().lease(shard), start));
            }
        });
        return new StreamEdit(look.stream(), look.group(), null, new ArrayList<>(rows.values()));
    }

    private static Map<String, Shard> listed(StreamLook look) {
        Map<String, Shard> listed = new TreeMap<>();
        look.listed().forEach(shard -> listed.put(shard.id().name(), shard));
        return listed;
    }

    private static Set<String> ancestors(Set<String> of, Map<String, Shard> listed) {
        Set<String> ancestors = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(of);
        while (!next.isEmpty()) {
            Shard shard = listed.get(next.pop());
            for (String parent : shard.parents()) {
                if (listed.containsKey(parent) && ancestors.add(parent)) {
                    next.push(parent);
                }
            }
        }
        return ancestors;
    }

    /** Where a shard without a lease starts: with its parents' start if they have one and no checkpoint, else at its beginning. */
    private static @Nullable Position inherited(Shard shard, Map<String, RowEdit> rows) {
        Position earliest = null;
        for (String parent : shard.parents()) {
            RowEdit edit = rows.get(parent);
            if (edit != null) {
                Position start = edit.wanted().startPosition();
                earliest = earlier(earliest, start == null ? Position.TRIM_HORIZON : start);
            }
        }
        return earliest;
    }

    private static Position earlier(@Nullable Position one, Position other) {
        if (one instanceof Position.AtTimestamp a && other instanceof Position.AtTimestamp b) {
            return a.time().isBefore(b.time()) ? a : b;
        }
        return one == null ? other : Position.TRIM_HORIZON;
    }

    private static boolean hasSequence(KclRow lease) {
        String checkpoint = lease.checkpoint();
        return checkpoint != null && !checkpoint.isEmpty() && Character.isDigit(checkpoint.charAt(0));
    }

    private RowEdit edit(KclRow lease, Lease seen) {
        String checkpoint = lease.checkpoint();
        if (checkpoint == null) {
            throw ToolException.problem("Lease " + lease.key() + " has no checkpoint");
        }
        return switch (checkpoint) {
            case SHARD_END -> RowEdit.ended(seen);
            case TRIM_HORIZON -> RowEdit.startingAt(seen, Position.TRIM_HORIZON);
            case LATEST -> RowEdit.startingAt(seen, new Position.AtTimestamp(now));
            case AT_TIMESTAMP -> RowEdit.startingAt(seen, new Position.AtTimestamp(timestampOf(lease)));
            default -> RowEdit.behind(seen, sequence(lease, checkpoint));
        };
    }

    private Instant timestampOf(KclRow lease) {
        if (timestamp == null) {
            throw ToolException.problem(
                    "Lease " + lease.key()
                            + " is at AT_TIMESTAMP, and the KCL does not store which: give --timestamp as the application has it");
        }
        return timestamp;
    }

    private SequenceNumber sequence(KclRow lease, String checkpoint) {
        try {
            Long sub = lease.subSequence();
            return sub == null || wholeRecords.contains(lease.shard())
                    ? SequenceNumber.of(checkpoint)
                    : SequenceNumber.of(checkpoint, sub);
        } catch (IllegalArgumentException e) {
            throw ToolException.problem("Lease " + lease.key() + ": the checkpoint '" + checkpoint
                    + "' is neither a sequence number nor TRIM_HORIZON, LATEST, AT_TIMESTAMP or SHARD_END");
        }
    }
}
