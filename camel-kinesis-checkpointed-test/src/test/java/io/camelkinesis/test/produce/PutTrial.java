// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.produce;

import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.produce.WhenFull;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import io.camelkinesis.test.produce.TroubledWriter.Told;
import io.camelkinesis.test.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One plan from the first record to the last, on virtual time, and what must hold of it. Public for the class loaders that
 * look at copies of it.
 */
public final class PutTrial {

    private static final String STREAM = "orders";
    private static final Duration LONG = Duration.ofHours(1);

    final TrialPlan plan;
    final TroubledWriter writer;
    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).throttling(false).build();
    private final SplittableRandom random;
    private final Putter putter;
    private final Map<String, List<PutOutcome>> outcomes = new HashMap<>();
    private final List<String> bugs = new ArrayList<>();
    private int done;

    PutTrial(TrialPlan plan) {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
        kinesis.createStream(STREAM, TrialPlan.SHARDS);
        this.writer = new TroubledWriter(plan, kinesis, time, random.split());
        PutSettings settings = new PutSettings(
                PutOrdering.KEY,
                plan.batchSize(),
                10 << 20,
                Duration.ofMillis(5),
                plan.inFlight(),
                -1,
                Duration.ofMillis(20),
                Duration.ofMillis(500),
                null,
                plan.position() >= 0 ? plan.records() : Math.max(plan.keys(), random.nextInt(plan.records())),
                1 << 20,
                WhenFull.BLOCK,
                plan.aggregationMaxBytes());
        this.putter = new Putter(settings, writer, time, time, random.split(), event -> {
            if (event instanceof PutEvent.Bug bug) {
                bugs.add(bug.bug().toString());
            }
        });
    }

    /** The first thing that does not hold, with its seed; empty when all holds. In simple types, see above. */
    public static String firstBroken(long first, long count) {
        for (long seed = first; seed < first + count; seed++) {
            String broken = new PutTrial(TrialPlan.of(seed)).run();
            if (!broken.isEmpty()) {
                return broken + " at seed " + seed;
            }
        }
        return "";
    }

    /** What does not hold, empty when all does. */
    String run() {
        int[] next = new int[plan.keys()];
        for (int left = plan.records(); left > 0; left--) {
            if (plan.position() >= 0) {
                put(left % plan.keys(), next);
                continue;
            }
            put(drawKey(next), next);
            if (random.nextInt(plan.keys()) == 0) {
                time.advance(Duration.ofMillis(random.nextInt(20)));
            }
        }
        time.runUntil(() -> done >= plan.records(), LONG);
        time.advance(Duration.ofMinutes(1));
        return verdict();
    }

    /** A random sender goes on with one of its keys. */
    private int drawKey(int[] next) {
        int key = random.nextInt(plan.keys());
        while (next[key] == plan.perKey()) {
            key = (key + 1) % plan.keys();
        }
        return key;
    }

    private void put(int key, int[] next) {
        String text = key + "/" + next[key]++;
        PutRecord record = new PutRecord("key-" + key, null, text.getBytes(StandardCharsets.UTF_8));
        putter.put(STREAM, record, outcome -> {
            outcomes.computeIfAbsent(text, first -> new ArrayList<>(1)).add(outcome);
            done++;
        });
    }

    private String verdict() {
        Map<String, List<Integer>> byKey = new HashMap<>();
        Map<String, Integer> copies = new HashMap<>();
        for (StoredRecord record : kinesis.records(STREAM)) {
            List<Integer> numbers = byKey.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>());
            for (String text : TroubledWriter.texts(record.data())) {
                numbers.add(Integer.valueOf(text.substring(text.indexOf('/') + 1)));
                copies.merge(text, 1, Integer::sum);
            }
        }
        if (!bugs.isEmpty()) {
            return "NoBugs " + bugs.get(0);
        }
        if (outcomes.size() != plan.records() || outcomes.values().stream().anyMatch(list -> list.size() != 1)) {
            return "DoneOnce";
        }
        if (copies.size() != plan.records()) {
            return "Complete " + copies.size() + " of " + plan.records();
        }
        for (List<Integer> numbers : byKey.values()) {
            if (!isInOrder(numbers, plan.aggregationMaxBytes() > 0)) {
                return "InOrder " + numbers;
            }
        }
        for (Map.Entry<String, Told> one : writer.told.entrySet()) {
            String broken = verdict(
                    one.getValue(),
                    copies.get(one.getKey()),
                    outcomes.get(one.getKey()).get(0));
            if (!broken.isEmpty()) {
                return broken + " " + one.getKey();
            }
        }
        return putter.pendingRecords() == 0 && putter.pendingBytes() == 0 ? "" : "RoomGivenBack";
    }

    private static String verdict(Told told, int copies, PutOutcome outcome) {
        if (!(outcome instanceof PutOutcome.Put put) || put.attempts() != told.sent) {
            return "OutcomeTold";
        }
        if (told.sentAfterAccepted || told.sent != 1 + told.notIn + told.unknown) {
            return "RejectedAloneAgain";
        }
        return copies <= 1 + told.unknown ? "" : "OnceWhenKnown";
    }

    /** First appearances in the order of sending, and what repeats one before what follows it. */
    private static boolean isInOrder(List<Integer> numbers, boolean aggregated) {
        Set<Integer> seen = new HashSet<>();
        int last = -1;
        for (int number : numbers) {
            boolean first = seen.add(number);
            // an aggregate is repeated as a whole
            if (first ? number != last + 1 : number < last && !aggregated) {
                return false;
            }
            last = number;
        }
        return true;
    }
}
