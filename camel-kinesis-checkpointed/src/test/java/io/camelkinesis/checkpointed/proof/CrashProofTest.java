// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G1, G2, G4 and G8 with real servers and separate processes: a consuming process is killed with SIGKILL at five random
 * moments, three in a build, and started again each time. Needs Node, for kinesis-local.
 *
 * <p>How many records may be repeated after a kill, of each shard:
 *
 * <pre>  checkpointLimit + worth</pre>
 *
 * <p>checkpointLimit records may be in flight, or done above the oldest that is not. Records done below that wait for
 * the next checkpoint write, which is sent commitPeriod after the one before was answered; so what no stored checkpoint
 * covers was done within commitPeriod, the answer to the one write and the way of the other. <i>worth</i> is the most
 * records of the shard that any of the processes completed in so much time, by the times in the file; for a call to the
 * table it takes the slowest query that this test made while the killed process consumed.
 */
class CrashProofTest {

    private static final boolean FULL = Boolean.getBoolean("proofs.full");
    private static final int SHARDS = 4;
    private static final int KEYS = 100;
    private static final int RECORDS_OF_A_KEY = FULL ? 50 : 20;
    private static final int RECORDS = KEYS * RECORDS_OF_A_KEY;
    private static final int KILLS = FULL ? 5 : 2;
    private static final int CHECKPOINT_LIMIT = 32;
    private static final int COMMIT_PERIOD_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String STREAM = "orders";
    private static final String TABLE = "leases";

    /** What was seen when a process was dead. */
    private record Kill(int lines, Map<String, SequenceNumber> checkpoints) {}

    @TempDir
    Path directory;

    private final long seed = Long.getLong("proof.seed", System.nanoTime() % 1_000_000);
    private KinesisLocal kinesis;
    private DynamoDbLocal dynamoDb;
    private Path file;

    @BeforeEach
    void start() {
        kinesis = KinesisLocal.start();
        dynamoDb = DynamoDbLocal.serverProcess();
        file = directory.resolve("processed");
    }

    @AfterEach
    void stop() {
        if (dynamoDb != null) {
            dynamoDb.close();
        }
        if (kinesis != null) {
            kinesis.close();
        }
    }

    @Test
    void aProcessThatIsKilledLosesNothingAndRepeatsLittle() {
        Map<String, List<SequenceNumber>> put = putAll();
        StoredCheckpoints stored = new StoredCheckpoints(dynamoDb.client(), TABLE, STREAM);
        List<Kill> kills = new ArrayList<>();
        try (CheckpointWatch watch = new CheckpointWatch(stored)) {
            for (int lines : momentsToKill()) {
                kills.add(killAt(kills.size(), lines, stored));
                assertNothingIsPassedOver(put, kills.get(kills.size() - 1));
            }
            finish(put, stored);

            List<ProcessedRecord> processed = ProcessedRecord.read(file);
            assertThat(names(processed)).hasSize(RECORDS);
            assertFirstDeliveriesAreInOrder(processed);
            watch.assertWatching();
            assertThat(watch.wentBack())
                    .as("stored sequence numbers that went back")
                    .isEmpty();
            assertThat(watch.moves()).as("moves of stored sequence numbers").isGreaterThan(SHARDS * KILLS);
            report(watch, kills, assertRepeatsAreAllowed(processed, kills, put.keySet(), watch));
        }
    }

    private Map<String, List<SequenceNumber>> putAll() {
        PlainSdk sdk = new PlainSdk(kinesis.client());
        sdk.createStream(STREAM, SHARDS);
        Map<String, List<SequenceNumber>> put = new TreeMap<>();
        for (int index = 0; index < RECORDS_OF_A_KEY; index++) {
            sdk.putOneOfEachKey(STREAM, KEYS, index)
                    .forEach((shard, sequences) ->
                            put.computeIfAbsent(shard, s -> new ArrayList<>()).addAll(sequences));
        }
        assertThat(put).hasSize(SHARDS);
        return put;
    }

