// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Remembers since when nobody reads the shards that somebody should read. Pure: the time is an argument, on the monotonic clock. */
final class UnreadShards {

    private final Map<ShardId, Long> since = new TreeMap<>();
    private Set<ShardId> stuck = Set.of();

    /**
     * Takes in a look.
     *
     * @param isRead whether somebody who may be alive has the lease of a shard
     */
    void looked(ShardLineage lineage, Predicate<Shard> isRead, long now) {
        Set<ShardId> unread = new TreeSet<>();
        for (Shard shard : lineage.runnable()) {
            if (!isRead.test(shard)) {
                unread.add(shard.id());
            }
        }
        Set<ShardId> inCircles = new TreeSet<>();
        lineage.stuck().forEach(shard -> inCircles.add(shard.id()));
        stuck = inCircles;
        unread.addAll(inCircles);
        since.keySet().retainAll(unread);
        unread.forEach(shard -> since.putIfAbsent(shard, now));
    }

    List<UnreadShard> status(long now) {
        return since.entrySet().stream()
                .map(entry -> new UnreadShard(
                        entry.getKey(), Duration.ofNanos(now - entry.getValue()), stuck.contains(entry.getKey())))
                .toList();
    }
}
