// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.ShardId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which member should read which shard: a pure function of the members that are alive and of the shards with their present
 * owners, so that workers who see the same come to the same without talking.
 *
 * <p>With n shards and m members everybody gets n / m shards, and n mod m of them one more. A present owner keeps its shards
 * as far as its part allows, so that a member who joins or leaves moves as few as possible. Which shards go, who gets the
 * one more and where free shards land is decided by rendezvous hashing: each pair of member and shard has a score that
 * depends on nothing else, and the highest wins.
 */
final class Assignment {

    private final List<String> members;
    private final Map<String, Integer> load = new TreeMap<>();
    private final int part;
    private int extras;

    private Assignment(SortedSet<String> members, int shards) {
        this.members = List.copyOf(members);
        this.part = shards / members.size();
        this.extras = shards % members.size();
        members.forEach(member -> load.put(member, 0));
    }

    /**
     * @param owners the shards that may be read, each with its present owner, null when free
     * @param members who shares them; at least one
     */
    static SortedMap<ShardId, String> assign(SortedMap<ShardId, @Nullable String> owners, SortedSet<String> members) {
        Assignment assignment = new Assignment(members, owners.size());
        SortedMap<ShardId, String> result = new TreeMap<>();
        assignment.keep(owners, result);
        assignment.place(
                owners.keySet().stream()
                        .filter(shard -> !result.containsKey(shard))
                        .toList(),
                result);
        return result;
    }

    private void keep(SortedMap<ShardId, @Nullable String> owners, SortedMap<ShardId, String> result) {
        Map<String, List<ShardId>> byOwner = new TreeMap<>();
        owners.forEach((shard, owner) -> {
            if (owner != null && load.containsKey(owner)) {
                byOwner.computeIfAbsent(owner, id -> new ArrayList<>()).add(shard);
            }
        });
        byOwner.forEach((owner, shards) -> {
            shards.sort(Comparator.<ShardId>comparingLong(shard -> score(owner, shard))
                    .reversed());
            for (ShardId shard : shards) {
                if (hasRoom(owner)) {
                    take(owner, shard, result);
                }
            }
        });
    }

    private void place(List<ShardId> shards, SortedMap<ShardId, String> result) {
        for (ShardId shard : shards) {
            String best = null;
            for (String member : members) {
                if (hasRoom(member) && (best == null || score(member, shard) > score(best, shard))) {
                    best = member;
                }
            }
            if (best == null) {
                throw new IllegalStateException("No member has room for " + shard);
            }
            take(best, shard, result);
        }
    }

    private boolean hasRoom(String member) {
        int held = load.getOrDefault(member, 0);
        return held < part || (held == part && extras > 0);
    }

    private void take(String member, ShardId shard, SortedMap<ShardId, String> result) {
        int held = load.merge(member, 1, Integer::sum);
        if (held > part) {
            extras--;
        }
        result.put(shard, member);
    }

    /** 64 bits that depend on nothing but the two names: FNV-1a, finished as in SplitMix64. */
    static long score(String member, ShardId shard) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (member + '\n' + shard).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return (hash ^ (hash >>> 31)) >>> 1;
    }
}
