// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Workers in JVMs of their own that share a stream under steady load, the table by which they share it, and the watch on
 * both. Each worker has a number, the run in what it processes; the first is 0.
 */
final class Fleet implements AutoCloseable {

    static final Duration LEASE_PERIOD = Duration.ofSeconds(3);
    static final Duration HEARTBEAT = LEASE_PERIOD.dividedBy(3);
    static final int CHECKPOINT_LIMIT = 16;
    static final String STREAM = "orders";
    static final String TABLE = "leases";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SHARD_PREFIX = "shardId-";

    /** Held while there is a fleet: two of them, in the two JVMs of a build, starve each other on two processors. */
    private final FileChannel alone = locked(Path.of("target", "fleet.lock"));

    private final URI kinesis;
    private final Path directory;
    private final int shards;
    private final int workMillis;
    private final KinesisClient client;
    private final DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess();
    private final StoredCheckpoints stored = new StoredCheckpoints(dynamoDb.client(), TABLE, STREAM);
    private final MemberWatch members = new MemberWatch();
    private final CheckpointWatch checkpoints = new CheckpointWatch(stored, members);
    private final Map<Integer, ChildJvm> started = new TreeMap<>();
    private final SteadyLoad load;

    /**
     * A stream with load and no worker yet.
     *
     * @param kinesis where it is made
     * @param directory for what the workers process and print
     * @param workMillis how long a worker takes for a record
     */
    Fleet(URI kinesis, Path directory, int shards, int workMillis) {
        this.kinesis = kinesis;
        this.directory = directory;
        this.shards = shards;
        this.workMillis = workMillis;
        this.client = KinesisClient.builder()
                .endpointOverride(kinesis)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        PlainSdk sdk = new PlainSdk(client);
        sdk.createStream(STREAM, shards);
        this.load = new SteadyLoad(sdk, STREAM);
    }

