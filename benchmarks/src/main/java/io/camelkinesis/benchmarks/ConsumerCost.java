// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * What the component costs above a bare GetRecords loop: CPU of the consuming process, each run in a JVM of its own, runs of both
 * sides in turn, medians. Kinesis and DynamoDB run in processes of their own.
 */
public final class ConsumerCost {

    private static final int RUNS = 5;

    /** Times the CPU of the bare loop that the route may take, with records and without. */
    private static final double MOST_BUSY = 4;

    private static final double MOST_IDLE = 2;

    private static final int BUSY_SHARDS = 16;
    private static final int IDLE_SHARDS = 256;
    private static final int IDLE_SECONDS = 15;
    private static final int RECORD_BYTES = 1024;
    private static final int KEYS = 1000;
    private static final Workload BUSY = new Workload("busy", 100_000, 200_000, 0);
    private static final Workload IDLE = new Workload("idle", 0, 0, IDLE_SECONDS);

    private final URI kinesis;
    private final URI dynamoDb;
    private int tables;

    private ConsumerCost(URI kinesis, URI dynamoDb) {
        this.kinesis = kinesis;
        this.dynamoDb = dynamoDb;
    }

    /** Runs the comparison and prints it. */
    public static void main(String[] args) throws Exception {
        boolean holds;
        try (HttpKinesis kinesis = HttpKinesis.serverProcess(
                        "--stream", BUSY.stream() + ":" + BUSY_SHARDS, "--stream", IDLE.stream() + ":" + IDLE_SHARDS);
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess()) {
            ConsumerCost cost = new ConsumerCost(kinesis.endpoint(), dynamoDb.endpoint());
            cost.fill();
            holds = cost.busy();
            holds &= cost.idle();
        }
        System.exit(holds ? 0 : 1);
    }

    private void fill() {
        try (KinesisClient client = KinesisClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .endpointOverride(kinesis)
                .build()) {
            SdkBytes data = SdkBytes.fromByteArray(new byte[RECORD_BYTES]);
            long records = BUSY.warmUp() + BUSY.records();
            List<PutRecordsRequestEntry> batch = new ArrayList<>();
            for (long i = 0; i < records; i++) {
                String key = "key-" + i % KEYS;
                batch.add(PutRecordsRequestEntry.builder()
                        .partitionKey(key)
                        .data(data)
                        .build());
                if (batch.size() == 500 || i == records - 1) {
                    List<PutRecordsRequestEntry> entries = List.copyOf(batch);
                    client.putRecords(b -> b.streamName(BUSY.stream()).records(entries));
                    batch.clear();
                }
            }
        }
    }

    private boolean busy() throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> route = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            Measurement loop = bareLoop(BUSY);
            Measurement camel = camelRoute(BUSY);
            System.out.println("run " + run + "  bare loop: " + loop);
            System.out.println("run " + run + "  route:     " + camel);
            bare.add(loop.cpuSecondsPerMillion());
            route.add(camel.cpuSecondsPerMillion());
            ratios.add(camel.cpuSecondsPerMillion() / loop.cpuSecondsPerMillion());
        }
        double ratio = Measurement.median(ratios);
        System.out.printf(
                Locale.ROOT,
                "FIGURE performance.1 %d shards, 1 KiB records, KEY: %.2f CPU s per million records, bare GetRecords loop %.2f,"
                        + " ratio %.2f, %.0f allowed (medians of %d)%n",
                BUSY_SHARDS,
                Measurement.median(route),
                Measurement.median(bare),
                ratio,
                MOST_BUSY,
                RUNS);
        return ratio <= MOST_BUSY;
    }

    private boolean idle() throws Exception {
        Measurement loop = bareLoop(IDLE);
        Measurement camel = camelRoute(IDLE);
        double ratio = camel.cpuShare() / loop.cpuShare();
        System.out.printf(
                Locale.ROOT,
                "FIGURE performance.1 %d idle shards: %.3f CPU s per second with %d threads, bare GetRecords loop %.3f with %d,"
                        + " ratio %.2f, %.0f allowed%n",
                IDLE_SHARDS,
                camel.cpuShare(),
                camel.threads(),
                loop.cpuShare(),
                loop.threads(),
                ratio,
                MOST_IDLE);
        return ratio <= MOST_IDLE;
    }

    private Measurement bareLoop(Workload workload) throws Exception {
        return ChildRun.of(BareLoop.class, workload, kinesis.toString());
    }

    private Measurement camelRoute(Workload workload) throws Exception {
        return ChildRun.of(CamelRoute.class, workload, kinesis.toString(), dynamoDb.toString(), "leases-" + ++tables);
    }
}
