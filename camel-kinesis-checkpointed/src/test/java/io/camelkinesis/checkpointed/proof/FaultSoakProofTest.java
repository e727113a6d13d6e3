// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Workers in JVMs of their own and a producer, all of which reach Kinesis and DynamoDB through proxies that spoil calls, while
 * workers are killed and frozen and shards are split and merged. Five minutes with {@code -Dproofs.full=true}, else twenty
 * seconds.
 */
class FaultSoakProofTest {

    private static final boolean FULL = Boolean.getBoolean("proofs.full");
    private static final Duration LENGTH = FULL ? Duration.ofMinutes(5) : Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_BLOWS = Duration.ofSeconds(4);
    private static final Duration FREEZE = Duration.ofSeconds(6);
    /** Of some harm to a call; higher in the short run, which has few calls. */
    private static final double CHANCE = FULL ? 0.03 : 0.12;

    private static final int WORKERS = 3;
    private static final int SHARDS = 4;
    private static final int MOST_OPEN = 8;
    private static final int KEYS = 8;
    private static final long PAUSE_MILLIS = 25;
    private static final String STREAM = "orders";
    private static final String TABLE = "leases";
    private static final List<String> SIGNS_OF_LOSS = List.of("lost", "fenced", "Fenced", "gone");

    @TempDir
    Path directory;

