// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.LeaseTableEditor;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is to be written of a stream. First all rows are taken, under higher epochs: whoever held one can commit nothing
 * more, and nobody can claim one. Only then, row by row, they get their positions and are given back. So no worker ever sees a
 * child that may be read beside a parent that is still said to be consumed.
 */
final class EditWriter {

    private static final int MOST_TRIES = 10;
    private static final int MOST_LOOKS = 10;
    /** Where workers are at work: longer than the views on which they act lag behind. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final LeaseTableEditor editor;
    private final Consumer<Duration> pause;
    private final String by = Tools.NAME + "-" + UUID.randomUUID();
    private final Map<ShardId, Taken> taken = new LinkedHashMap<>();
    private int placed;

    private record Taken(Lease held, RowEdit edit) {}

    EditWriter(LeaseTableEditor editor, Consumer<Duration> pause) {
        this.editor = editor;
        this.pause = pause;
    }

    /**
     * Writes.
     *
     * @param again looks and plans anew, for shards that came into being meanwhile; the plan of what has not changed is the
     *     same
     * @param working whether workers may be at work on the stream
     * @param written told of each row that has been written
     */
    void write(StreamEdit first, Supplier<StreamEdit> again, boolean working, Consumer<String> written) {
        StreamEdit edit = first;
        try {
            takeAll(edit);
            for (int looks = 0; ; looks++) {
                edit = again.get();
                if (!takeAll(edit)) {
                    break;
                }
                if (looks == MOST_LOOKS) {
                    throw ToolException.problem(edit.stream() + ": new shards come into being all the time");
                }
            }
            if (working && !taken.isEmpty()) {
                pause.accept(SETTLING);
            }
            if (edit.start() != null) {
                if (!editor.restart(edit.stream(), edit.group(), edit.start())) {
                    throw ToolException.problem(edit.stream() + "/group was changed by somebody else meanwhile");
                }
                written.accept(edit.lines().get(0));
            }
            for (Taken row : taken.values()) {
                place(row);
                written.accept(row.edit().toString());
            }
        } catch (RuntimeException e) {
            if (taken.size() > placed) {
                throw ToolException.problem(e.getMessage() + "\n" + edit.stream() + ": stopped half way, " + placed
                        + " rows are written, " + (taken.size() - placed) + " are held by " + by
                        + ". Run the command again; if you do not, the consumers take these rows after two minutes, with"
                        + " the positions they had");
            }
            throw e;
        }
    }

    /** How many rows of shards were written. */
    int placed() {
        return placed;
    }

    private boolean takeAll(StreamEdit edit) {
        boolean any = false;
        for (RowEdit row : edit.changes()) {
            if (!taken.containsKey(row.seen().shard())) {
                taken.put(row.seen().shard(), take(row));
                any = true;
            }
        }
        return any;
    }

    private Taken take(RowEdit row) {
        RowEdit edit = row;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            LeaseWrite write = editor.take(edit.seen(), edit.wanted().epoch(), by);
            if (write instanceof LeaseWrite.Applied applied) {
                return new Taken(applied.lease(), edit);
            }
            edit = edit.over(present((LeaseWrite.Refused) write, edit.seen()));
        }
        throw ToolException.problem(row.seen().shard() + ": the row changes faster than it can be taken");
    }

    private static Lease present(LeaseWrite.Refused refused, Lease seen) {
        @Nullable Lease current = refused.current();
        return current != null ? current : Lease.absent(new Shard(seen.shard(), seen.parents(), false));
    }

    private void place(Taken row) {
        LeaseWrite write = editor.place(row.held(), row.edit().wanted());
        if (!(write instanceof LeaseWrite.Applied)) {
            throw ToolException.problem(
                    row.held().shard() + ": the row was taken by somebody else before it was written");
        }
        placed++;
    }
}
