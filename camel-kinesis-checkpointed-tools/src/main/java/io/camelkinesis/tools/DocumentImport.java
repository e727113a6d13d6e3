// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.StoredPosition;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.tools.LeaseDocument.ShardPosition;
import io.camelkinesis.tools.LeaseDocument.StreamPositions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the import of one stream of a document writes: a pure function of the document and the rows. */
final class DocumentImport {

    private final StreamPositions document;
    private final String where;

    DocumentImport(StreamPositions document, String where) {
        this.document = document;
        this.where = where;
    }

    StreamEdit plan(StreamLook look) {
        StreamId stream = look.stream();
        if (document.shards() == null) {
            throw wrong("it names no shards");
        }
        Map<String, RowEdit> rows = new TreeMap<>();
        for (ShardPosition position : document.shards()) {
            if (position == null || position.shard() == null || position.shard().isEmpty()) {
                throw wrong("a shard has no id");
            }
            if (rows.put(position.shard(), edit(position, present(look, position))) != null) {
                throw wrong(position.shard() + " is there twice");
            }
        }
        return new StreamEdit(stream, look.group(), start(), new ArrayList<>(rows.values()));
    }

    private @Nullable GroupStart start() {
        LeaseDocument.Start start = document.start();
        if (start == null) {
            return null;
        }
        return new GroupStart(position(start.position(), "start"), time(start.startedAt()));
    }

    private Instant time(@Nullable String text) {
        try {
            return Instant.parse(String.valueOf(text));
        } catch (DateTimeException e) {
            throw wrong("start: startedAt is '" + text + "', not a time such as 2026-05-01T00:00:00Z");
        }
    }

    private static Lease present(StreamLook look, ShardPosition position) {
        List<String> parents = position.parents() == null ? List.of() : position.parents();
        Shard shard = new Shard(look.stream().shard(position.shard()), parents, false);
        return look.view().leases().stream()
                .filter(lease -> lease.shard().name().equals(position.shard()))
                .findFirst()
                .orElseGet(() -> Lease.absent(shard));
    }

    private RowEdit edit(ShardPosition position, Lease seen) {
        SequenceNumber checkpoint = checkpoint(position);
        Position start = position.startPosition() == null ? null : position(position.startPosition(), position.shard());
        return RowEdit.to(
                seen,
                checkpoint == null ? null : checkpoint.digits(),
                position.subSequenceNumber(),
                position.ended(),
                start,
                Math.max(seen.epoch(), position.epoch()) + 1);
    }

    private @Nullable SequenceNumber checkpoint(ShardPosition position) {
        String digits = position.sequenceNumber();
        Long sub = position.subSequenceNumber();
        if (digits == null && sub == null) {
            return null;
        }
        try {
            return sub == null
                    ? SequenceNumber.of(String.valueOf(digits))
                    : SequenceNumber.of(String.valueOf(digits), sub);
        } catch (IllegalArgumentException e) {
            throw wrong(position.shard() + ": " + e.getMessage());
        }
    }

    private Position position(@Nullable String text, String what) {
        Position position = text == null ? null : StoredPosition.of(text);
        if (position == null) {
            throw wrong(what + ": the position '" + text + "' is neither TRIM_HORIZON nor AT_TIMESTAMP and a time");
        }
        return position;
    }

    private ToolException wrong(String what) {
        return ToolException.problem(where + ", stream " + document.stream() + ": " + what);
    }
}
