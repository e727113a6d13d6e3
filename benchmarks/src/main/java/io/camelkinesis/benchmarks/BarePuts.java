// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.checkpointed.aws.AwsClients;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** PutRecords of 500 records each with the asynchronous client, eight at once: the least that a producer can do. */
final class BarePuts {

    private static final int REQUEST = 500;
    private static final int IN_FLIGHT = 8;

    private BarePuts() {}

    /** @param arguments the endpoint, how many keys, the bytes of a record, then a {@link Workload} */
    public static void main(String[] arguments) throws Exception {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        String endpoint = rest.removeFirst();
        int keys = Integer.parseInt(rest.removeFirst());
        byte[] payload = new byte[Integer.parseInt(rest.removeFirst())];
        Workload workload = Workload.parse(rest.toArray(new String[0]));
        Counter counter = new Counter(workload);
        KinesisAsyncClient client = AwsClients.kinesisAsync(AwsAccess.builder()
                .region("us-east-1")
                .accessKey("test")
                .secretKey("test")
                .overrideEndpoint(true)
                .uriEndpointOverride(endpoint)
                .build());
        Thread sender = new Thread(() -> send(client, workload, keys, payload, counter));
        sender.setDaemon(true);
        sender.start();
        System.out.println(counter.measure().line());
        System.exit(0);
    }

    private static void send(KinesisAsyncClient client, Workload workload, int keys, byte[] payload, Counter counter) {
        Semaphore slots = new Semaphore(IN_FLIGHT);
        List<PutRecordsRequestEntry> batch = new ArrayList<>(REQUEST);
        for (long i = 0; i < workload.warmUp() + workload.records(); i++) {
            batch.add(PutRecordsRequestEntry.builder()
                    .partitionKey("key-" + i % keys)
                    .data(SdkBytes.fromByteArrayUnsafe(payload))
                    .build());
            if (batch.size() == REQUEST) {
                List<PutRecordsRequestEntry> entries = batch;
                batch = new ArrayList<>(REQUEST);
                slots.acquireUninterruptibly();
                var unused = client.putRecords(
                                b -> b.streamName(workload.stream()).records(entries))
                        .whenComplete((answer, failure) -> {
                            slots.release();
                            if (failure != null || answer.failedRecordCount() > 0) {
                                System.exit(1);
                            }
                            counter.done(answer.records().size());
                        });
            }
        }
    }
}
