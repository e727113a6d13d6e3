// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.GroupSeen;
import io.camelkinesis.checkpointed.aws.StoredPosition;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written of one stream.
 *
 * @param group the group's row as it was seen
 * @param start what the group's row is to say, null to leave it alone
 * @param rows the shards, parents before children
 */
record StreamEdit(StreamId stream, GroupSeen group, @Nullable GroupStart start, List<RowEdit> rows) {

    /** Row by row, what is written. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (start != null) {
            lines.add(groupLine(start));
        }
        boolean idle = changes().isEmpty();
        rows.forEach(row -> lines.add(idle ? row.seen().shard() + ": is so already" : row.toString()));
        return lines;
    }

    private String groupLine(GroupStart wanted) {
        return stream + "/group: StartPosition = " + StoredPosition.text(wanted.position())
                + (group.text() == null ? "" : " (was " + group.text() + ")") + ", StartedAt = " + wanted.startedAt();
    }

    /**
     * The rows to be written: none if all say already what they are to say, else all. A row that stays as it is gets a higher
     * epoch then, so that nobody who acts on an old view can claim it: a child, beside a parent that is to be read again.
     */
    List<RowEdit> changes() {
        return rows.stream().anyMatch(RowEdit::changes) ? rows : List.of();
    }
}
