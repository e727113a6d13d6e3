// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes one record of all that wait in a lane, as far as they fit. They have one partition key and one explicit hash key, so
 * that they belong into one shard now and after every reshard. One that is alone goes as it is; so does one that is an aggregate
 * already, for whoever reads takes aggregates apart once.
 */
final class AggregatePacking implements Packing {

    /** Magic, checksum, and the tags and lengths of two tables of one key. */
    private static final int FRAME_BYTES = 4 + 16 + 2 * 6;

    /** Tags, lengths and the places in the tables. */
    private static final int RECORD_BYTES = 2 * 6 + 2 * 2;

    private final int maxBytes;

    /** @param maxBytes most bytes of an aggregate, keys included */
    AggregatePacking(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public PutUnit pack(KeyLane lane, long room) {
        Pending head = lane.waiting.removeFirst();
        List<Pending> parts = new ArrayList<>();
        parts.add(head);
        long most = Math.min(maxBytes, room);
        long bytes = frameBytes(head.record) + bytes(head.record);
        if (mayShare(head.record)) {
            for (Pending next = lane.waiting.peekFirst(); next != null; next = lane.waiting.peekFirst()) {
                bytes += bytes(next.record);
                if (bytes > most || !mayShare(next.record) || !haveOnePlace(head.record, next.record)) {
                    break;
                }
                parts.add(lane.waiting.removeFirst());
            }
        }
        return new PutUnit(lane, List.copyOf(parts), parts.size() == 1 ? head.record : aggregate(parts));
    }

    /** At most: lengths are counted with the bytes of the longest. */
    private static long frameBytes(PutRecord record) {
        long key = (long) record.sizeBytes() - record.data().length;
        String hashKey = record.explicitHashKey();
        // the key stands in the record of Kinesis as well as in its payload
        return FRAME_BYTES + 2 * key + (hashKey == null ? 0 : hashKey.length());
    }

    private static long bytes(PutRecord record) {
        return RECORD_BYTES + (long) record.data().length;
    }

    private static boolean mayShare(PutRecord record) {
        return !Aggregate.hasMagic(record.data());
    }

    private static boolean haveOnePlace(PutRecord one, PutRecord other) {
        return Objects.equals(one.explicitHashKey(), other.explicitHashKey());
    }

    private static PutRecord aggregate(List<Pending> parts) {
        List<UserRecord> records = new ArrayList<>(parts.size());
        for (Pending part : parts) {
            PutRecord record = part.record;
            records.add(new UserRecord(record.partitionKey(), record.explicitHashKey(), record.data()));
        }
        PutRecord first = parts.get(0).record;
        return new PutRecord(first.partitionKey(), first.explicitHashKey(), Aggregate.encode(records));
    }
}