    private static FileChannel locked(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE));
            FileLock unused = channel.lock(); // the channel's end is the lock's
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one more worker; returns its number. */
    int start() {
        int run = started.size();
        String uri = "kinesis-cp:" + STREAM + "?leaseTable=" + TABLE + "&leaseTableCreate=true&region=us-east-1"
                + "&accessKey=test&secretKey=test&overrideEndpoint=true&uriEndpointOverride=" + kinesis
                + "&leaseTableEndpoint=" + dynamoDb.endpoint() + "&leasePeriod=" + LEASE_PERIOD.toMillis()
                + "&checkpointLimit=" + CHECKPOINT_LIMIT + "&commitPeriod=500&consumerThreads=" + shards;
        Path output = directory.resolve("worker-" + run + ".log");
        started.put(run, ChildJvm.start(CrashProofConsumer.class, output, run, file(), uri, workMillis));
        return run;
    }

    ChildJvm worker(int run) {
        return started.get(run);
    }

    long pid(int run) {
        return worker(run).pid();
    }

    List<Long> pids(Collection<Integer> runs) {
        return runs.stream().map(this::pid).toList();
    }

    SteadyLoad load() {
        return load;
    }

    MemberWatch members() {
        return members;
    }

    CheckpointWatch checkpoints() {
        return checkpoints;
    }

    DynamoDbLocal dynamoDb() {
        return dynamoDb;
    }

    /** The rows of all shards, by the ids of the shards. */
    Map<String, Map<String, AttributeValue>> shardRows() {
        Map<String, Map<String, AttributeValue>> rows = new TreeMap<>(stored.rows());
        rows.keySet().removeIf(name -> !name.startsWith(SHARD_PREFIX));
        return rows;
    }

    /** The shards that are this worker's by the table. */
    Set<String> shardsOf(int run) {
        Set<String> owned = new TreeSet<>();
        shardRows().forEach((shard, row) -> {
            if (row.containsKey("ClientID")
                    && MemberWatch.pidOf(row.get("ClientID").s()) == pid(run)) {
                owned.add(shard);
            }
        });
        return owned;
    }

    /** Waits until these workers own all shards, balanced within one; returns when that was seen. */
    long awaitBalanced(Collection<Integer> runs) {
        try {
            await("balance within one of " + runs)
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(25))
                    .failFast(() -> runs.forEach(run -> worker(run).assertAlive()))
                    .until(() -> isBalanced(runs));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + whatIsThere(runs), e);
        }
        return System.currentTimeMillis();
    }

    private String whatIsThere(Collection<Integer> runs) {
        StringBuilder text = new StringBuilder("\nThe table:");
        stored.rows()
                .forEach((name, row) ->
                        text.append('\n').append(name).append(' ').append(row));
        runs.forEach(run -> text.append("\nWorker ")
                .append(run)
                .append(", process ")
                .append(pid(run))
                .append(", printed:\n")
                .append(worker(run).output()));
        return text.toString();
    }

    private boolean isBalanced(Collection<Integer> runs) {
        Map<Long, Integer> counts = new HashMap<>();
        shardRows().values().stream()
                .filter(row -> row.containsKey("ClientID"))
                .forEach(row ->
                        counts.merge(MemberWatch.pidOf(row.get("ClientID").s()), 1, Integer::sum));
        int least = shards / runs.size();
        int most = (shards + runs.size() - 1) / runs.size();
        return runs.stream().mapToInt(run -> counts.getOrDefault(pid(run), 0)).sum() == shards
                && runs.stream().map(run -> counts.getOrDefault(pid(run), 0)).allMatch(n -> n >= least && n <= most);
    }

    /**
     * Waits until others have processed a record of each of these shards that was put after a moment.
     *
     * @param victim who processed them before
     * @param firstIndex of the records that were put after that moment
     * @return when the last shard was read again, by the clock of the machine in milliseconds
     */
    long awaitReadByOthers(int victim, Set<String> ofShards, int firstIndex) {
        Map<String, Long> readAt = new HashMap<>();
        await("the shards of worker " + victim + " to be read by others")
                .atMost(PATIENCE)
                .failFast(load::assertPutting)
                .until(() -> {
                    processed().stream()
                            .filter(record -> record.run() != victim && record.index() >= firstIndex)
                            .forEach(record -> readAt.merge(record.shard(), record.millis(), Math::min));
                    return readAt.keySet().containsAll(ofShards);
                });
        return ofShards.stream().mapToLong(readAt::get).max().orElseThrow();
    }

    /**
     * The usual way of a record on this machine at that time, from its put until its exchange is done, in milliseconds: the
     * median of the records from this index on that none of these shards holds.
     */
    long usualWay(int firstIndex, Set<String> ofOtherShards) {
        long[] ways = processed().stream()
                .filter(record -> record.index() >= firstIndex && !ofOtherShards.contains(record.shard()))
                .mapToLong(record -> record.millis() - load.putAt(record.index()))
                .sorted()
                .toArray();
        assertThat(ways).as("records of shards that stayed where they were").isNotEmpty();
        return ways[ways.length / 2];
    }

    List<ProcessedRecord> processed() {
        return ProcessedRecord.read(file());
    }

    private Path file() {
        return directory.resolve("processed");
    }

    /** Ends the load; waits until all of it has been processed and committed. */
    void awaitAllCommitted() {
        load.pause();
        await("all records to be processed").atMost(PATIENCE).until(() -> distinctlyProcessed() == load.records());
        await("all records to be committed").atMost(PATIENCE).untilAsserted(() -> assertThat(stored.read())
                .isEqualTo(load.last()));
    }

    int distinctlyProcessed() {
        Set<String> names = new HashSet<>();
        processed().forEach(record -> names.add(record.name()));
        return names.size();
    }

    /** No sample of the table showed a stored sequence number that went back, and samples and load went on to the end. */
    void assertNothingWentBack() {
        load.assertPutting();
        checkpoints.assertWatching();
        assertThat(checkpoints.wentBack())
                .as("stored sequence numbers that went back")
                .isEmpty();
        assertThat(checkpoints.moves()).as("moves of stored sequence numbers").isGreaterThan(shards);
    }

    @Override
    public void close() {
        try (alone) {
            started.values().forEach(ChildJvm::close);
            load.close();
            checkpoints.close();
            client.close();
            dynamoDb.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
