// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import io.camelkinesis.test.http.HttpKinesis;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What the producer costs above bare PutRecords requests of 500 records: records per second and CPU of the sending process, each
 * run in a JVM of its own with a stream of its own, both sides in turn, medians. Kinesis runs in a process of its own.
 */
public final class ProducerCost {

    private static final int RUNS = 3;
    private static final int SHARDS = 16;
    private static final int RECORD_BYTES = 1024;
    private static final long WARM_UP = 60_000;
    private static final long RECORDS = 120_000;

    /**
     * What is compared.
     *
     * @param options of the URI
     */
    private record Case(String name, int keys, String options) {}

    private static final List<Case> CASES = List.of(
            new Case("KEY, 10,000 keys", 10_000, "ordering=KEY"),
            new Case("KEY, 1,000 keys", 1_000, "ordering=KEY"),
            new Case("KEY, aggregation, 100 keys", 100, "aggregation=true"),
            new Case("NONE, 10,000 keys", 10_000, "ordering=NONE"));

    private final URI kinesis;
    private final KinesisClient client;
    private int streams;

    private ProducerCost(URI kinesis, KinesisClient client) {
        this.kinesis = kinesis;
        this.client = client;
    }

    /** Runs the comparison and prints it. */
    public static void main(String[] args) throws Exception {
        try (HttpKinesis kinesis = HttpKinesis.serverProcess();
                KinesisClient client = KinesisClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .endpointOverride(kinesis.endpoint())
                        .build()) {
            ProducerCost cost = new ProducerCost(kinesis.endpoint(), client);
            for (Case one : CASES) {
                cost.compare(one);
            }
        }
        System.exit(0);
    }

    private void compare(Case one) throws Exception {
        List<Measurement> bare = new ArrayList<>();
        List<Measurement> camel = new ArrayList<>();
        String keys = Integer.toString(one.keys());
        String bytes = Integer.toString(RECORD_BYTES);
        for (int run = 1; run <= RUNS; run++) {
            bare.add(measure(BarePuts.class, kinesis.toString(), keys, bytes));
            camel.add(measure(CamelPuts.class, kinesis.toString(), one.options(), keys, bytes));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, 1 KiB records: %.0f records/s with %.2f CPU s per million, bare requests of 500: %.0f with %.2f"
                        + " (medians of %d)%n",
                one.name(),
                Measurement.median(camel.stream().map(Measurement::perSecond).toList()),
                Measurement.median(
                        camel.stream().map(Measurement::cpuSecondsPerMillion).toList()),
                Measurement.median(bare.stream().map(Measurement::perSecond).toList()),
                Measurement.median(
                        bare.stream().map(Measurement::cpuSecondsPerMillion).toList()),
                RUNS);
    }

    private Measurement measure(Class<?> main, String... first) throws Exception {
        String stream = "puts-" + ++streams;
        client.createStream(create -> create.streamName(stream).shardCount(SHARDS));
        client.waiter().waitUntilStreamExists(describe -> describe.streamName(stream));
        try {
            return ChildRun.of(main, new Workload(stream, WARM_UP, RECORDS, 0), first);
        } finally {
            client.deleteStream(delete -> delete.streamName(stream));
        }
    }
}
