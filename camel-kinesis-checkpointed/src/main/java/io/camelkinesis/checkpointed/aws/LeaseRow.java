// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The row of a shard: how it is read, and every change that is made to it. */
final class LeaseRow {

    private static final Set<String> KNOWN = Set.of(
            Columns.STREAM,
            Columns.SHARD,
            Columns.SEQUENCE,
            Columns.SUB_SEQUENCE,
            Columns.AGGREGATE,
            Columns.OWNER,
            Columns.LEASE_TIMEOUT,
            Columns.EPOCH,
            Columns.PARENTS,
            Columns.ENDED_AT,
            Columns.START_POSITION);

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,128}");

    private LeaseRow() {}

    static Lease read(StreamId stream, Map<String, AttributeValue> values, Oddities oddities) {
        Item item = new Item(values, oddities);
        item.allowOnly(KNOWN);
        Lease lease = new Lease(
                stream.shard(ShardKeys.shardName(values.get(Columns.SHARD).s())),
                true,
                item.presentText(Columns.OWNER),
                item.number(Columns.EPOCH),
                item.text(Columns.SEQUENCE),
                item.has(Columns.SUB_SEQUENCE) ? (Long) item.number(Columns.SUB_SEQUENCE) : null,
                item.text(Columns.AGGREGATE),
                item.texts(Columns.PARENTS),
                isEnded(item),
                item.text(Columns.LEASE_TIMEOUT),
                startPosition(item));
        if (lease.sequenceText() != null && lease.checkpoint() == null) {
            item.odd(
                    Columns.SEQUENCE,
                    "is '" + Item.clip(lease.sequenceText()) + "', not 1 to 128 decimal digits; the shard is read as if"
                            + " nothing had been committed");
        }
        if (lease.aggregateText() != null && !isSequence(lease.aggregateText())) {
            item.odd(
                    Columns.AGGREGATE,
                    "is '" + Item.clip(lease.aggregateText()) + "', not 1 to 128 decimal digits; what is done of the"
                            + " aggregate is repeated");
        }
        if (lease.leaseTimeout() != null && Item.instant(lease.leaseTimeout()) == null) {
            item.odd(
                    Columns.LEASE_TIMEOUT,
                    "is '" + Item.clip(lease.leaseTimeout()) + "', not a time; it decides nothing");
        }
        return lease;
    }

    private static boolean isSequence(String text) {
        return DIGITS.matcher(text).matches();
    }

    private static boolean isEnded(Item item) {
        String endedAt = item.presentText(Columns.ENDED_AT);
        if (endedAt != null && Item.instant(endedAt) == null) {
            item.odd(Columns.ENDED_AT, "is '" + Item.clip(endedAt) + "', not a time; the shard is treated as ended");
        }
        return endedAt != null;
    }

    /** What makes no sense is treated as TRIM_HORIZON, because that skips nothing. */
    private static @Nullable Position startPosition(Item item) {
        if (!item.has(Columns.START_POSITION)) {
            return null;
        }
        String text = item.presentText(Columns.START_POSITION);
        Position position = text == null ? null : StoredPosition.of(text);
        if (position == null) {
            item.odd(
                    Columns.START_POSITION,
                    "is neither TRIM_HORIZON nor AT_TIMESTAMP and a time; it is treated as TRIM_HORIZON");
            return Position.TRIM_HORIZON;
        }
        return position;
    }

    static RowWrite claim(Lease seen, String clientId, long epoch, String timeout) {
        RowWrite write = write(seen.shard());
        if (seen.stored()) {
            ownedAsSeen(write.rowExists(), seen).isNoPresentText(Columns.ENDED_AT);
        } else {
            write.noRowExists();
        }
        if (!seen.stored() || !seen.parents().isEmpty()) {
            write.setIfAbsent(Columns.PARENTS, RowWrite.texts(seen.parents()));
        }
        return write.set(Columns.OWNER, clientId).set(Columns.EPOCH, epoch).set(Columns.LEASE_TIMEOUT, timeout);
    }

    /** @param next what the row is to say of checkpoint and time, as {@link Lease#committedAt} has made it of {@code held} */
    static RowWrite commit(Lease held, Lease next) {
        RowWrite write = placed(committedAsSeen(held(held), held), next);
        return write.set(Columns.LEASE_TIMEOUT, Objects.requireNonNull(next.leaseTimeout()));
    }

    /** Writes a checkpoint, in all three attributes. */
    private static RowWrite placed(RowWrite write, Lease next) {
        setOrRemove(write, Columns.SEQUENCE, next.sequenceText());
        setOrRemove(write, Columns.AGGREGATE, next.aggregateText());
        Long sub = next.subSequence();
        return sub == null ? write.remove(Columns.SUB_SEQUENCE) : write.set(Columns.SUB_SEQUENCE, sub);
    }

    private static void setOrRemove(RowWrite write, String column, @Nullable String text) {
        if (text == null) {
            write.remove(column);
        } else {
            write.set(column, text);
        }
    }

    /**
     * A commit that states no more of the stored checkpoint than that it is before the new one.
     *
     * @param whole the last whole record before a checkpoint inside an aggregate; null: what is stored stays, which needs a
     *     row that says in which record its sub-sequence lies
     */
    static RowWrite advance(
            ShardId shard,
            String owner,
            long epoch,
            SequenceNumber checkpoint,
            @Nullable SequenceNumber whole,
            String timeout) {
        RowWrite write =
                held(shard, owner, epoch).isCheckpointBefore(checkpoint).set(Columns.LEASE_TIMEOUT, timeout);
        if (!checkpoint.isPartial()) {
            return write.set(Columns.SEQUENCE, checkpoint.digits())
                    .remove(Columns.AGGREGATE)
                    .remove(Columns.SUB_SEQUENCE);
        }
        if (whole == null) {
            write.isNamedSubSequence();
        } else {
            write.set(Columns.SEQUENCE, whole.digits());
        }
        return write.set(Columns.AGGREGATE, checkpoint.digits()).set(Columns.SUB_SEQUENCE, checkpoint.subSequence());
    }

    static RowWrite release(Lease held) {
        return held(held).remove(Columns.OWNER).remove(Columns.LEASE_TIMEOUT);
    }

    static RowWrite end(Lease held, Instant now) {
        return held(held)
                .set(Columns.ENDED_AT, now.toString())
                .remove(Columns.OWNER)
                .remove(Columns.LEASE_TIMEOUT);
    }

    /** The row of a consumed shard again, where there is none. */
    static RowWrite restore(Lease ended, Instant now) {
        RowWrite write = placed(write(ended.shard()).noRowExists(), ended)
                .set(Columns.EPOCH, ended.epoch())
                .set(Columns.ENDED_AT, now.toString());
        return ended.parents().isEmpty() ? write : write.set(Columns.PARENTS, RowWrite.texts(ended.parents()));
    }

    static RowWrite retire(Lease seen) {
        return endedAsSeen(committedAsSeen(ownedAsSeen(write(seen.shard()).rowExists(), seen), seen), seen);
    }

    /** Takes a row from whoever has it, also one that is ended: nobody but {@code by} can write to it then. */
    static RowWrite take(Lease seen, long epoch, String by, String timeout) {
        RowWrite write = write(seen.shard());
        if (seen.stored()) {
            endedAsSeen(committedAsSeen(ownedAsSeen(write.rowExists(), seen), seen), seen);
        } else {
            write.noRowExists();
        }
        if (!seen.parents().isEmpty()) {
            write.setIfAbsent(Columns.PARENTS, RowWrite.texts(seen.parents()));
        }
        return write.set(Columns.OWNER, by)
                .set(Columns.EPOCH, epoch)
                .set(Columns.LEASE_TIMEOUT, timeout)
                .remove(Columns.ENDED_AT);
    }

    /** Gives a row back with another position. */
    static RowWrite place(Lease held, Lease wanted, Instant now) {
        RowWrite write = placed(release(held), wanted);
        Position start = wanted.startPosition();
        write = start == null
                ? write.remove(Columns.START_POSITION)
                : write.set(Columns.START_POSITION, StoredPosition.text(start));
        return wanted.ended() ? write.set(Columns.ENDED_AT, now.toString()) : write;
    }

    private static RowWrite held(Lease held) {
        String owner = Objects.requireNonNull(held.owner(), "Only a lease that somebody holds can be written under");
        return held(held.shard(), owner, held.epoch());
    }

    private static RowWrite held(ShardId shard, String owner, long epoch) {
        return write(shard)
                .isText(Columns.OWNER, owner)
                .isNumber(Columns.EPOCH, epoch)
                .isNoPresentText(Columns.ENDED_AT);
    }

    private static RowWrite ownedAsSeen(RowWrite write, Lease seen) {
        RowWrite owned = seen.owner() == null
                ? write.isNoPresentText(Columns.OWNER)
                : write.isText(Columns.OWNER, seen.owner()).isText(Columns.LEASE_TIMEOUT, seen.leaseTimeout());
        return owned.isNumber(Columns.EPOCH, seen.epoch());
    }

    private static RowWrite endedAsSeen(RowWrite write, Lease seen) {
        return seen.ended() ? write.isPresentText(Columns.ENDED_AT) : write.isNoPresentText(Columns.ENDED_AT);
    }

    private static RowWrite committedAsSeen(RowWrite write, Lease seen) {
        RowWrite sequence =
                write.isText(Columns.SEQUENCE, seen.sequenceText()).isText(Columns.AGGREGATE, seen.aggregateText());
        Long sub = seen.subSequence();
        return sub == null
                ? sequence.isAbsent(Columns.SUB_SEQUENCE)
                : sequence.isPresentNumber(Columns.SUB_SEQUENCE, sub);
    }

    private static RowWrite write(ShardId shard) {
        return new RowWrite(shard.stream().tableKey(), shard.name());
    }
}
