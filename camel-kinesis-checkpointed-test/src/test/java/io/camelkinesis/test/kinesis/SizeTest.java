// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** A million records over 1,500 shards, and a million in one shard: what a scan anywhere would make hopeless. */
@Timeout(120)
class SizeTest {

    private static final int MILLION = 1_000_000;
    private static final int CALL = 500;

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();
    private final InMemoryShardReader reader = kinesis.shardReader(time, Duration.ZERO);

    private void fill(String stream) {
        KinesisClient client = kinesis.client();
        SdkBytes data = SdkBytes.fromUtf8String("x");
        AtomicInteger number = new AtomicInteger();
        PutRecordsRequestEntry[] entries = new PutRecordsRequestEntry[CALL];
        for (int call = 0; call < MILLION / CALL; call++) {
            for (int i = 0; i < CALL; i++) {
                entries[i] = PutRecordsRequestEntry.builder()
                        .partitionKey("k" + number.getAndIncrement())
                        .data(data)
                        .build();
            }
            client.putRecords(b -> b.streamName(stream).records(entries));
        }
    }

    private int readAll(ShardId shard) {
        int count = 0;
        Cursor cursor = null;
        while (true) {
            var answer =
                    reader.fetch(shard, Position.TRIM_HORIZON, cursor, 1_000).toCompletableFuture();
            time.runDue();
            Fetch.Records records = (Fetch.Records) answer.join();
            if (records.records().isEmpty()) {
                return count;
            }
            count += records.records().size();
            cursor = records.next();
        }
    }

    @Test
    void manyShards() {
        kinesis.createStream("wide", 1_500);
        fill("wide");
        int read = 0;
        for (String shard : kinesis.shards("wide")) {
            read += readAll(StreamId.of("wide").shard(shard));
        }
        assertThat(read).isEqualTo(MILLION);
    }

    @Test
    void oneLongShard() {
        kinesis.createStream("deep", 1);
        fill("deep");
        assertThat(readAll(StreamId.of("deep").shard("shardId-000000000000"))).isEqualTo(MILLION);
    }
}
