// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.produce.WhenFull;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How full requests are when there is much to send, and how long a record waits when there is little. On virtual time. */
class PutBatchingProofTest {

    private static final int RECORDS = 10_000;
    private static final int KEYS = 1_000;
    private static final int MOST_REQUESTS = 25;
    private static final int SINGLE = 1_000;
    private static final Duration LINGER = Duration.ofMillis(5);
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();
    private final Putter putter = new Putter(
            new PutSettings(
                    PutOrdering.KEY,
                    500,
                    10 << 20,
                    LINGER,
                    8,
                    -1,
                    Duration.ofMillis(100),
                    Duration.ofMinutes(3),
                    null,
                    RECORDS,
                    64 << 20,
                    WhenFull.BLOCK),
            kinesis.streamWriter(time, ROUND_TRIP),
            time,
            time,
            new SplittableRandom(1),
            event -> {});

    @Test
    void requestsFillAndAtLowLoadNobodyWaitsForThat() {
        kinesis.createStream("orders", 4);
        List<Long> done = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            put("key-" + i % KEYS, done);
        }
        assertThat(time.runUntil(() -> done.size() == RECORDS, LONG)).isTrue();
        long requests = kinesis.calls(Operation.PUT_RECORDS);
        assertThat(requests).isLessThanOrEqualTo(MOST_REQUESTS);

        List<Long> latencies = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < SINGLE; i++) {
            put("key-" + i % KEYS, latencies);
            time.advance(Duration.ofMillis(random.nextInt(100)));
        }
        assertThat(time.runUntil(() -> latencies.size() == SINGLE, LONG)).isTrue();
        Collections.sort(latencies);
        Duration median = Duration.ofNanos(latencies.get(SINGLE / 2));
        assertThat(median).isLessThanOrEqualTo(LINGER.plus(ROUND_TRIP));
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.7 %d records of %d keys in %d requests; at 20 records a second a median latency of %.1f ms,"
                        + " with a linger of %d ms and a round trip of %d ms%n",
                RECORDS,
                KEYS,
                requests,
                median.toNanos() / 1e6,
                LINGER.toMillis(),
                ROUND_TRIP.toMillis());
    }

    /** Notes the nanoseconds from handing over to acceptance. */
    private void put(String key, List<Long> latencies) {
        long start = time.nanoTime();
        putter.put("orders", new PutRecord(key, null, new byte[100]), outcome -> {
            assertThat(outcome).isInstanceOf(PutOutcome.Put.class);
            latencies.add(time.nanoTime() - start);
        });
    }
}
