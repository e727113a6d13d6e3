// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream: its settings and its shards, the closed ones as long as their records may still be read. */
final class StreamModel {

    private final Account account;
    private final String name;
    private final long incarnation;
    private final long createdMillis;
    private final StreamMode mode;
    private final NavigableMap<String, ShardModel> shards = new TreeMap<>();
    private final NavigableMap<BigInteger, ShardModel> open = new TreeMap<>();
    private final StreamConsumers consumers = new StreamConsumers();
    private int nextIndex;
    private int retentionHours = Limits.SHORTEST_RETENTION_HOURS;
    private int maxRecordKib;
    private long firstClosedMillis = Long.MAX_VALUE;
    private @Nullable Change change;
    private boolean deleted;

    /**
     * A change that takes time.
     *
     * @param status the status of the stream until then
     * @param dueNanos when it is done
     * @param effect what is different then
     */
    private record Change(StreamStatus status, long dueNanos, Runnable effect) {}

    StreamModel(Account account, String name, long incarnation, long createdMillis, StreamMode mode, int maxRecordKib) {
        this.account = account;
        this.name = name;
        this.incarnation = incarnation;
        this.createdMillis = createdMillis;
        this.mode = mode;
        this.maxRecordKib = maxRecordKib;
    }

    Account account() {
        return account;
    }

    String name() {
        return name;
    }

    String arn() {
        return account.arnOf(name);
    }

    /** Differs from that of any other stream, also of one of the same name. */
    long incarnation() {
        return incarnation;
    }

    long createdMillis() {
        return createdMillis;
    }

    StreamMode mode() {
        return mode;
    }

    /** Its consumers with a throughput of their own. */
    StreamConsumers consumers() {
        return consumers;
    }

    int retentionHours() {
        return retentionHours;
    }

    void retain(int hours) {
        retentionHours = hours;
    }

    int maxRecordKib() {
        return maxRecordKib;
    }

    void admitRecordsOf(int kib) {
        maxRecordKib = kib;
    }

    StreamStatus status() {
        return change == null ? StreamStatus.ACTIVE : change.status;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** Begins a change that is done at the given time; at once when that time has come. */
    void change(StreamStatus status, long nanos, long durationNanos, Runnable effect) {
        change = new Change(status, nanos + durationNanos, effect);
        settle(nanos);
    }

    /** Ends a change whose time has come. */
    void settle(long nanos) {
        Change done = change;
        if (done != null && nanos - done.dueNanos >= 0) {
            change = null;
            done.effect.run();
        }
    }

    void delete() {
        deleted = true;
    }

    /** Opens a shard with the next index. */
    ShardModel open(HashRange range, List<String> parents, long epoch, long millis) {
        ShardModel shard = new ShardModel(nextIndex++, range, parents, epoch, millis);
        shards.put(shard.id(), shard);
        open.put(range.start(), shard);
        return shard;
    }

    void close(ShardModel shard, long millis, List<ShardModel> into) {
        shard.close(millis, into);
        open.remove(shard.range().start(), shard);
        firstClosedMillis = Math.min(firstClosedMillis, millis);
    }

    @Nullable
    ShardModel shard(String id) {
        return shards.get(id);
    }

    /** Every shard that is still listed, in the order of their ids. */
    Collection<ShardModel> shards() {
        return shards.values();
    }

    Collection<ShardModel> shardsAfter(String id) {
        return shards.tailMap(id, false).values();
    }

    /** The open shards in the order of their ranges. */
    List<ShardModel> openShards() {
        return new ArrayList<>(open.values());
    }

    int openShardCount() {
        return open.size();
    }

    /** The open shard that takes records of that hash key. */
    ShardModel shardFor(BigInteger hash) {
        Map.Entry<BigInteger, ShardModel> entry = open.floorEntry(hash);
        if (entry == null || !entry.getValue().range().contains(hash)) {
            throw new IllegalStateException("The open shards of " + name + " leave a gap at " + hash);
        }
        return entry.getValue();
    }

    /** Records that arrived before this time are gone. */
    long horizonMillis(long nowMillis) {
        return nowMillis - TimeUnit.HOURS.toMillis(retentionHours);
    }

    /** Forgets a closed shard. */
    void forget(ShardModel closed) {
        shards.remove(closed.id());
    }

    /** Forgets the closed shards that can hold no record any more. */
    void forgetOldShards(long nowMillis) {
        long horizon = horizonMillis(nowMillis);
        if (firstClosedMillis >= horizon) {
            return;
        }
        shards.values().removeIf(shard -> !shard.isOpen() && shard.closedMillis() < horizon);
        firstClosedMillis = shards.values().stream()
                .filter(shard -> !shard.isOpen())
                .mapToLong(ShardModel::closedMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
