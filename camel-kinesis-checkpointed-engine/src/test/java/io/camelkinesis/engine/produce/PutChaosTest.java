// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many keys through a service that rejects, fails and forgets to answer at random: order holds, each record is done once. */
class PutChaosTest {

    private static final int SEEDS = 150;
    private static final int KEYS = 20;
    private static final int PER_KEY = 15;

    /** What the service does wrong. */
    enum Trouble {
        NONE(0, 0, 0),
        REJECTIONS(0.5, 0, 0),
        FAILURES(0.1, 0.2, 0),
        LOST_ANSWERS(0.2, 0.1, 0.2);

        private final double rejected;
        private final double failed;
        private final double lost;

        Trouble(double rejected, double failed, double lost) {
            this.rejected = rejected;
            this.failed = failed;
            this.lost = lost;
        }
    }

    /** A service in which records of one request come to stand in any order. */
    private static final class Service implements StreamWriter {
        private final SplittableRandom random;
        private final Trouble trouble;
        private final ManualTime time;
        private final Map<String, List<Integer>> stream = new LinkedHashMap<>();

        private Service(SplittableRandom random, Trouble trouble, ManualTime time) {
            this.random = random;
            this.trouble = trouble;
            this.time = time;
        }

        @Override
        public CompletionStage<PutResult> put(String name, List<PutRecord> records) {
            CompletableFuture<PutResult> answer = new CompletableFuture<>();
            PutResult result = apply(records);
            time.schedule(() -> answer.complete(result), Duration.ofMillis(1 + random.nextInt(40)));
            return answer;
        }

        private PutResult apply(List<PutRecord> records) {
            double chance = random.nextDouble();
            if (chance < trouble.failed) {
                return new PutResult.NotApplied(new IllegalStateException("throttled"));
            }
            RecordResult[] results = new RecordResult[records.size()];
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < records.size(); i++) {
                order.add(random.nextInt(order.size() + 1), i);
            }
            for (int i : order) {
                PutRecord record = records.get(i);
                if (random.nextDouble() < trouble.rejected) {
                    results[i] = new RecordResult.Rejected("InternalFailure", "again, please");
                } else {
                    stream.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                            .add(Integer.parseInt(new String(record.data(), StandardCharsets.UTF_8)));
                    results[i] = new RecordResult.Accepted("shard", "1");
                }
            }
            return chance < trouble.failed + trouble.lost
                    ? new PutResult.Unknown(new IllegalStateException("no answer"))
                    : new PutResult.Answered(List.of(results));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyKeepsItsOrder(Trouble trouble) {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed, trouble);
        }
    }

    private static void run(int seed, Trouble trouble) {
        SplittableRandom random = new SplittableRandom(seed);
        ManualTime time = new ManualTime();
        Service service = new Service(random.split(), trouble, time);
        List<PutEvent> events = new ArrayList<>();
        PutSettings settings =
                PutRig.settings(1 + random.nextInt(30), 1 + random.nextInt(4), -1, 5 + random.nextInt(60));
        Putter putter = new Putter(settings, service, time, time, random.split(), events::add);
        Map<String, Integer> next = new HashMap<>();
        Map<String, PutOutcome> outcomes = new HashMap<>();
        for (int i = 0; i < KEYS * PER_KEY; i++) {
            String key = "key-" + i % KEYS;
            int number = next.merge(key, 1, Integer::sum);
            PutRecord record = new PutRecord(key, null, ("" + number).getBytes(StandardCharsets.UTF_8));
            putter.put("orders", record, outcome -> assertThat(outcomes.put(key + " " + number, outcome))
                    .as("seed %d: done once", seed)
                    .isNull());
            if (random.nextInt(3) == 0) {
                time.advance(Duration.ofMillis(random.nextInt(10)));
            }
        }
        for (int i = 0; i < 1_000 && outcomes.size() < KEYS * PER_KEY; i++) {
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(outcomes.size()).as("seed %d: records that are done", seed).isEqualTo(KEYS * PER_KEY);
        assertThat(events).noneMatch(PutEvent.Bug.class::isInstance);
        service.stream.forEach((key, numbers) -> assertOrder(seed, key, numbers, trouble.lost == 0));
        assertThat(putter.pendingRecords()).isZero();
        assertThat(putter.pendingBytes()).isZero();
    }

    private static void assertOrder(int seed, String key, List<Integer> numbers, boolean once) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> firsts = numbers.stream().filter(seen::add).toList();
        assertThat(firsts).as("seed %d, %s", seed, key).hasSize(PER_KEY).isSorted();
        if (once) {
            assertThat(numbers).as("seed %d, %s: nothing twice", seed, key).isEqualTo(firsts);
        } else {
            assertThat(numbers)
                    .as("seed %d, %s: a repeat follows its own", seed, key)
                    .isSorted();
        }
    }
}
