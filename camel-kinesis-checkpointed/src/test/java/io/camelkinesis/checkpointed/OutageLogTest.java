// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.checkpointed.aws.AwsClients;
import io.camelkinesis.checkpointed.aws.FailedLook;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.lease.InMemoryLeaseStore;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.time.VirtualTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a consumer of two shards writes at INFO while a service is away for 35 s, with the times that it has by default. */
class OutageLogTest {

    /** Lines, those of stack traces included. */
    private static final int MOST_LINES = 30;

    private static final StreamId STREAM = StreamId.of("orders");
    private static final String TABLE = "lease table leases at http://localhost:8000";
    private static final String KINESIS = "Kinesis at http://localhost:4567";

    private static Throwable refused;

    private final VirtualTime time = new VirtualTime();
    private final RecordedLog log = new RecordedLog();
    private Away away = Away.NOTHING;

    enum Away {
        NOTHING,
        LEASE_TABLE,
        LEASE_TABLE_THROTTLED,
        KINESIS,
        LISTINGS
    }

    /** As a call fails when nobody listens. */
    @BeforeAll
    static void refuse() {
        AwsAccess nobody = AwsAccess.builder()
                .region("eu-west-1")
                .accessKey("a")
                .secretKey("b")
                .overrideEndpoint(true)
                .uriEndpointOverride("http://localhost:1")
                .build();
        refused = CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
                    try (DynamoDbClient client = AwsClients.dynamoDbOnce(nobody, 1)) {
                        client.listTables();
                    }
                }))
                .join();
    }

    @ParameterizedTest
    @EnumSource(names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
    void anOutageOf35Seconds(Away what) {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 2);
        start(kinesis);
        time.advance(Duration.ofMinutes(1));
        int entries = log.lines().size();
        int traces = log.thrown().size();

        away = what;
        for (int second = 0; second < 35; second++) {
            for (int key = 0; key < 10; key++) {
                kinesis.put("orders", "k" + key, "m");
            }
            time.advance(Duration.ofSeconds(1));
        }
        away = Away.NOTHING;
        time.advance(Duration.ofMinutes(3));

        List<String> told = log.lines().stream()
                .skip(entries)
                .filter(line -> !line.startsWith("debug"))
                .toList();
        List<Throwable> thrown = log.thrown().stream()
                .skip(traces)
                // the whole is told once more at DEBUG
                .filter(error -> error instanceof IllegalStateException)
                .toList();
        int lines =
                told.size() + thrown.stream().mapToInt(OutageLogTest::linesOf).sum();
        System.out.println("FIGURE stack.4 " + what + " away for 35 s, two shards: " + lines + " lines at INFO, "
                + thrown.size() + " stack trace"
                + (what == Away.LEASE_TABLE
                        ? "; before: 20 entries, 17 of them with a stack trace of 79 lines, some 1,360 lines"
                        : ""));
        System.out.println("ROW stack.4 " + what + " away, the lines without the stack trace:");
        told.forEach(line -> System.out.println("ROW stack.4   " + line));
        assertThat(lines).isBetween(1, MOST_LINES);
        assertThat(thrown).hasSizeLessThanOrEqualTo(1);
        boolean ofTable = what == Away.LEASE_TABLE || what == Away.LEASE_TABLE_THROTTLED;
        assertThat(told).anyMatch(line -> line.contains(ofTable ? TABLE : KINESIS));
        assertThat(told).noneMatch(line -> line.contains(ofTable ? KINESIS : TABLE));
        assertThat(told)
                .filteredOn(line -> line.startsWith("info " + (ofTable ? TABLE : KINESIS) + ": all is answered again"))
                .hasSize(1)
                .first()
                .asString()
                .containsPattern("after [0-9]+ s and [0-9]+ failed calls");
        told.forEach(line -> assertThat(line.split("Connection refused", -1)).hasSizeLessThanOrEqualTo(2));
    }

    @Test
    void putsThatFailFor35Seconds() {
        PutLog puts = new PutLog(log.logger(), time::nanoTime, KINESIS);
        for (int call = 0; call < 350; call++) {
            puts.on(new PutEvent.RequestFailed("orders", 500, true, refused));
            time.advance(Duration.ofMillis(100));
        }
        puts.on(new PutEvent.Answered("orders", 500, 1, 0, 0, 500, Duration.ofMillis(4)));
        List<String> told =
                log.lines().stream().filter(line -> !line.startsWith("debug")).toList();
        System.out.println("FIGURE stack.4 puts failing for 35 s, 350 requests: " + told.size() + " lines at INFO");
        System.out.println("ROW stack.4 puts failing:");
        told.forEach(line -> System.out.println("ROW stack.4   " + line));
        assertThat(told).hasSize(4).allMatch(line -> line.contains(KINESIS));
        assertThat(told.get(3)).startsWith("info ").contains("after 35 s and 350 failed requests");
    }

    private static int linesOf(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return (int) text.toString().lines().count();
    }

    private void start(InMemoryKinesis kinesis) {
        WorkerEvents reporter = new ProblemReporter(null, Runnable::run, time::nanoTime, KINESIS, TABLE, log.logger());
        WorkerEvents words = new WorkerLog(log.logger(), time::nanoTime);
        ShardReader reader = kinesis.shardReader(time, Duration.ZERO);
        ShardLister lister = kinesis.shardLister(time, Duration.ZERO);
        Worker worker = new Worker(
                EngineSettings.of(
                        new KinesisCheckpointedConfiguration(),
                        List.of(new StreamSelection(STREAM, List.of())),
                        WorkerIdentity.next()),
                table(),
                stream -> away == Away.KINESIS || away == Away.LISTINGS
                        ? CompletableFuture.failedFuture(FailedLook.because(refused))
                        : lister.list(stream),
                (shard, from, cursor, limit) -> away == Away.KINESIS
                        ? CompletableFuture.completedFuture(new Fetch.Failed(refused))
                        : reader.fetch(shard, from, cursor, limit),
                delivery -> time.execute(() -> {
                    if (delivery.start()) {
                        delivery.completed();
                    }
                }),
                time,
                time,
                new Random(1),
                event -> {
                    words.on(event);
                    reporter.on(event);
                });
        var unused = worker.start();
    }

    private LeaseStore table() {
        LeaseStore table = new InMemoryLeaseStore(new InMemoryLeaseTable(time, Duration.ofSeconds(15)), time);
        return (LeaseStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {LeaseStore.class}, (self, method, arguments) -> {
                    boolean throttled = away == Away.LEASE_TABLE_THROTTLED && time.nanoTime() / 1_000_000 % 3 != 0;
                    if (away != Away.LEASE_TABLE && !throttled) {
                        try {
                            return method.invoke(table, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                    boolean write = method.getGenericReturnType().getTypeName().contains("LeaseWrite");
                    if (!write) {
                        return CompletableFuture.failedFuture(refused);
                    }
                    return CompletableFuture.completedFuture(
                            throttled ? new LeaseWrite.Throttled(refused) : new LeaseWrite.Unknown(refused));
                });
    }
}
