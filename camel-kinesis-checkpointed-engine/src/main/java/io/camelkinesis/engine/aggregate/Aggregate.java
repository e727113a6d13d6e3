// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import io.camelkinesis.engine.aggregate.WireReader.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that Amazon's producer library, or {@link #encode}, has made of many: four bytes of magic, a protocol buffers
 * message, and the MD5 of the message.
 *
 * <pre>
 * message AggregatedRecord {
 *   repeated string partition_key_table = 1;
 *   repeated string explicit_hash_key_table = 2;
 *   repeated Record records = 3;
 * }
 * message Record {
 *   required uint64 partition_key_index = 1;
 *   optional uint64 explicit_hash_key_index = 2;
 *   required bytes data = 3;
 *   repeated Tag tags = 4;
 * }
 * message Tag { required string key = 1; optional string value = 2; }
 * </pre>
 *
 * <p>All of it has been checked when there is an object of this class. It keeps the bytes it was made of and the places in
 * them where something begins, and makes a user record when it is asked for one: the records of an aggregate may need
 * fifty times the memory of the aggregate.
 *
 * @see <a href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">KPL aggregated record
 *     format</a>
 */
public final class Aggregate {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

    /** Keys that Kinesis allows are made anew for each record, longer ones are shared by those that have them. */
    private static final int LONGEST_ORDINARY_KEY = 1024;

    private static final int OVERHEAD_BYTES = 128;

    private final byte[] bytes;
    private final AggregateIndex index;
    private final @Nullable String[] longKeys;

    private Aggregate(byte[] bytes, AggregateIndex index) {
        this.bytes = bytes;
        this.index = index;
        this.longKeys = new String[index.hasKeyLongerThan(LONGEST_ORDINARY_KEY) ? index.partitionKeys() : 0];
    }

    /** Whether this begins as an aggregate does. Cheap. */
    public static boolean hasMagic(byte[] data) {
        return data.length >= MAGIC.length && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads an aggregate.
     *
     * @param data the payload of a record; kept, not copied
     * @return null if it is anything else: no magic, a message that is cut off or has another checksum, a record that names
     *     no key of the table, or no record at all
     */
    public static @Nullable Aggregate decode(byte[] data) {
        int end = data.length - Md5.LENGTH;
        if (!hasMagic(data) || end <= MAGIC.length) {
            return null;
        }
        byte[] checksum = Md5.of(data, MAGIC.length, end - MAGIC.length);
        if (!Arrays.equals(checksum, 0, Md5.LENGTH, data, end, data.length)) {
            return null;
        }
        try {
            AggregateIndex index = AggregateIndex.of(data, MAGIC.length, end);
            return index.records() == 0 ? null : new Aggregate(data, index);
        } catch (MalformedException notAnAggregate) {
            return null;
        }
    }

    /**
     * Makes an aggregate.
     *
     * @param records at least one
     */
    public static byte[] encode(List<UserRecord> records) {
        byte[] message = new AggregateWriter(records).message();
        byte[] data = new byte[MAGIC.length + message.length + Md5.LENGTH];
        System.arraycopy(MAGIC, 0, data, 0, MAGIC.length);
        System.arraycopy(message, 0, data, MAGIC.length, message.length);
        System.arraycopy(Md5.of(message, 0, message.length), 0, data, data.length - Md5.LENGTH, Md5.LENGTH);
        return data;
    }

    /** How many user records there are, at least 1. */
    public int size() {
        return index.records();
    }

    /**
     * Makes a user record; its payload is a copy, which does not keep the aggregate in memory.
     *
     * @param position from 0 to {@link #size()} - 1
     */
    public UserRecord get(int position) {
        AggregateIndex.Entry entry = index.entry(position);
        return new UserRecord(
                partitionKey(entry.partitionKey()),
                entry.explicitHashKey() < 0 ? null : text(index.explicitHashKey(entry.explicitHashKey())),
                Arrays.copyOfRange(bytes, entry.data(), entry.data() + entry.length()));
    }

    private String partitionKey(int number) {
        AggregateIndex.Text place = index.partitionKey(number);
        if (place.length() <= LONGEST_ORDINARY_KEY) {
            return text(place);
        }
        String key = longKeys[number];
        if (key == null) {
            key = text(place);
            longKeys[number] = key;
        }
        return key;
    }

    private String text(AggregateIndex.Text place) {
        return new String(bytes, place.from(), place.length(), StandardCharsets.UTF_8);
    }

    /** How many user records would not be put into this range. */
    public int outside(HashKeyRange range) {
        // each key is hashed once, however many records have it
        Boolean[] byKey = new Boolean[index.partitionKeys()];
        int outside = 0;
        for (int i = 0; i < index.records(); i++) {
            AggregateIndex.Entry entry = index.entry(i);
            boolean inside;
            if (entry.explicitHashKey() >= 0) {
                inside = range.contains("", text(index.explicitHashKey(entry.explicitHashKey())));
            } else {
                Boolean known = byKey[entry.partitionKey()];
                inside = known != null ? known : range.contains(text(index.partitionKey(entry.partitionKey())), null);
                byKey[entry.partitionKey()] = inside;
            }
            outside += inside ? 0 : 1;
        }
        return outside;
    }

    /** Memory that this is counted with: the bytes and the places in them. */
    public long memoryBytes() {
        return bytes.length + index.memoryBytes() + (long) longKeys.length * Integer.BYTES + OVERHEAD_BYTES;
    }
}
