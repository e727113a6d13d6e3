// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.checkpointed.aws.AwsClients;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The least that a consumer can do: GetRecords on every shard, with the same SDK client as the component, and count. Each
 * shard is read at most five times a second, and once a second when there is nothing.
 */
final class BareLoop {

    private static final int THREADS = 16;
    private static final long BUSY_MILLIS = 200;
    private static final long IDLE_MILLIS = 1000;

    private final KinesisClient client;
    private final Counter counter;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);

    private BareLoop(KinesisClient client, Counter counter) {
        this.client = client;
        this.counter = counter;
    }

    /** @param arguments the endpoint, then a {@link Workload} */
    public static void main(String[] arguments) throws Exception {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        String endpoint = rest.removeFirst();
        Workload workload = Workload.parse(rest.toArray(new String[0]));
        Counter counter = new Counter(workload);
        AwsAccess access = AwsAccess.builder()
                .region("us-east-1")
                .accessKey("test")
                .secretKey("test")
                .overrideEndpoint(true)
                .uriEndpointOverride(endpoint)
                .build();
        KinesisClient client = AwsClients.kinesis(access, THREADS);
        BareLoop loop = new BareLoop(client, counter);
        for (Shard shard :
                client.listShards(b -> b.streamName(workload.stream())).shards()) {
            String iterator = client.getShardIterator(b -> b.streamName(workload.stream())
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            loop.threads.execute(() -> loop.read(iterator));
        }
        System.out.println(counter.measure().line());
        System.exit(0);
    }

    private void read(String iterator) {
        GetRecordsResponse answer =
                client.getRecords(b -> b.shardIterator(iterator).limit(10_000));
        counter.done(answer.records().size());
        String next = answer.nextShardIterator();
        long pause = answer.records().isEmpty() ? IDLE_MILLIS : BUSY_MILLIS;
        ScheduledFuture<?> unused = threads.schedule(() -> read(next), pause, TimeUnit.MILLISECONDS);
    }
}
