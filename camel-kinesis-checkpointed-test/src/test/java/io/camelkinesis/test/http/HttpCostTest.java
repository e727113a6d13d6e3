// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * What a record of 1 KiB costs the server in CPU time, on its way in by PutRecords of 500 and on its way out by GetRecords
 * of up to 10,000, with the real client in another JVM. Prints the figure; nothing here depends on the speed of the machine.
 */
class HttpCostTest {

    private static final String SHARD = "shardId-000000000000";
    private static final int ENTRIES = 500;
    private static final int WARM_UP_CALLS = 50;
    private static final int CALLS = 80;
    private static final int RECORD_BYTES = 1_024;

    @ParameterizedTest
    @EnumSource(Wire.class)
    void cpuPerRecord(Wire wire) {
        try (KinesisProcess server = KinesisProcess.start("--stream", "warm-up:1", "--stream", "measured:1");
                KinesisClient client = SdkClients.sync(server.endpoint(), wire)) {
            List<PutRecordsRequestEntry> entries = entries();
            put(client, "warm-up", entries, WARM_UP_CALLS);
            assertThat(read(client, "warm-up")).isEqualTo(WARM_UP_CALLS * ENTRIES);
            assertThat(read(client, "warm-up")).isEqualTo(WARM_UP_CALLS * ENTRIES);

            Duration start = cpu(server);
            put(client, "measured", entries, CALLS);
            Duration put = cpu(server);
            assertThat(read(client, "measured")).isEqualTo(CALLS * ENTRIES);
            Duration read = cpu(server);

            System.out.printf(
                    Locale.ROOT,
                    "FIGURE performance.2 %s: server CPU per record of 1 KiB: put %.1f us, read %.1f us, sum %.1f us%n",
                    wire,
                    microsPerRecord(start, put),
                    microsPerRecord(put, read),
                    microsPerRecord(start, read));
        }
    }

    private static List<PutRecordsRequestEntry> entries() {
        SplittableRandom random = new SplittableRandom(1);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            byte[] data = new byte[RECORD_BYTES];
            random.nextBytes(data);
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("key-" + random.nextInt(10_000))
                    .data(SdkBytes.fromByteArray(data))
                    .build());
        }
        return entries;
    }

    private static void put(KinesisClient client, String stream, List<PutRecordsRequestEntry> entries, int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(client.putRecords(b -> b.streamName(stream).records(entries))
                            .failedRecordCount())
                    .isZero();
        }
    }

    private static int read(KinesisClient client, String stream) {
        int records = 0;
        String iterator = client.getShardIterator(
                        b -> b.streamName(stream).shardId(SHARD).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        GetRecordsResponse response;
        do {
            String at = iterator;
            response = client.getRecords(b -> b.shardIterator(at));
            records += response.records().size();
            iterator = response.nextShardIterator();
        } while (response.millisBehindLatest() > 0);
        return records;
    }

    private static Duration cpu(KinesisProcess server) {
        return server.process().info().totalCpuDuration().orElseThrow();
    }

    private static double microsPerRecord(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1_000.0 / (CALLS * ENTRIES);
    }
}
