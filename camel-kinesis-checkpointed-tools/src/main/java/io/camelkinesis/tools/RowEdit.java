// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.StoredPosition;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the row of a shard says, and what it is to say.
 *
 * @param seen the row
 * @param wanted the row afterwards: without an owner, under a higher epoch
 * @param keeps whether the position is left as it is, whatever it is
 */
record RowEdit(Lease seen, Lease wanted, boolean keeps) {

    /** Nothing stored, to be read from here. */
    static RowEdit startingAt(Lease seen, Position start) {
        return to(seen, null, null, false, start, seen.epoch() + 1);
    }

    /** All up to here is done. */
    static RowEdit behind(Lease seen, SequenceNumber checkpoint) {
        Long sub = checkpoint.isPartial() ? (Long) checkpoint.subSequence() : null;
        return to(seen, checkpoint.digits(), sub, false, null, seen.epoch() + 1);
    }

    /** Consumed to its end. */
    static RowEdit ended(Lease seen) {
        return to(seen, null, null, true, null, seen.epoch() + 1);
    }

    /** As it is, but nobody's. */
    static RowEdit freed(Lease seen) {
        Lease free = new Lease(
                seen.shard(),
                true,
                null,
                seen.epoch() + 1,
                seen.sequenceText(),
                seen.subSequence(),
                seen.aggregateText(),
                seen.parents(),
                seen.ended(),
                null,
                seen.startPosition());
        return new RowEdit(seen, free, true);
    }

    static RowEdit to(
            Lease seen,
            @Nullable String sequence,
            @Nullable Long sub,
            boolean ended,
            @Nullable Position start,
            long epoch) {
        Lease wanted =
                new Lease(seen.shard(), true, null, epoch, sequence, sub, null, seen.parents(), ended, null, start);
        return new RowEdit(seen, wanted, false);
    }

    /** The same for a row that has changed since it was seen. */
    RowEdit over(Lease now) {
        return keeps
                ? freed(now)
                : to(
                        now,
                        wanted.sequenceText(),
                        wanted.subSequence(),
                        wanted.ended(),
                        wanted.startPosition(),
                        Math.max(wanted.epoch(), now.epoch() + 1));
    }

    /** Whether the row does not say all this already. */
    boolean changes() {
        return !seen.stored()
                || seen.owner() != null
                || seen.ended() != wanted.ended()
                || !Objects.equals(seen.sequenceText(), wanted.sequenceText())
                || !Objects.equals(seen.subSequence(), wanted.subSequence())
                || !Objects.equals(seen.aggregateText(), wanted.aggregateText())
                || !Objects.equals(seen.startPosition(), wanted.startPosition());
    }

    /** Attribute by attribute, what is written. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        part(parts, "SequenceNumber", seen.sequenceText(), wanted.sequenceText());
        part(parts, "SubSequenceNumber", seen.subSequence(), wanted.subSequence());
        part(parts, "AggregateSequenceNumber", seen.aggregateText(), wanted.aggregateText());
        part(parts, "StartPosition", text(seen.startPosition()), text(wanted.startPosition()));
        if (seen.ended() != wanted.ended()) {
            parts.add(wanted.ended() ? "EndedAt = now" : "EndedAt removed");
        }
        part(parts, "ClientID", seen.owner(), null);
        part(parts, "LeaseTimeout", seen.leaseTimeout(), null);
        part(parts, "LeaseEpoch", seen.stored() ? seen.epoch() : null, wanted.epoch());
        if (!seen.stored() && !seen.parents().isEmpty()) {
            parts.add("ParentShardIDs = " + String.join(" ", seen.parents()));
        }
        return seen.shard() + ": " + (seen.stored() ? "" : "new row, ") + String.join(", ", parts);
    }

    private static @Nullable String text(@Nullable Position position) {
        return position == null ? null : StoredPosition.text(position);
    }

    private static void part(List<String> parts, String attribute, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        String was = before == null ? "" : " (was " + before + ")";
        parts.add(attribute + (after == null ? " removed" : " = " + after) + was);
    }
}
