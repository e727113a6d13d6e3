// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shard: its place in the key space and in the lineage, and its records. */
final class ShardModel {

    private static final long OPEN = -1;

    private final int index;
    private final String id;
    private final HashRange range;
    private final List<String> parents;
    private final long epoch;
    private final long openedMillis;
    private final ShardLog log = new ShardLog();
    private final ShardRates rates = new ShardRates();
    private long closedMillis = OPEN;
    private List<ShardModel> children = List.of();

    ShardModel(int index, HashRange range, List<String> parents, long epoch, long openedMillis) {
        this.index = index;
        this.id = idOf(index);
        this.range = range;
        this.parents = List.copyOf(parents);
        this.epoch = epoch;
        this.openedMillis = openedMillis;
    }

    static String idOf(int index) {
        return String.format("shardId-%012d", index);
    }

    int index() {
        return index;
    }

    String id() {
        return id;
    }

    HashRange range() {
        return range;
    }

    List<String> parents() {
        return parents;
    }

    long epoch() {
        return epoch;
    }

    long openedMillis() {
        return openedMillis;
    }

    ShardLog log() {
        return log;
    }

    ShardRates rates() {
        return rates;
    }

    boolean isOpen() {
        return closedMillis == OPEN;
    }

    /** When it was closed; must not be asked of an open shard. */
    long closedMillis() {
        return closedMillis;
    }

    List<ShardModel> children() {
        return children;
    }

    void close(long millis, List<ShardModel> into) {
        closedMillis = millis;
        children = List.copyOf(into);
    }

    String sequence(long counter) {
        return SequenceFormat.format(epoch, counter, index);
    }

    String startingSequence() {
        return sequence(0);
    }

    /** Above every record of the shard, below every record of its children; null while it is open. */
    @Nullable
    String endingSequence() {
        return isOpen() ? null : sequence(log.next());
    }

    /** Stores a record; arrival times never go back within a shard. */
    long append(String key, int keyBytes, byte[] data, long millis) {
        return log.append(new Entry(Math.max(millis, log.lastArrival(millis)), key, keyBytes, data));
    }
}