    /** One in each equal part of nine tenths of the records. */
    private List<Integer> momentsToKill() {
        Random random = new Random(seed);
        int part = RECORDS * 9 / 10 / KILLS;
        List<Integer> moments = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            moments.add(i * part + 1 + random.nextInt(part));
        }
        return moments;
    }

    private Kill killAt(int run, int distinctRecords, StoredCheckpoints stored) {
        try (ChildJvm child = startConsumer(run)) {
            await("record " + distinctRecords + " with seed " + seed)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast(child::assertAlive)
                    .until(() -> hasProcessed(run, distinctRecords));
            child.kill();
        }
        Map<String, SequenceNumber> checkpoints = stored.read();
        return new Kill(ProcessedRecord.read(file).size(), checkpoints);
    }

    private boolean hasProcessed(int run, int distinctRecords) {
        List<ProcessedRecord> lines = ProcessedRecord.read(file);
        return !lines.isEmpty()
                && lines.get(lines.size() - 1).run() == run
                && names(lines).size() >= distinctRecords;
    }

    private void finish(Map<String, List<SequenceNumber>> put, StoredCheckpoints stored) {
        Map<String, SequenceNumber> ends = new TreeMap<>();
        put.forEach((shard, sequences) -> ends.put(
                shard, sequences.stream().max(SequenceNumber::compareTo).orElseThrow()));
        try (ChildJvm child = startConsumer(KILLS)) {
            await("all records, with seed " + seed)
                    .atMost(PATIENCE)
                    .failFast(child::assertAlive)
                    .until(() -> names(ProcessedRecord.read(file)).size() == RECORDS);
            assertThat(child.end()).as(child::output).isZero();
        }
        assertThat(stored.read()).as("checkpoints after a clean stop").isEqualTo(ends);
    }

    private ChildJvm startConsumer(int run) {
        String uri = "kinesis-cp:" + STREAM + "?leaseTable=" + TABLE + "&leaseTableCreate=true&region=us-east-1"
                + "&accessKey=test&secretKey=test&overrideEndpoint=true&uriEndpointOverride=" + kinesis.endpoint()
                + "&leaseTableEndpoint=" + dynamoDb.endpoint() + "&leasePeriod=3s&checkpointLimit=" + CHECKPOINT_LIMIT
                + "&commitPeriod=" + COMMIT_PERIOD_MILLIS + "&consumerThreads=4";
        return ChildJvm.start(CrashProofConsumer.class, directory.resolve("run-" + run + ".log"), run, file, uri);
    }

    /** G1: whatever a stored checkpoint covers had been processed. */
    private void assertNothingIsPassedOver(Map<String, List<SequenceNumber>> put, Kill kill) {
        Map<String, Set<SequenceNumber>> processed = new HashMap<>();
        ProcessedRecord.read(file).forEach(record -> processed
                .computeIfAbsent(record.shard(), s -> new HashSet<>())
                .add(record.sequence()));
        kill.checkpoints().forEach((shard, checkpoint) -> assertThat(processed.get(shard))
                .as("processed of %s when its checkpoint was %s, with seed %d", shard, checkpoint, seed)
                .containsAll(put.get(shard).stream()
                        .filter(sequence -> sequence.compareTo(checkpoint) <= 0)
                        .toList()));
    }

    private void assertFirstDeliveriesAreInOrder(List<ProcessedRecord> processed) {
        Map<String, Integer> next = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ProcessedRecord record : processed) {
            if (seen.add(record.name())) {
                assertThat(record.index())
                        .as("first delivery of a record of %s, with seed %d", record.key(), seed)
                        .isEqualTo(next.getOrDefault(record.key(), 0));
                next.put(record.key(), record.index() + 1);
            }
        }
    }

    /** Returns how many were repeated and how many might have been. */
    private int[] assertRepeatsAreAllowed(
            List<ProcessedRecord> processed, List<Kill> kills, Set<String> shards, CheckpointWatch watch) {
        int repeated = 0;
        int allowed = 0;
        for (int killed = 0; killed < KILLS; killed++) {
            Kill kill = kills.get(killed);
            Set<String> before = names(processed.subList(0, kill.lines()));
            long millis = COMMIT_PERIOD_MILLIS + 2 * slowestCallOfRun(killed, processed, watch);
            for (String shard : shards) {
                List<ProcessedRecord> again = select(
                        processed, ofRunAndShard(killed + 1, shard).and(record -> before.contains(record.name())));
                SequenceNumber checkpoint = kill.checkpoints().get(shard);
                int most = CHECKPOINT_LIMIT + worth(processed, shard, millis);
                assertThat(again)
                        .as("repeated of %s after run %d was killed, with seed %d", shard, killed, seed)
                        .allMatch(record ->
                                checkpoint == null || record.sequence().compareTo(checkpoint) > 0)
                        .hasSizeLessThanOrEqualTo(most);
                repeated += again.size();
                allowed += most;
            }
        }
        return new int[] {repeated, allowed};
    }

    private static long slowestCallOfRun(int run, List<ProcessedRecord> processed, CheckpointWatch watch) {
        List<ProcessedRecord> records = select(processed, record -> record.run() == run);
        return watch.slowest(
                records.get(0).millis(), records.get(records.size() - 1).millis());
    }

    /** The most records of the shard that any process completed within so much time. */
    private static int worth(List<ProcessedRecord> processed, String shard, long millis) {
        int most = 0;
        for (int run = 0; run <= KILLS; run++) {
            List<ProcessedRecord> records = select(processed, ofRunAndShard(run, shard));
            int from = 0;
            for (int to = 0; to < records.size(); to++) {
                while (records.get(to).millis() - records.get(from).millis() > millis) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
        }
        return most;
    }

    private static Predicate<ProcessedRecord> ofRunAndShard(int run, String shard) {
        return record -> record.run() == run && record.shard().equals(shard);
    }

    private static List<ProcessedRecord> select(List<ProcessedRecord> records, Predicate<ProcessedRecord> wanted) {
        return records.stream().filter(wanted).toList();
    }

    private static Set<String> names(List<ProcessedRecord> records) {
        Set<String> names = new HashSet<>();
        records.forEach(record -> names.add(record.name()));
        return names;
    }

    private void report(CheckpointWatch watch, List<Kill> kills, int[] repeats) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE foundation.2 %d of %d records processed, killed after %s lines (seed %d), first deliveries of"
                        + " %d keys in order, %d repeats where %d were allowed, %d samples of the table, %d moves, none"
                        + " back%n",
                RECORDS,
                RECORDS,
                kills.stream().map(Kill::lines).toList(),
                seed,
                KEYS,
                repeats[0],
                repeats[1],
                watch.samples(),
                watch.moves());
    }
}
