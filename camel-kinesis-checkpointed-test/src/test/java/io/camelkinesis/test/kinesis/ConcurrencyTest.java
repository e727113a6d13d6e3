// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

class ConcurrencyTest {

    private static final int THREADS = 4;
    private static final int CALLS = 50;
    private static final int ENTRIES = 20;

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();

    @Test
    void writersAndResharderAtOnceLoseNothingAndKeepTheOrderOfEachKey() throws Exception {
        kinesis.createStream("s", 2);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String key = "writer-" + thread;
                tasks.add(() -> write(key));
            }
            tasks.add(this::reshard);
            for (Future<Void> future : threads.invokeAll(tasks)) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }

        Map<String, List<StoredRecord>> byKey = new TreeMap<>();
        for (StoredRecord record : kinesis.records("s")) {
            byKey.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                    .add(record);
        }
        assertThat(byKey).hasSize(THREADS);
        assertThat(byKey.values()).allSatisfy(records -> {
            assertThat(records).hasSize(CALLS * ENTRIES);
            assertThat(records).isSortedAccordingTo((a, b) -> a.sequence().compareTo(b.sequence()));
            assertThat(records.stream().map(r -> Integer.parseInt(r.text()))).isSorted();
        });
    }

    private Void write(String key) {
        KinesisClient client = kinesis.client();
        for (int call = 0; call < CALLS; call++) {
            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < ENTRIES; i++) {
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey(key)
                        .data(SdkBytes.fromUtf8String(Integer.toString(call * ENTRIES + i)))
                        .build());
            }
            client.putRecords(b -> b.streamName("s").records(entries));
        }
        return null;
    }

    private Void reshard() {
        for (int i = 0; i < 30; i++) {
            List<String> open = kinesis.openShards("s");
            kinesis.split("s", open.get(i % open.size()));
        }
        return null;
    }
}