    private final long seed = Long.getLong("proof.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final Map<Integer, ChildJvm> started = new TreeMap<>();
    private final Set<Integer> running = new HashSet<>();
    private final Set<Integer> disturbed = new HashSet<>();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean sending = true;
    private int blows;
    private int killed;
    private int frozen;
    private int resharded;

    @Test
    void nothingIsLostOrReordered() throws Exception {
        try (HttpKinesis kinesis = HttpKinesis.serverProcess();
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess();
                FaultProxy kinesisProxy = new FaultProxy(kinesis.endpoint(), seed, CHANCE, true);
                FaultProxy tableProxy = new FaultProxy(dynamoDb.endpoint(), ~seed, CHANCE, false);
                KinesisClient client = client(kinesis.endpoint());
                DefaultCamelContext camel = new DefaultCamelContext()) {
            PlainSdk sdk = new PlainSdk(client);
            sdk.createStream(STREAM, SHARDS);
            String uri = "kinesis-cp:" + STREAM + "?region=us-east-1&accessKey=test&secretKey=test"
                    + "&overrideEndpoint=true&uriEndpointOverride=" + kinesisProxy.endpoint();
            String consumerUri = uri + "&leaseTable=" + TABLE + "&leaseTableCreate=true&leaseTableEndpoint="
                    + tableProxy.endpoint() + "&leasePeriod=3000&commitPeriod=500&checkpointLimit=16&consumerThreads=8";
            for (int i = 0; i < WORKERS; i++) {
                start(consumerUri);
            }
            camel.start();
            produce(camel, uri);
            try (CheckpointWatch checkpoints =
                    new CheckpointWatch(new StoredCheckpoints(dynamoDb.client(), TABLE, STREAM))) {
                await("workers that have begun")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> !ProcessedRecord.read(file()).isEmpty());
                long end = System.nanoTime() + LENGTH.toNanos();
                while (System.nanoTime() < end) {
                    pause(BETWEEN_BLOWS);
                    blow(consumerUri, sdk, client);
                }
                kinesisProxy.calmDown();
                tableProxy.calmDown();
                sending = false;
                for (Thread sender : senders) {
                    sender.join(PATIENCE.toMillis());
                }
                await("all that was accepted to be processed")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> verdict(checkpoints).lost().isEmpty());
                checkpoints.assertWatching();
                report(verdict(checkpoints), kinesisProxy, tableProxy, checkpoints);
            }
        } finally {
            sending = false;
            started.values().forEach(ChildJvm::close);
        }
    }

    private static KinesisClient client(URI endpoint) {
        return KinesisClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private void start(String uri) {
        int run = started.size();
        Path output = directory.resolve("worker-" + run + ".log");
        // in JSON, so that the proxy can take an iterator out of an answer
        List<String> options =
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Daws.cborEnabled=false");
        started.put(run, ChildJvm.start(options, CrashProofConsumer.class, output, run, file(), uri, 5));
        running.add(run);
    }

    private Path file() {
        return directory.resolve("processed");
    }

    /** For each key a thread that puts its records one after the other, each until it is accepted. */
    private void produce(DefaultCamelContext camel, String uri) {
        ProducerTemplate template = camel.createProducerTemplate();
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + i;
            accepted.put(key, 0);
            Thread sender = new Thread(() -> send(template, uri, key), key);
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
    }

    private void send(ProducerTemplate template, String uri, String key) {
        while (sending) {
            int index = accepted.get(key);
            Exchange exchange = template.request(uri, sent -> {
                sent.getMessage().setBody(Integer.toString(index));
                sent.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, key);
            });
            if (exchange.getException() == null) {
                accepted.put(key, index + 1);
            }
            pause(Duration.ofMillis(PAUSE_MILLIS));
        }
    }

    private static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
    }

    /** Starts another one for each worker that has ended by itself, as those do who run a fleet. */
    private void replaceTheEnded(String uri) {
        for (int run : List.copyOf(running)) {
            if (!started.get(run).isAlive()) {
                disturbed.add(run);
                running.remove(run);
                start(uri);
            }
        }
    }

    private void blow(String uri, PlainSdk sdk, KinesisClient client) {
        replaceTheEnded(uri);
        List<Integer> alive = List.copyOf(running);
        int victim = alive.get(random.nextInt(alive.size()));
        // in turn, so that the short run has each of them
        switch (blows++ % 3) {
            case 0 -> {
                killed++;
                disturbed.add(victim);
                running.remove(victim);
                started.get(victim).kill();
                start(uri);
            }
            case 1 -> {
                frozen++;
                disturbed.add(victim);
                try (FrozenProcess stopped = started.get(victim).freeze()) {
                    pause(FREEZE);
                }
            }
            default -> reshard(sdk, client);
        }
    }

    private void reshard(PlainSdk sdk, KinesisClient client) {
        List<Shard> open = sdk.openShards(STREAM);
        if (open.size() >= MOST_OPEN) {
            return;
        }
        Shard shard = open.get(random.nextInt(open.size()));
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        client.splitShard(request -> request.streamName(STREAM)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(from.add(to).shiftRight(1).toString()));
        sdk.awaitActive(STREAM);
        resharded++;
    }

    private SoakVerdict verdict(CheckpointWatch checkpoints) {
        Set<Integer> unsteady = new HashSet<>(disturbed);
        started.forEach((run, jvm) -> {
            String said = jvm.output();
            if (SIGNS_OF_LOSS.stream().anyMatch(said::contains)) {
                unsteady.add(run);
            }
        });
        return SoakVerdict.of(accepted, ProcessedRecord.read(file()), checkpoints.wentBack(), unsteady);
    }

    private void report(SoakVerdict verdict, FaultProxy kinesis, FaultProxy table, CheckpointWatch checkpoints) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.6 soak of %d s: %d records accepted, lost %d, reordered %d, checkpoint regressions %d of %d"
                        + " moves; repeats explained %d, unexplained %d, put twice %d; %d workers killed, %d frozen, %d"
                        + " splits (seed %d)%n",
                LENGTH.toSeconds(),
                accepted.values().stream().mapToInt(Integer::intValue).sum(),
                verdict.lost().size(),
                verdict.reordered().size(),
                verdict.wentBack().size(),
                checkpoints.moves(),
                verdict.explained(),
                verdict.unexplained().size(),
                verdict.putTwice(),
                killed,
                frozen,
                resharded,
                seed);
        System.out.println(
                "FIGURE faults.6 harm to Kinesis: " + kinesis.report() + "; to the table: " + table.report());
        String logs = started.values().stream().map(ChildJvm::output).collect(Collectors.joining("\n"));
        assertThat(verdict.reordered()).as("reordered; workers said %s", logs).isEmpty();
        assertThat(verdict.wentBack()).as("checkpoints that went back").isEmpty();
        assertThat(verdict.unexplained()).as("repeats that nothing explains").isEmpty();
        assertThat(kinesis.report()).as("harm to Kinesis").isNotEmpty();
        assertThat(table.report()).as("harm to the table").isNotEmpty();
        if (FULL) {
            for (FaultProxy.Harm harm : FaultProxy.Harm.values()) {
                assertThat(kinesis.count(harm)).as("%s", harm).isPositive();
            }
        }
    }
}
