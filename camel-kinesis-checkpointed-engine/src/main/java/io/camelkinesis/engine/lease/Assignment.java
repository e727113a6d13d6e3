// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.ShardId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;
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

    private static final int NOBODY = -1;

    private final String[] members;
    private final long[] seeds;
    private final int[] load;
    private final Map<String, Integer> places = new HashMap<>();
    private final int part;
    private int extras;

    private Assignment(SortedSet<String> members, int shards) {
        this.members = members.toArray(new String[0]);
        this.seeds = new long[this.members.length];
        this.load = new int[this.members.length];
        for (int i = 0; i < this.members.length; i++) {
            seeds[i] = hash(this.members[i]);
            places.put(this.members[i], i);
        }
        this.part = shards / this.members.length;
        this.extras = shards % this.members.length;
    }

    /**
     * @param owners the shards that may be read, each with its present owner, null when free
     * @param members who shares them; at least one
     */
    static SortedMap<ShardId, String> assign(SortedMap<ShardId, @Nullable String> owners, SortedSet<String> members) {
        Assignment assignment = new Assignment(members, owners.size());
        List<ShardId> shards = List.copyOf(owners.keySet());
        int[] chosen = assignment.choose(shards, new ArrayList<>(owners.values()));
        SortedMap<ShardId, String> result = new TreeMap<>();
        for (int i = 0; i < chosen.length; i++) {
            result.put(shards.get(i), assignment.members[chosen[i]]);
        }
        return result;
    }

    /** The place of the member of each shard. */
    private int[] choose(List<ShardId> shards, List<@Nullable String> owners) {
        int[] chosen = new int[shards.size()];
        long[] hashes = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = NOBODY;
            hashes[i] = hash(shards.get(i).toString());
        }
        keep(owners, hashes, chosen);
        place(shards, hashes, chosen);
        return chosen;
    }

    private void keep(List<@Nullable String> owners, long[] hashes, int[] chosen) {
        List<List<Integer>> held = new ArrayList<>(members.length);
        for (int i = 0; i < members.length; i++) {
            held.add(new ArrayList<>());
        }
        for (int i = 0; i < chosen.length; i++) {
            String owner = owners.get(i);
            Integer place = owner == null ? null : places.get(owner);
            if (place != null) {
                held.get(place).add(i);
            }
        }
        for (int member = 0; member < members.length; member++) {
            List<Integer> shards = held.get(member);
            long seed = seeds[member];
            if (shards.size() > part) {
                shards.sort(Comparator.<Integer>comparingLong(shard -> score(seed, hashes[shard]))
                        .reversed());
            }
            for (int shard : shards) {
                if (hasRoom(member)) {
                    take(member, shard, chosen);
                }
            }
        }
    }

    /** Each free shard goes to the highest score among those with room; who has none is not looked at again. */
    private void place(List<ShardId> shards, long[] hashes, int[] chosen) {
        int[] candidates = IntStream.range(0, members.length).toArray();
        int left = candidates.length;
        for (int shard = 0; shard < chosen.length; shard++) {
            if (chosen[shard] != NOBODY) {
                continue;
            }
            int best = NOBODY;
            long highest = Long.MIN_VALUE;
            int roomy = 0;
            for (int i = 0; i < left; i++) {
                int member = candidates[i];
                if (hasRoom(member)) {
                    candidates[roomy++] = member;
                    long score = score(seeds[member], hashes[shard]);
                    if (score > highest) {
                        best = member;
                        highest = score;
                    }
                }
            }
            left = roomy;
            if (best == NOBODY) {
                throw new IllegalStateException("No member has room for " + shards.get(shard));
            }
            take(best, shard, chosen);
        }
    }

    private boolean hasRoom(int member) {
        return load[member] < part || (load[member] == part && extras > 0);
    }

    private void take(int member, int shard, int[] chosen) {
        load[member]++;
        if (load[member] > part) {
            extras--;
        }
        chosen[shard] = member;
    }

    /** 63 bits that depend on nothing but the two names. */
    static long score(String member, ShardId shard) {
        return score(hash(member), hash(shard.toString()));
    }

    private static long score(long member, long shard) {
        return mixed(member ^ Long.rotateLeft(shard, 32)) >>> 1;
    }

    /** FNV-1a, mixed. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** As SplitMix64 finishes. */
    private static long mixed(long bits) {
        long hash = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
