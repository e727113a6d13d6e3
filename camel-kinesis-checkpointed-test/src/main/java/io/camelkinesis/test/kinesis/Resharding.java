// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.math.BigInteger;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Opens and closes shards: create, split, merge, and the scaling that is made of them. */
final class Resharding {

    private final Clock clock;
    private final Streams streams;

    Resharding(Clock clock, Streams streams) {
        this.clock = clock;
        this.streams = streams;
    }

    /** Opens the first shards of a stream. */
    void populate(StreamModel stream, int shards) {
        long epoch = streams.nextEpoch();
        long now = clock.now().toEpochMilli();
        HashRange.uniform(shards).forEach(range -> stream.open(range, List.of(), epoch, now));
    }

    void checkSplit(StreamModel stream, ShardModel shard, BigInteger at) {
        requireOpen(stream, shard);
        HashRange range = shard.range();
        if (at.compareTo(range.start()) <= 0 || at.compareTo(range.end()) > 0) {
            throw Errors.invalid("NewStartingHashKey " + at + " used in SplitShard() on shard " + shard.id()
                    + " in stream " + stream.name() + " under account "
                    + stream.account().id()
                    + " is not both greater than one plus the shard's StartingHashKey " + range.start()
                    + " and less than the shard's EndingHashKey " + range.end() + ".");
        }
    }

    void checkMerge(StreamModel stream, ShardModel one, ShardModel other) {
        requireOpen(stream, one);
        requireOpen(stream, other);
        if (!one.range().touches(other.range())) {
            throw Errors.invalid("Shards " + one.id() + " and " + other.id() + " in stream " + stream.name()
                    + " under account " + stream.account().id()
                    + " are not an adjacent pair of shards eligible for merging");
        }
    }

    private static void requireOpen(StreamModel stream, ShardModel shard) {
        if (!shard.isOpen()) {
            throw Errors.invalid("Shard " + shard.id() + " in stream " + stream.name() + " under account "
                    + stream.account().id()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
    }

    /** The two children; the second one's range begins at {@code at}. */
    List<ShardModel> split(StreamModel stream, ShardModel shard, BigInteger at) {
        HashRange range = shard.range();
        long epoch = streams.nextEpoch();
        long now = clock.now().toEpochMilli();
        List<String> parents = List.of(shard.id());
        HashRange low = new HashRange(range.start(), at.subtract(BigInteger.ONE));
        HashRange high = new HashRange(at, range.end());
        ShardModel first = replace(stream, shard, low, parents, epoch, now);
        ShardModel second = stream.open(high, parents, epoch, now);
        shard.close(now, List.of(first, second));
        return List.of(first, second);
    }

    /** The child. */
    ShardModel merge(StreamModel stream, ShardModel one, ShardModel other) {
        long epoch = streams.nextEpoch();
        long now = clock.now().toEpochMilli();
        stream.close(other, now, List.of());
        HashRange range = one.range().with(other.range());
        ShardModel child = replace(stream, one, range, List.of(one.id(), other.id()), epoch, now);
        one.close(now, List.of(child));
        other.close(now, List.of(child));
        return child;
    }

    private static ShardModel replace(
            StreamModel stream, ShardModel old, HashRange range, List<String> parents, long epoch, long now) {
        stream.close(old, now, List.of());
        return stream.open(range, parents, epoch, now);
    }

    /** Splits and merges until the stream has that many open shards of the same size. */
    void scale(StreamModel stream, int target) {
        NavigableSet<BigInteger> starts = new TreeSet<>();
        HashRange.uniform(target).forEach(range -> starts.add(range.start()));
        for (ShardModel shard : stream.openShards()) {
            splitAt(stream, shard, starts);
        }
        mergeTo(stream, starts);
    }

    private void splitAt(StreamModel stream, ShardModel shard, NavigableSet<BigInteger> starts) {
        ShardModel rest = shard;
        BigInteger at = starts.higher(rest.range().start());
        while (at != null && at.compareTo(rest.range().end()) <= 0) {
            rest = split(stream, rest, at).get(1);
            at = starts.higher(at);
        }
    }

    private void mergeTo(StreamModel stream, NavigableSet<BigInteger> starts) {
        ShardModel left = null;
        for (ShardModel shard : stream.openShards()) {
            boolean beginsHere = starts.contains(shard.range().start());
            left = beginsHere || left == null ? shard : merge(stream, left, shard);
        }
    }
}
