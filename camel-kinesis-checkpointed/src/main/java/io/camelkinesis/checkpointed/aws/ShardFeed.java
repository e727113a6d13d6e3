// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/**
 * A shard that is read by subscriptions, one after the other: the present one, and what is left of its last event when
 * that had more records than were asked for. At most one event is held. Read by one thread at a time, closed by any.
 */
final class ShardFeed {

    private @Nullable EventFeed events;
    private boolean closed;
    private long begunNanos;
    private long answers;
    private List<StreamRecord> left = List.of();
    private @Nullable StartingPosition behindEvent;
    private @Nullable Long millisBehind;
    private List<ChildShard> children = List.of();

    /**
     * Where reading stands in a feed.
     *
     * @param at where a new subscription goes on
     * @param above what the next record must lie above for reading from the horizon to be right; null: nothing
     * @param answer how many answers the feed had given
     */
    record Place(ShardFeed feed, StartingPosition at, @Nullable SequenceNumber above, long answer) implements Cursor {

        /** Whether the feed has not brought anything yet. */
        boolean isFirst() {
            return answer == 0;
        }
    }

    /** Where a feed begins. */
    static StartingPosition at(Position from) {
        if (from instanceof Position.After after) {
            ShardIteratorType type = after.sequence().isPartial()
                    ? ShardIteratorType.AT_SEQUENCE_NUMBER
                    : ShardIteratorType.AFTER_SEQUENCE_NUMBER;
            return StartingPosition.builder()
                    .type(type)
                    .sequenceNumber(after.sequence().digits())
                    .build();
        }
        if (from instanceof Position.AtTimestamp at) {
            return StartingPosition.builder()
                    .type(ShardIteratorType.AT_TIMESTAMP)
                    .timestamp(at.time())
                    .build();
        }
        return StartingPosition.builder()
                .type(from instanceof Position.Latest ? ShardIteratorType.LATEST : ShardIteratorType.TRIM_HORIZON)
                .build();
    }

    /** The subscription that is to be read on; null when a new one is needed. */
    synchronized @Nullable EventFeed present(long nowNanos, long longestNanos) {
        if (events != null && nowNanos - begunNanos >= longestNanos) {
            leave();
        }
        return events;
    }

    /** How long ago the present subscription began. */
    synchronized long ageNanos(long nowNanos) {
        return nowNanos - begunNanos;
    }

    /** A new subscription; is ended at once if this was closed meanwhile. */
    synchronized EventFeed begin(long nowNanos) {
        EventFeed begun = new EventFeed();
        begunNanos = nowNanos;
        events = begun;
        if (closed) {
            leave();
        }
        return begun;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whether what comes next comes behind that place; it does not when an answer behind it was dropped. */
    synchronized boolean standsAt(Place place) {
        return !closed && place.answer() == answers;
    }

    /** Nothing more is read; a read that is under way ends. */
    synchronized void close() {
        closed = true;
        leave();
    }

    /** The present subscription is over, or is not wanted any more. */
    synchronized void leave() {
        EventFeed over = events;
        events = null;
        if (over != null) {
            over.cancel(new SubscriptionLeftException());
        }
    }

    /** Takes in an event, of which {@link #answer} tells. */
    synchronized void take(SubscribeToShardEvent event, List<StreamRecord> records) {
        left = records;
        millisBehind = event.millisBehindLatest();
        children = event.childShards();
        String on = event.continuationSequenceNumber();
        behindEvent = on == null ? null : behind(on);
    }

    private static StartingPosition behind(String sequence) {
        return at(new Position.After(SequenceNumber.of(sequence)));
    }

    private static String lastOf(List<StreamRecord> records) {
        return records.get(records.size() - 1).sequence().digits();
    }

    /** Whether records of the last event have not been handed out. */
    synchronized boolean hasMore() {
        return !left.isEmpty();
    }

    /** The next records of the last event. */
    synchronized Fetch.Records answer(int limit) {
        boolean all = left.size() <= limit;
        List<StreamRecord> records = all ? left : List.copyOf(left.subList(0, limit));
        answers++;
        left = all ? List.of() : List.copyOf(left.subList(limit, left.size()));
        if (!all) {
            Place next = new Place(this, behind(lastOf(records)), null, answers);
            long behind = millisBehind == null ? 0 : millisBehind;
            return KinesisRecords.answer(records, Math.max(1, behind), next, List.of());
        }
        if (behindEvent == null) {
            leave();
            return KinesisRecords.answer(records, millisBehind, null, children);
        }
        return KinesisRecords.answer(records, millisBehind, new Place(this, behindEvent, null, answers), List.of());
    }

    /** Nothing came, and reading goes on there with a new subscription. */
    synchronized Fetch.Records nothing(Place at) {
        return KinesisRecords.answer(List.of(), millisBehind, at, List.of());
    }

    /** A subscription that was left on purpose. */
    static final class SubscriptionLeftException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private SubscriptionLeftException() {
            super("The subscription is not wanted any more", null, false, false);
        }
    }
}
