// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The row of a worker: how it is read, and every change that is made to it. */
final class MemberRow {

    /** Long after a worker's last heartbeat DynamoDB deletes its row; nobody waits for that. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Set<String> KNOWN = Set.of(
            Columns.STREAM,
            Columns.SHARD,
            Columns.BEAT,
            Columns.SEEN_AT,
            Columns.HOST,
            Columns.SHARDS,
            Columns.ONLY,
            Columns.CAN_READ,
            Columns.EXPIRES_AT);

    private MemberRow() {}

    static Member read(Map<String, AttributeValue> values, Oddities oddities) {
        Item item = new Item(values, oddities);
        item.allowOnly(KNOWN);
        return new Member(
                values.get(Columns.SHARD).s().substring(Columns.MEMBER_PREFIX.length()),
                item.number(Columns.BEAT),
                item.time(Columns.SEEN_AT),
                Optional.ofNullable(item.text(Columns.HOST)).orElse(""),
                (int) Math.min(item.number(Columns.SHARDS), Integer.MAX_VALUE),
                item.has(Columns.ONLY) ? item.texts(Columns.ONLY) : null,
                item.number(Columns.CAN_READ) > 0);
    }

    static RowWrite beat(StreamId stream, Member member, Instant now) {
        RowWrite write = write(stream, member)
                .isLower(Columns.BEAT, member.beat())
                .set(Columns.BEAT, member.beat())
                .set(Columns.SEEN_AT, seenAt(member, now).toString())
                .set(Columns.HOST, member.host())
                .set(Columns.SHARDS, member.shards())
                .set(Columns.EXPIRES_AT, now.plus(KEPT).getEpochSecond());
        write = member.canRead() ? write.set(Columns.CAN_READ, 1) : write.remove(Columns.CAN_READ);
        return member.only() == null
                ? write.remove(Columns.ONLY)
                : write.set(Columns.ONLY, RowWrite.texts(member.only()));
    }

    static RowWrite leave(StreamId stream, Member member) {
        return write(stream, member).isLower(Columns.BEAT, member.beat() + 1);
    }

    static Instant seenAt(Member member, Instant now) {
        return member.seenAt() == null ? now : member.seenAt();
    }

    private static RowWrite write(StreamId stream, Member member) {
        return new RowWrite(stream.tableKey(), Columns.MEMBER_PREFIX + member.clientId());
    }
}
