// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lineage;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams of 2,000 shards that were split and merged at random, read in random order while the oldest shards pass out of
 * retention: no shard runs before its listed parents are consumed, and in the end all are, whatever the order.
 */
class RandomLineageTest {

    private static final int SHARDS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyOrderOfReadingEndsEverythingParentsFirst(long seed) {
        Random random = new Random(seed);
        Map<String, Shard> listed = reshardings(random);
        Map<String, Lease> rows = new TreeMap<>();
        Set<String> ended = new TreeSet<>();
        int read = 0;
        int retired = 0;
        while (true) {
            ShardLineage lineage = new ShardLineage(listed.values(), rows.values());
            assertThat(lineage.runnable().size() + lineage.waiting().size())
                    .as("seed %d: every shard is consumed, runs or waits", seed)
                    .isEqualTo((int) listed.keySet().stream()
                            .filter(name -> !ended.contains(name))
                            .count());
            List<Shard> runnable = new ArrayList<>(lineage.runnable());
            if (runnable.isEmpty()) {
                break;
            }
            Collections.shuffle(runnable, random);
            for (Shard shard : runnable.subList(0, 1 + random.nextInt(runnable.size()))) {
                assertThat(shard.parents())
                        .as("seed %d: parents of %s", seed, shard)
                        .allMatch(parent -> !listed.containsKey(parent) || ended.contains(parent));
                rows.put(
                        shard.id().name(),
                        Lease.absent(shard)
                                .claimedBy("me", "T")
                                .committedAt(SequenceNumber.of("1"), "T")
                                .consumed());
                ended.add(shard.id().name());
                read++;
            }
            retired += passOutOfRetention(listed, rows, random, seed);
        }
        assertThat(new ShardLineage(listed.values(), rows.values()).waiting())
                .as("seed %d: left over", seed)
                .isEmpty();
        assertThat(ended).as("seed %d", seed).containsAll(listed.keySet()).hasSize(read);
        assertThat(retired).as("seed %d: rows retired on the way", seed).isPositive();
    }

    /** The oldest shards leave the listing, read or not; rows that have served their time go. */
    private static int passOutOfRetention(
            Map<String, Shard> listed, Map<String, Lease> rows, Random random, long seed) {
        for (int leaving = random.nextInt(20); leaving > 0 && listed.size() > 1; leaving--) {
            listed.remove(listed.keySet().iterator().next());
        }
        List<Lease> retirable = new ShardLineage(listed.values(), rows.values()).retirable(owner -> true);
        for (Lease row : retirable) {
            String name = row.shard().name();
            assertThat(listed).as("seed %d", seed).doesNotContainKey(name);
            assertThat(listed.values().stream()
                            .filter(shard -> shard.parents().contains(name))
                            .map(shard -> shard.id().name())
                            .collect(Collectors.toSet()))
                    .as("seed %d: children of %s", seed, name)
                    .isSubsetOf(rows.keySet());
        }
        retirable.forEach(row -> rows.remove(row.shard().name()));
        return retirable.size();
    }

    private static Map<String, Shard> reshardings(Random random) {
        Map<String, Shard> all = new TreeMap<>();
        List<String> open = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            add(all, open);
        }
        while (all.size() < SHARDS) {
            String first = open.remove(random.nextInt(open.size()));
            close(all, first);
            if (!open.isEmpty() && random.nextInt(100) < 45) {
                String second = open.remove(random.nextInt(open.size()));
                close(all, second);
                add(all, open, first, second);
            } else {
                add(all, open, first);
                add(all, open, first);
            }
        }
        return all;
    }

    private static void add(Map<String, Shard> all, List<String> open, String... parents) {
        String name = String.format("shardId-%012d", all.size());
        all.put(name, new Shard(STREAM.shard(name), List.of(parents), false));
        open.add(name);
    }

    private static void close(Map<String, Shard> all, String name) {
        all.computeIfPresent(name, (id, shard) -> new Shard(shard.id(), shard.parents(), true));
    }
}
