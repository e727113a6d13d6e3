// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** PutRecord, and each record of PutRecords. */
final class RecordWriter {

    private final Clock clock;
    private final Settings settings;

    RecordWriter(Clock clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * A record on its way in; it has been checked.
     *
     * @param key partition key
     * @param keyBytes its length in UTF-8
     * @param hash the hash key that decides about the shard
     * @param data payload
     */
    record Incoming(String key, int keyBytes, BigInteger hash, byte[] data) {

        long size() {
            return (long) data.length + keyBytes;
        }

        /** Never the payload. */
        @Override
        public String toString() {
            return "Incoming[" + data.length + " bytes]";
        }
    }

    /** Where a record went. */
    record Stored(ShardModel shard, long counter) {

        String sequence() {
            return shard.sequence(counter);
        }
    }

    /** The shard that takes the record. */
    ShardModel shardFor(StreamModel stream, Incoming record) {
        return stream.shardFor(record.hash());
    }

    /** Whether the shard takes it at this moment; if so, it counts against the shard's rate. */
    boolean admits(ShardModel shard, Incoming record) {
        return !settings.isThrottling() || shard.rates().tryWrite(clock.nanoTime(), record.size());
    }

    Stored store(StreamModel stream, ShardModel shard, Incoming record) {
        long now = clock.now().toEpochMilli();
        shard.log().trimBefore(stream.horizonMillis(now));
        return new Stored(shard, shard.append(record.key(), record.keyBytes(), record.data(), now));
    }

    /**
     * Checks what holds for every record, wherever it goes.
     *
     * @param where the name of the record in messages, for example {@code records.3.member.}
     */
    Incoming check(String where, @Nullable String key, @Nullable String explicitHash, byte @Nullable [] data) {
        String present = Check.required(where + "partitionKey", key);
        Check.length(where + "partitionKey", present.length(), 1, Limits.KEY_CHARS);
        byte[] payload = Check.required(where + "data", data);
        Check.length(where + "data", payload.length, 0, Limits.LARGEST_DATA_BYTES);
        BigInteger hash =
                explicitHash == null ? HashRange.hashOf(present) : Check.hashKey("ExplicitHashKey", explicitHash);
        return new Incoming(present, present.getBytes(StandardCharsets.UTF_8).length, hash, payload);
    }

    /** Checks the limit that the stream sets for a record, key included. */
    void checkSize(StreamModel stream, Incoming record) {
        long most = stream.maxRecordKib() * 1024L;
        if (record.size() > most) {
            throw Errors.invalid("Record of " + record.size() + " bytes, partition key included, exceeds the limit of "
                    + most + " bytes of stream " + stream.name() + " under account "
                    + stream.account().id() + ".");
        }
    }
}
