// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The row that says where a group began: {@code TRIM_HORIZON}, or {@code AT_TIMESTAMP} and the time. What cannot be
 * read is treated as TRIM_HORIZON, because that skips nothing.
 */
final class GroupRow {

    private static final String LATEST = "LATEST";
    private static final Set<String> KNOWN = Set.of(
            Columns.STREAM,
            Columns.SHARD,
            Columns.START_POSITION,
            Columns.STARTED_AT,
            Columns.STREAM_ARN,
            Columns.STREAM_CREATED_AT);

    private GroupRow() {}

    /** Where the group began; null when the row does not say, because it has not begun. */
    static @Nullable GroupStart read(Map<String, AttributeValue> values, Oddities oddities) {
        Item item = new Item(values, oddities);
        item.allowOnly(KNOWN);
        if (!item.has(Columns.START_POSITION)) {
            return null;
        }
        Instant startedAt = item.time(Columns.STARTED_AT);
        Position position = position(item.presentText(Columns.START_POSITION), startedAt);
        if (position == null) {
            item.odd(
                    Columns.START_POSITION,
                    "is neither TRIM_HORIZON nor AT_TIMESTAMP and a time; it is treated as TRIM_HORIZON");
            position = Position.TRIM_HORIZON;
        }
        return new GroupStart(position, Optional.ofNullable(startedAt).orElse(Instant.EPOCH));
    }

    private static @Nullable Position position(@Nullable String text, @Nullable Instant startedAt) {
        if (text == null) {
            return null;
        }
        if (text.equals(LATEST)) {
            return startedAt == null ? null : new Position.AtTimestamp(startedAt);
        }
        return StoredPosition.of(text);
    }

    static RowWrite begin(StreamId stream, GroupStart start) {
        return new RowWrite(stream.tableKey(), Columns.GROUP_ROW)
                .isAbsent(Columns.START_POSITION)
                .set(Columns.START_POSITION, StoredPosition.text(start.position()))
                .set(Columns.STARTED_AT, start.startedAt().toString());
    }

    /** Another start than the one that is stored. */
    static RowWrite restart(StreamId stream, GroupSeen seen, GroupStart start) {
        return new RowWrite(stream.tableKey(), Columns.GROUP_ROW)
                .isText(Columns.START_POSITION, seen.text())
                .set(Columns.START_POSITION, StoredPosition.text(start.position()))
                .set(Columns.STARTED_AT, start.startedAt().toString())
                .remove(Columns.STREAM_ARN)
                .remove(Columns.STREAM_CREATED_AT);
    }

    /** Which stream the group reads; null when the row does not say, or makes no sense. */
    static @Nullable StreamIdentity identity(Map<String, AttributeValue> values) {
        Item item = new Item(values, new Oddities());
        String arn = item.presentText(Columns.STREAM_ARN);
        Instant createdAt = item.time(Columns.STREAM_CREATED_AT);
        return arn == null || createdAt == null ? null : new StreamIdentity(arn, createdAt);
    }

    static RowWrite identify(StreamId stream, StreamIdentity identity) {
        return new RowWrite(stream.tableKey(), Columns.GROUP_ROW)
                .rowExists()
                .isAbsent(Columns.STREAM_ARN)
                .set(Columns.STREAM_ARN, identity.arn())
                .set(Columns.STREAM_CREATED_AT, identity.createdAt().toString());
    }

    /** What a group that begins now stores: LATEST becomes the time of the decision. */
    static GroupStart decided(Position wanted, Instant now) {
        return new GroupStart(wanted instanceof Position.Latest ? new Position.AtTimestamp(now) : wanted, now);
    }
}
