// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Hands out shard iterators and takes them back while they are fresh. */
final class ShardIterators {

    private final Clock clock;
    private final Streams streams;
    private final Settings settings;
    private long generation;

    ShardIterators(Clock clock, Streams streams, Settings settings) {
        this.clock = clock;
        this.streams = streams;
        this.settings = settings;
    }

    /** Where an iterator shall begin: a type with what belongs to it. */
    record Start(ShardIteratorType type, @Nullable String sequence, @Nullable Instant timestamp) {}

    String issue(StreamModel stream, String shardId, Start start) {
        ShardModel shard = streams.shard(stream, shardId);
        if (settings.isThrottling() && !shard.rates().tryIterator(clock.nanoTime())) {
            throw Errors.throttled(Errors.rateExceeded(shard, stream));
        }
        long position = positionOf(stream, shard, start);
        return new IteratorToken(
                        stream.name(), stream.incarnation(), shard.id(), position, clock.nanoTime(), generation)
                .encode();
    }

    /** An iterator that was handed out with an earlier answer. */
    IteratorToken accept(String encoded) {
        IteratorToken token = IteratorToken.decode(encoded);
        Duration age = Duration.ofNanos(clock.nanoTime() - token.issuedNanos());
        if (token.generation() < generation || age.compareTo(Limits.ITERATOR_LIFE) > 0) {
            throw expired(age);
        }
        return token;
    }

    String issueNext(IteratorToken read, long position) {
        return read.at(position, clock.nanoTime(), generation).encode();
    }

    void expireAll() {
        generation++;
    }

    RuntimeException expired(Duration age) {
        Instant now = clock.now();
        return Errors.expiredIterator("Iterator expired. The iterator was created at time " + now.minus(age)
                + " while right now it is " + now + " which is further in the future than the tolerated delay of "
                + Limits.ITERATOR_LIFE.toMillis() + " milliseconds.");
    }

    /** Counter of the record where a start begins. */
    long positionOf(StreamModel stream, ShardModel shard, Start start) {
        return switch (start.type()) {
            case TRIM_HORIZON -> shard.log().first();
            case LATEST -> shard.log().next();
            case AT_TIMESTAMP -> positionAt(shard, start.timestamp());
            case AT_SEQUENCE_NUMBER -> counterOf(stream, shard, start);
            case AFTER_SEQUENCE_NUMBER -> counterOf(stream, shard, start) + 1;
            default ->
                throw Errors.constraint("Value '" + start.type() + "' at 'shardIteratorType' failed to satisfy"
                        + " constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP,"
                        + " AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
        };
    }

    private long positionAt(ShardModel shard, @Nullable Instant timestamp) {
        if (timestamp == null) {
            throw Errors.invalid("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.");
        }
        long now = clock.now().toEpochMilli();
        if (timestamp.toEpochMilli() > now) {
            throw Errors.invalid("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
                    + " timestampInMillis: " + timestamp.toEpochMilli() + ", currentTimestampInMillis: " + now);
        }
        return shard.log().firstAtOrAfter(timestamp.toEpochMilli());
    }

    private static long counterOf(StreamModel stream, ShardModel shard, Start start) {
        String sequence = start.sequence();
        if (sequence == null) {
            throw Errors.invalid("Must either specify startingSequenceNumber or timestampInMillis for iterator of type "
                    + start.type() + ".");
        }
        SequenceFormat.Parts parts = SequenceFormat.parse(sequence);
        if (parts == null || parts.epoch() != shard.epoch()) {
            throw Errors.invalid("StartingSequenceNumber " + sequence + " used in GetShardIterator on shard "
                    + shard.id() + " in stream " + stream.name() + " under account "
                    + stream.account().id() + " is invalid because it did not come from this stream.");
        }
        if (parts.index() != shard.index()) {
            throw Errors.invalid("Invalid StartingSequenceNumber. It encodes " + ShardModel.idOf((int) parts.index())
                    + ", while it was used in a call to a shard with " + shard.id());
        }
        return parts.counter();
    }
}
