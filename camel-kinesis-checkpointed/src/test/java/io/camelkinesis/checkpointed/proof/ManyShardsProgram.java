// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Main class of a JVM that runs one consumer on a stream of many shards in memory, each with one record, until all have been
 * read, and prints its peak of threads.
 */
final class ManyShardsProgram {

    static final Pattern RESULT = Pattern.compile("shards=(\\d+) threads=(\\d+) seconds=(\\S+)");

    private static final String STREAM = "wide";
    private static final int PUT_AT_ONCE = 500;
    private static final long PATIENCE_SECONDS = 300;

    private ManyShardsProgram() {}

    /** Arguments: number of shards, address of DynamoDB. */
    public static void main(String[] args) throws Exception {
        int shards = Integer.parseInt(args[0]);
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream(STREAM, shards);
        putOneIntoEach(kinesis.client());

        Set<String> read = ConcurrentHashMap.newKeySet();
        CountDownLatch left = new CountDownLatch(shards);
        long begin = System.nanoTime();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:" + STREAM
                                    + "?leaseTable=leases&leaseTableCreate=true&region=us-east-1&accessKey=test"
                                    + "&secretKey=test&leaseTableEndpoint=" + args[1])
                            .process(exchange -> {
                                if (read.add(exchange.getMessage()
                                        .getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class))) {
                                    left.countDown();
                                }
                            });
                }
            });
            camel.start();
            boolean all = left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.out.printf(
                    Locale.ROOT,
                    "all=%s shards=%d threads=%d seconds=%.1f%n",
                    all,
                    read.size(),
                    ManagementFactory.getThreadMXBean().getPeakThreadCount(),
                    (System.nanoTime() - begin) / 1e9);
        }
    }

    private static void putOneIntoEach(KinesisClient client) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (Shard shard : listAll(client)) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(shard.shardId())
                    .explicitHashKey(shard.hashKeyRange().startingHashKey())
                    .data(SdkBytes.fromUtf8String(shard.shardId()))
                    .build());
        }
        for (int from = 0; from < entries.size(); from += PUT_AT_ONCE) {
            List<PutRecordsRequestEntry> part = entries.subList(from, Math.min(entries.size(), from + PUT_AT_ONCE));
            int failed = client.putRecords(request -> request.streamName(STREAM).records(part))
                    .failedRecordCount();
            if (failed > 0) {
                throw new IllegalStateException(failed + " records were rejected");
            }
        }
    }

    private static List<Shard> listAll(KinesisClient client) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = client.listShards(request -> request.streamName(STREAM));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = client.listShards(request -> request.nextToken(token));
            shards.addAll(page.shards());
        }
        return shards;
    }
}
