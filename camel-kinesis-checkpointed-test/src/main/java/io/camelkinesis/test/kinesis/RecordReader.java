// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GetRecords. */
final class RecordReader {

    private final Clock clock;
    private final Streams streams;
    private final ShardIterators iterators;
    private final Settings settings;

    RecordReader(Clock clock, Streams streams, ShardIterators iterators, Settings settings) {
        this.clock = clock;
        this.streams = streams;
        this.iterators = iterators;
        this.settings = settings;
    }

    /**
     * What a read brought.
     *
     * @param shard where it was read
     * @param from counter of the first record
     * @param entries the records
     * @param millisBehind how far the end of the answer is behind the tip of the shard; 0 at the tip
     * @param next the next iterator, null at the end of a closed shard or by a fault
     * @param ended whether this is the end of a closed shard, and not a fault
     */
    record Read(
            ShardModel shard, long from, List<Entry> entries, long millisBehind, @Nullable String next, boolean ended) {

        private Read goingOn(@Nullable String iterator) {
            return new Read(shard, from, entries, millisBehind, iterator, false);
        }

        String sequence(int i) {
            return shard.sequence(from + i);
        }
    }

    Read read(String iterator, int limit, Fault fault) {
        if (fault instanceof Fault.IteratorExpired) {
            throw iterators.expired(Limits.ITERATOR_LIFE.plus(Duration.ofSeconds(1)));
        }
        IteratorToken token = iterators.accept(iterator);
        StreamModel stream = streams.findReadable(token.stream(), null);
        if (stream.incarnation() != token.incarnation()) {
            throw Errors.noStream(token.stream(), stream.account());
        }
        ShardModel shard = streams.shard(stream, token.shard());
        if (settings.isThrottling() && !shard.rates().tryRead(clock.nanoTime())) {
            throw Errors.throttled(Errors.rateExceeded(shard, stream));
        }
        shard.log().trimBefore(stream.horizonMillis(clock.now().toEpochMilli()));
        Read read = answer(shard, token, fault instanceof Fault.EmptyRead ? 0 : limit);
        if (fault instanceof Fault.NextIteratorMissing) {
            return read.goingOn(null);
        }
        return fault instanceof Fault.SameIterator && !read.ended() ? read.goingOn(iterator) : read;
    }

    private Read answer(ShardModel shard, IteratorToken token, int limit) {
        ShardLog log = shard.log();
        long from = Math.max(token.position(), log.first());
        List<Entry> entries = collect(log, from, limit, Limits.BYTES_PER_READ);
        if (settings.isThrottling()) {
            long bytes = entries.stream().mapToLong(Entry::size).sum();
            shard.rates().answered(clock.nanoTime(), bytes);
        }
        long end = from + entries.size();
        boolean ended = !shard.isOpen() && end >= log.next() && limit > 0;
        String next = ended ? null : iterators.issueNext(token, end);
        return new Read(shard, from, entries, millisBehind(clock, log, end), next, ended);
    }

    /** The records from a counter on, as many as an answer may carry, but one at least if there is one. */
    static List<Entry> collect(ShardLog log, long from, int limit, long mostBytes) {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (long at = from; at < log.next() && entries.size() < limit; at++) {
            Entry entry = log.get(at);
            if (!entries.isEmpty() && bytes + entry.size() > mostBytes) {
                break;
            }
            entries.add(entry);
            bytes += entry.size();
        }
        return entries;
    }

    /** How far behind the tip of the shard that counter is. */
    static long millisBehind(Clock clock, ShardLog log, long end) {
        if (end >= log.next()) {
            return 0;
        }
        long nextUnread = log.get(end).arrivalMillis();
        return Math.max(1, clock.now().toEpochMilli() - nextUnread);
    }
}
