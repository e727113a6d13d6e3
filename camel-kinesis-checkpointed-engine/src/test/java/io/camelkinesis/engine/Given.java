// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The nouns of the domain, as tests name them. */
public final class Given {

    public static final StreamId STREAM = StreamId.of("orders");
    public static final ShardId SHARD = STREAM.shard("shardId-0");

    private static final Instant ARRIVAL = Instant.parse("2026-01-01T00:00:00Z");

    private Given() {}

    public static SequenceNumber seq(long number) {
        return SequenceNumber.of(Long.toString(number));
    }

    /** A record of one byte. */
    public static StreamRecord record(long number, String key) {
        return record(seq(number), key, 1);
    }

    public static StreamRecord record(SequenceNumber sequence, String key, int bytes) {
        return new StreamRecord(sequence, key, new byte[bytes], ARRIVAL, null);
    }

    /** Records from {@code first} to {@code last}, each with a key of its own. */
    public static List<StreamRecord> records(long first, long last) {
        List<StreamRecord> records = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            records.add(record(number, "key-" + number));
        }
        return records;
    }

    /** An open shard of {@link #STREAM}. */
    public static Shard open(String name, String... parents) {
        return new Shard(STREAM.shard(name), Arrays.asList(parents), false);
    }

    /** A closed shard of {@link #STREAM}. */
    public static Shard closed(String name, String... parents) {
        return new Shard(STREAM.shard(name), Arrays.asList(parents), true);
    }

    /** A stored row of {@link #STREAM}; owner and checkpoint may be null. */
    public static Lease lease(String name, String owner, long epoch, String checkpoint) {
        return new Lease(STREAM.shard(name), true, owner, epoch, checkpoint, null, List.of(), false, null);
    }

    /** The stored row of a shard that has been reset: free, without a checkpoint. */
    public static Lease reset(String name, long epoch, Position start) {
        return new Lease(STREAM.shard(name), true, null, epoch, null, null, null, List.of(), false, null, start);
    }

    /** The stored row of a shard that has been consumed. */
    public static Lease consumed(String name, String checkpoint) {
        return lease(name, null, 1, checkpoint).consumed();
    }
}
