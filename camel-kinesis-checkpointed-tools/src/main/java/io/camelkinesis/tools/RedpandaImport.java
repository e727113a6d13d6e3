// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.checkpointed.aws.StreamRows.Found;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseTableView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a stream that Redpanda Connect left, in another table or under another key of the same one, and what their
 * import writes.
 */
final class RedpandaImport {

    private final String table;
    private final StreamId source;
    private final DynamoDbLeaseStore store;

    private RedpandaImport(String table, StreamId source, DynamoDbLeaseStore store) {
        this.table = table;
        this.source = source;
        this.store = store;
    }

    /**
     * Finds the rows.
     *
     * @param table where they are
     * @param key their StreamID, null: the stream as it was named, or its other spelling
     */
    static RedpandaImport find(Session session, StreamId target, String table, @Nullable String key) {
        Set<String> keys = new LinkedHashSet<>();
        if (key != null) {
            keys.add(key);
        } else {
            keys.add(target.stream());
            keys.add(
                    StreamOptions.isArn(target.stream())
                            ? StreamOptions.nameOf(target.stream())
                            : Session.answer(session.lister.arn(StreamId.of(target.stream())))
                                    .orElse(target.stream()));
        }
        if (table.equals(session.table)) {
            keys.remove(target.tableKey());
        }
        StreamRows rows = new StreamRows(session.dynamoDb, table);
        for (String candidate : keys) {
            Found found = rows.under(candidate);
            if (found == Found.DENIED) {
                throw ToolException.problem("Table " + table + " may not be read");
            }
            if (found != Found.NOTHING) {
                return new RedpandaImport(
                        table, StreamId.of(target.stream()).spelled(candidate), session.storeOn(table));
            }
        }
        throw ToolException.problem("Table " + table + " holds no rows under StreamID " + String.join(" or ", keys)
                + (table.equals(session.table)
                        ? "; rows under " + target.tableKey() + " need no import, the consumers use them as they are"
                        : ""));
    }

    /** Whose rows these are, for messages. */
    String what() {
        return "table " + table + ", " + source;
    }

    /** Who might be alive, as {@link Liveness} wants it. */
    Map<String, Object> marks() {
        return Liveness.marks(view());
    }

    private LeaseTableView view() {
        return Session.answer(store.view(source));
    }

    /** What the person who imports should know, one sentence each. */
    List<String> notes() {
        LeaseTableView view = view();
        List<String> notes = new ArrayList<>(view.oddities());
        for (Lease lease : view.leases()) {
            if (lease.checkpoint() == null && !lease.ended()) {
                notes.add("Row " + lease.shard() + " is left out: it has no checkpoint");
            }
        }
        return notes;
    }

    StreamEdit plan(StreamLook look) {
        Map<String, Lease> present = new TreeMap<>();
        look.view().leases().forEach(lease -> present.put(lease.shard().name(), lease));
        look.listed().forEach(shard -> present.putIfAbsent(shard.id().name(), Lease.absent(shard)));
        List<RowEdit> rows = new ArrayList<>();
        for (Lease lease : view().leases()) {
            Lease seen = present.get(lease.shard().name());
            SequenceNumber checkpoint = lease.checkpoint();
            if (seen != null && lease.ended()) {
                rows.add(RowEdit.ended(seen));
            } else if (seen != null && checkpoint != null) {
                rows.add(RowEdit.behind(seen, checkpoint));
            }
        }
        return new StreamEdit(look.stream(), look.group(), null, rows);
    }
}
