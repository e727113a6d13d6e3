// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.runtime.Clock;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a test does to shards and reads from them by hand, past limits and faults. Called inside the gate. */
final class ShardControls {

    private static final String FILL_KEY = "fill";
    private static final int KIB = 1_024;

    private final Clock clock;
    private final Streams streams;
    private final Resharding resharding;
    private final RecordWriter writer;

    ShardControls(Clock clock, Streams streams, Resharding resharding, RecordWriter writer) {
        this.clock = clock;
        this.streams = streams;
        this.resharding = resharding;
        this.writer = writer;
    }

    StoredRecord put(String streamName, String key, byte[] data) {
        StreamModel stream = streams.findAny(streamName);
        RecordWriter.Incoming record = writer.check("", key, null, data.clone());
        writer.checkSize(stream, record);
        ShardModel shard = writer.shardFor(stream, record);
        return look(shard, writer.store(stream, shard, record).counter());
    }

    void fill(String streamName, int records, int bytes) {
        StreamModel stream = streams.findAny(streamName);
        RecordWriter.Incoming record = writer.check("", FILL_KEY, null, new byte[bytes]);
        int kib = (int) Math.min(Limits.LARGEST_RECORD_KIB, (record.size() + KIB - 1) / KIB);
        stream.admitRecordsOf(Math.max(kib, stream.maxRecordKib()));
        writer.checkSize(stream, record);
        for (ShardModel shard : stream.shards()) {
            for (int i = 0; shard.isOpen() && i < records; i++) {
                writer.store(stream, shard, record);
            }
        }
    }

    List<StoredRecord> records(String streamName, String shardId) {
        StreamModel stream = streams.findAny(streamName);
        ShardModel shard = streams.shard(stream, shardId);
        shard.log().trimBefore(stream.horizonMillis(clock.now().toEpochMilli()));
        List<StoredRecord> records = new ArrayList<>();
        for (long at = shard.log().first(); at < shard.log().next(); at++) {
            records.add(look(shard, at));
        }
        return records;
    }

    private static StoredRecord look(ShardModel shard, long counter) {
        Entry entry = shard.log().get(counter);
        return new StoredRecord(
                shard.id(),
                SequenceNumber.of(shard.sequence(counter)),
                entry.key(),
                entry.data(),
                Instant.ofEpochMilli(entry.arrivalMillis()));
    }

    List<String> shards(String streamName, Predicate<ShardModel> wanted) {
        return streams.findAny(streamName).shards().stream()
                .filter(wanted)
                .map(ShardModel::id)
                .toList();
    }

    void forget(String streamName, String shardId) {
        StreamModel stream = streams.findAny(streamName);
        ShardModel shard = streams.shard(stream, shardId);
        if (shard.isOpen()) {
            throw new IllegalArgumentException("Shard " + shardId + " of " + streamName
                    + " is open, and only closed shards pass out of retention. Split or merge it first");
        }
        stream.forget(shard);
    }

    String shardFor(String streamName, String key) {
        return streams.findAny(streamName).shardFor(HashRange.hashOf(key)).id();
    }

    List<String> split(String streamName, String shardId) {
        StreamModel stream = streams.findAny(streamName);
        ShardModel shard = streams.shard(stream, shardId);
        BigInteger at = shard.range().middle();
        resharding.checkSplit(stream, shard, at);
        return resharding.split(stream, shard, at).stream().map(ShardModel::id).toList();
    }

    String merge(String streamName, String oneId, String otherId) {
        StreamModel stream = streams.findAny(streamName);
        ShardModel one = streams.shard(stream, oneId);
        ShardModel other = streams.shard(stream, otherId);
        resharding.checkMerge(stream, one, other);
        return resharding.merge(stream, one, other).id();
    }
}
