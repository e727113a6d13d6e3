// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.ShardId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    private static final int SEEDS = 60;

    private static SortedMap<ShardId, String> free(int shards) {
        SortedMap<ShardId, String> owners = new TreeMap<>();
        for (int i = 0; i < shards; i++) {
            owners.put(STREAM.shard(String.format("shardId-%012d", i)), null);
        }
        return owners;
    }

    private static SortedSet<String> members(int count) {
        SortedSet<String> members = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            members.add("worker-" + i);
        }
        return members;
    }

    /** Sizes over the whole range, small ones as often as large ones. */
    private static int size(Random random, int most) {
        return 1 + random.nextInt(random.nextBoolean() ? Math.min(10, most) : most);
    }

    private static Map<String, Long> loads(SortedMap<ShardId, String> assigned, SortedSet<String> members) {
        Map<String, Long> loads = assigned.values().stream()
                .collect(Collectors.groupingBy(member -> member, TreeMap::new, Collectors.counting()));
        members.forEach(member -> loads.putIfAbsent(member, 0L));
        return loads;
    }

    private static void assertBalanced(
            SortedMap<ShardId, String> assigned, int shards, SortedSet<String> members, long seed) {
        assertThat(assigned).as("seed %d: every shard has a member", seed).hasSize(shards);
        Map<String, Long> loads = loads(assigned, members);
        assertThat(loads.keySet()).as("seed %d", seed).isEqualTo(members);
        assertThat(Collections.max(loads.values()) - Collections.min(loads.values()))
                .as("seed %d: %d shards, %d members: %s", seed, shards, members.size(), loads)
                .isLessThanOrEqualTo(1);
    }

    private static long moved(SortedMap<ShardId, String> before, SortedMap<ShardId, String> after) {
        return before.entrySet().stream()
                .filter(e -> e.getValue() != null && !e.getValue().equals(after.get(e.getKey())))
                .count();
    }

    /** How many owned shards must change hands at least: each owner keeps its part, and some one more. */
    private static long fewestMoves(SortedMap<ShardId, String> owners, SortedSet<String> members) {
        int part = owners.size() / members.size();
        int extras = owners.size() % members.size();
        Map<String, Integer> held = new TreeMap<>();
        owners.values().stream().filter(owner -> owner != null).forEach(owner -> held.merge(owner, 1, Integer::sum));
        long kept = 0;
        for (Map.Entry<String, Integer> owner : held.entrySet()) {
            if (members.contains(owner.getKey())) {
                kept += Math.min(owner.getValue(), part);
                if (owner.getValue() > part && extras > 0) {
                    extras--;
                    kept++;
                }
            }
        }
        return held.values().stream().mapToInt(Integer::intValue).sum() - kept;
    }

    @Test
    void aloneOneGetsAll() {
        assertThat(Assignment.assign(free(5), members(1)).values()).containsOnly("worker-0");
        assertThat(Assignment.assign(free(0), members(3))).isEmpty();
    }

    @Test
    void balancedWithinOneAndAsFewMovesAsThereCanBeFromWhateverOwners() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            int shards = size(random, 1_000);
            SortedSet<String> members = members(size(random, 100));
            SortedMap<ShardId, String> owners = free(shards);
            owners.replaceAll((shard, none) -> switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> "dead-" + random.nextInt(3);
                case 2 -> "worker-0";
                default -> "worker-" + random.nextInt(members.size());
            });
            SortedMap<ShardId, String> assigned = Assignment.assign(owners, members);
            assertBalanced(assigned, shards, members, seed);
            assertThat(moved(owners, assigned)).as("seed %d: moves", seed).isEqualTo(fewestMoves(owners, members));
        }
    }

    @Test
    void whenOneJoinsItGetsItsPartAndNothingElseMoves() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            int shards = size(random, 1_000);
            int count = size(random, 100);
            SortedMap<ShardId, String> before = Assignment.assign(free(shards), members(count));
            SortedMap<ShardId, String> after = Assignment.assign(before, members(count + 1));
            assertBalanced(after, shards, members(count + 1), seed);
            assertThat(moved(before, after)).as("seed %d", seed).isEqualTo(shards / (count + 1));
            after.forEach(
                    (shard, member) -> assertThat(member.equals(before.get(shard)) || member.equals("worker-" + count))
                            .as("%s moved from %s to %s", shard, before.get(shard), member)
                            .isTrue());
        }
    }

    @Test
    void whenOneLeavesOnlyItsShardsMove() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            int shards = size(random, 1_000);
            SortedSet<String> all = members(1 + size(random, 99));
            SortedMap<ShardId, String> before = Assignment.assign(free(shards), all);
            String leaver = List.copyOf(all).get(random.nextInt(all.size()));
            SortedSet<String> rest = new TreeSet<>(all);
            rest.remove(leaver);
            SortedMap<ShardId, String> after = Assignment.assign(before, rest);
            assertBalanced(after, shards, rest, seed);
            before.forEach((shard, member) -> {
                if (!member.equals(leaver)) {
                    assertThat(after.get(shard)).as("owner of %s", shard).isEqualTo(member);
                }
            });
        }
    }

    @Test
    void whatIsBalancedAlreadyStaysAsItIs() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            SortedSet<String> members = members(size(random, 100));
            SortedMap<ShardId, String> before = Assignment.assign(free(size(random, 1_000)), members);
            assertThat(Assignment.assign(before, members)).as("seed %d", seed).isEqualTo(before);
        }
    }

    @Test
    void whoeverSeesTheSameComesToTheSame() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            SortedMap<ShardId, String> owners = free(size(random, 300));
            SortedSet<String> members = members(size(random, 30));
            owners.replaceAll((shard, none) -> random.nextBoolean() ? null : "worker-" + random.nextInt(30));
            List<ShardId> shuffled = new ArrayList<>(owners.keySet());
            Collections.shuffle(shuffled, random);
            SortedMap<ShardId, String> another = new TreeMap<>();
            shuffled.forEach(shard -> another.put(shard, owners.get(shard)));
            assertThat(Assignment.assign(another, new TreeSet<>(members)))
                    .as("seed %d", seed)
                    .isEqualTo(Assignment.assign(owners, members));
        }
    }

    @Test
    void theScoreIsTheSameInEveryVersionThatRunsBesideThis() {
        assertThat(Assignment.score("worker-0", STREAM.shard("shardId-000000000000")))
                .isEqualTo(7479954551121733670L);
    }
}
