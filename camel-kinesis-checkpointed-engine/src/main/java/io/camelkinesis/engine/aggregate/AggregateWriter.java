// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the message of an aggregate: each key once, then the records. */
final class AggregateWriter {

    private final List<UserRecord> records;
    private final Map<String, Integer> partitionKeys = new LinkedHashMap<>();
    private final Map<String, Integer> explicitHashKeys = new LinkedHashMap<>();

    AggregateWriter(List<UserRecord> records) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("An aggregate needs a record");
        }
        this.records = records;
        for (UserRecord record : records) {
            partitionKeys.putIfAbsent(record.partitionKey(), partitionKeys.size());
            if (record.explicitHashKey() != null) {
                explicitHashKeys.putIfAbsent(record.explicitHashKey(), explicitHashKeys.size());
            }
        }
    }

    byte[] message() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        partitionKeys.keySet().forEach(key -> bytes(message, AggregateIndex.PARTITION_KEY, utf8(key)));
        explicitHashKeys.keySet().forEach(key -> bytes(message, AggregateIndex.EXPLICIT_HASH_KEY, utf8(key)));
        for (UserRecord record : records) {
            bytes(message, AggregateIndex.RECORD, message(record));
        }
        return message.toByteArray();
    }

    private byte[] message(UserRecord record) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(record.data().length + 16);
        varint(message, AggregateIndex.PARTITION_KEY_INDEX);
        varint(message, partitionKeys.getOrDefault(record.partitionKey(), 0));
        if (record.explicitHashKey() != null) {
            varint(message, AggregateIndex.EXPLICIT_HASH_KEY_INDEX);
            varint(message, explicitHashKeys.getOrDefault(record.explicitHashKey(), 0));
        }
        bytes(message, AggregateIndex.DATA, record.data());
        return message.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void bytes(ByteArrayOutputStream out, int tag, byte[] value) {
        varint(out, tag);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
