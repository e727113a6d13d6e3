// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The streams of an account, by name or ARN. */
final class Streams {

    private final Account account;
    private final Clock clock;
    private final NavigableMap<String, StreamModel> byName = new TreeMap<>();
    private long lastEpoch;

    Streams(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    Account account() {
        return account;
    }

    /** A number above every earlier one; near the time in milliseconds. */
    long nextEpoch() {
        lastEpoch = Math.max(lastEpoch + 1, clock.now().toEpochMilli());
        return lastEpoch;
    }

    void add(StreamModel stream) {
        byName.put(stream.name(), stream);
    }

    /** The streams in the order of their names. */
    NavigableMap<String, StreamModel> all() {
        byName.values().forEach(stream -> stream.settle(clock.nanoTime()));
        byName.values().removeIf(StreamModel::isDeleted);
        return byName;
    }

    @Nullable
    StreamModel findByName(String name) {
        StreamModel stream = byName.get(name);
        if (stream == null) {
            return null;
        }
        stream.settle(clock.nanoTime());
        if (stream.isDeleted()) {
            byName.remove(name);
            return null;
        }
        stream.forgetOldShards(clock.now().toEpochMilli());
        return stream;
    }

    /** The stream that a call names by name, by ARN, or by both. */
    StreamModel find(@Nullable String name, @Nullable String arn) {
        if (name == null && arn == null) {
            throw Errors.invalid("Either StreamName or StreamARN must be provided.");
        }
        String named = arn == null ? name : account.streamOf(arn);
        StreamModel stream = named == null ? null : findByName(named);
        if (stream == null) {
            throw Errors.noStream(arn == null ? String.valueOf(name) : arn, account);
        }
        if (name != null && !name.equals(named)) {
            throw Errors.invalid("StreamName " + name + " and StreamARN " + arn + " name different streams.");
        }
        return stream;
    }

    /** The stream, if its records can be read and written. */
    StreamModel findReadable(@Nullable String name, @Nullable String arn) {
        StreamModel stream = find(name, arn);
        StreamStatus status = stream.status();
        if (status == StreamStatus.CREATING || status == StreamStatus.DELETING) {
            throw Errors.noStream(stream.name(), account);
        }
        return stream;
    }

    /** The stream, if it is ready for a change. */
    StreamModel findActive(@Nullable String name, @Nullable String arn) {
        StreamModel stream = find(name, arn);
        if (stream.status() != StreamStatus.ACTIVE) {
            throw Errors.inUse("Stream " + stream.name() + " under account " + account.id()
                    + " not ACTIVE, instead in state " + stream.status());
        }
        return stream;
    }

    /** The stream of that name or ARN, whichever the text is. */
    StreamModel findAny(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? findReadable(null, nameOrArn) : findReadable(nameOrArn, null);
    }

    ShardModel shard(StreamModel stream, String id) {
        ShardModel shard = stream.shard(id);
        if (shard == null) {
            throw Errors.noShard(id, stream);
        }
        return shard;
    }
}
