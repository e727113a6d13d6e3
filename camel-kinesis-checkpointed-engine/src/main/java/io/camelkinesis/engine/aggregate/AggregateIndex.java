// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import static io.camelkinesis.engine.aggregate.WireReader.BYTES;
import static io.camelkinesis.engine.aggregate.WireReader.VARINT;
import static io.camelkinesis.engine.aggregate.WireReader.field;

import io.camelkinesis.engine.aggregate.WireReader.MalformedException;

/** Where in the bytes of an aggregate its keys and records are. Takes four bytes for each of them. */
final class AggregateIndex {

    static final int PARTITION_KEY = field(1, BYTES);
    static final int EXPLICIT_HASH_KEY = field(2, BYTES);
    static final int RECORD = field(3, BYTES);

    static final int PARTITION_KEY_INDEX = field(1, VARINT);
    static final int EXPLICIT_HASH_KEY_INDEX = field(2, VARINT);
    static final int DATA = field(3, BYTES);
    private static final int TAG = field(4, BYTES);

    private static final int TAG_KEY = field(1, BYTES);

    private final byte[] bytes;
    private final int end;
    /** Places of the lengths that stand before the keys and records. */
    private final int[] partitionKeys;

    private final int[] explicitHashKeys;
    private final int[] records;
    private int longestKey;

    /** A text of the tables. */
    record Text(int from, int length) {}

    /**
     * A record.
     *
     * @param explicitHashKey its place in the table, -1 when it has none
     * @param data where its payload begins
     */
    record Entry(int partitionKey, int explicitHashKey, int data, int length) {}

    private AggregateIndex(byte[] bytes, int end, int partitionKeys, int explicitHashKeys, int records) {
        this.bytes = bytes;
        this.end = end;
        this.partitionKeys = new int[partitionKeys];
        this.explicitHashKeys = new int[explicitHashKeys];
        this.records = new int[records];
    }

    /** Counts first, so that nothing is allocated that is not there, then notes the places and checks every record. */
    static AggregateIndex of(byte[] bytes, int from, int end) throws MalformedException {
        int partitionKeys = 0;
        int explicitHashKeys = 0;
        int records = 0;
        WireReader count = new WireReader(bytes, from, end);
        while (!count.isAtEnd()) {
            int tag = count.tag();
            partitionKeys += tag == PARTITION_KEY ? 1 : 0;
            explicitHashKeys += tag == EXPLICIT_HASH_KEY ? 1 : 0;
            records += tag == RECORD ? 1 : 0;
            count.skip(tag);
        }
        AggregateIndex index = new AggregateIndex(bytes, end, partitionKeys, explicitHashKeys, records);
        index.fill(new WireReader(bytes, from, end));
        return index;
    }

    private void fill(WireReader message) throws MalformedException {
        int nextPartitionKey = 0;
        int nextExplicitHashKey = 0;
        int nextRecord = 0;
        while (!message.isAtEnd()) {
            int tag = message.tag();
            int place = message.position();
            if (tag == PARTITION_KEY) {
                partitionKeys[nextPartitionKey++] = place;
                int length = message.length();
                longestKey = Math.max(longestKey, length);
                message.advance(length);
            } else if (tag == EXPLICIT_HASH_KEY) {
                explicitHashKeys[nextExplicitHashKey++] = place;
                message.skip(tag);
            } else if (tag == RECORD) {
                records[nextRecord++] = place;
                check(message.message());
            } else {
                message.skip(tag);
            }
        }
    }

    private void check(WireReader record) throws MalformedException {
        Entry entry = entry(record, true);
        boolean keyed = entry.partitionKey() >= 0 && entry.partitionKey() < partitionKeys.length;
        if (!keyed || entry.explicitHashKey() >= explicitHashKeys.length) {
            throw new MalformedException("a record with a key that is not in the table");
        }
    }

    private static Entry entry(WireReader record, boolean withTags) throws MalformedException {
        int partitionKey = -1;
        int explicitHashKey = -1;
        int data = -1;
        int length = 0;
        while (!record.isAtEnd()) {
            int tag = record.tag();
            if (tag == PARTITION_KEY_INDEX) {
                partitionKey = (int) record.varint();
            } else if (tag == EXPLICIT_HASH_KEY_INDEX) {
                explicitHashKey = index(record.varint());
            } else if (tag == DATA) {
                length = record.length();
                data = record.position();
                record.advance(length);
            } else if (tag == TAG && withTags) {
                checkTag(record.message());
            } else {
                record.skip(tag);
            }
        }
        if (data < 0) {
            throw new MalformedException("a record without data");
        }
        return new Entry(partitionKey, explicitHashKey, data, length);
    }

    private static int index(long number) throws MalformedException {
        if ((int) number < 0) {
            throw new MalformedException("a place below 0");
        }
        return (int) number;
    }

    private static void checkTag(WireReader tag) throws MalformedException {
        boolean keyed = false;
        while (!tag.isAtEnd()) {
            int field = tag.tag();
            keyed |= field == TAG_KEY;
            tag.skip(field);
        }
        if (!keyed) {
            throw new MalformedException("a tag without a key");
        }
    }

    int records() {
        return records.length;
    }

    int partitionKeys() {
        return partitionKeys.length;
    }

    boolean hasKeyLongerThan(int length) {
        return longestKey > length;
    }

    Text partitionKey(int number) {
        return text(partitionKeys[number]);
    }

    Text explicitHashKey(int number) {
        return text(explicitHashKeys[number]);
    }

    private Text text(int place) {
        try {
            WireReader reader = new WireReader(bytes, place, end);
            int length = reader.length();
            return new Text(reader.position(), length);
        } catch (MalformedException e) {
            throw new IllegalStateException("It was read before", e);
        }
    }

    Entry entry(int number) {
        try {
            return entry(new WireReader(bytes, records[number], end).message(), false);
        } catch (MalformedException e) {
            throw new IllegalStateException("It was read before", e);
        }
    }

    long memoryBytes() {
        return (long) Integer.BYTES * (partitionKeys.length + explicitHashKeys.length + records.length);
    }
}
