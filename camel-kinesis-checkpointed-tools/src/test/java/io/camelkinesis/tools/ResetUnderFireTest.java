// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forced resets of a fleet that lives, at random moments, while records arrive and shards are split. */
class ResetUnderFireTest extends ToolsFixture {

    private static final int KEYS = 8;

    private final List<String> done = new ArrayList<>();
    private int put;

    private void put(int rounds, Random random) {
        for (int round = 0; round < rounds; round++) {
            put++;
            for (int key = 0; key < KEYS; key++) {
                kinesis.put(STREAM, "key-" + key, "key-" + key + " " + put);
            }
            time.advance(Duration.ofMillis(random.nextInt(400)));
        }
    }

    private TestConsumer worker(String id) {
        return new TestConsumer(id, ORDERS, store(), kinesis, time, done).start();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingComesAgainAndTheLastTimeInOrder(long seed) {
        Random random = new Random(seed);
        kinesis.createStream(STREAM, 2);
        List<TestConsumer> workers = List.of(worker("a"), worker("b"));
        for (int reset = 0; reset < 3; reset++) {
            put(5 + random.nextInt(20), random);
            List<String> open = kinesis.openShards(STREAM);
            kinesis.split(STREAM, open.get(random.nextInt(open.size())));
            put(random.nextInt(20), random);
            time.advance(Duration.ofSeconds(random.nextInt(60)));
            run("reset", "--to", "horizon", "--force").done();
        }
        int beforeTheLast = done.size();
        put(5, random);
        int all = KEYS * put;
        assertThat(time.runUntil(() -> done.size() - beforeTheLast >= all, Duration.ofMinutes(10)))
                .isTrue();
        time.advance(Duration.ofMinutes(3));

        for (int key = 0; key < KEYS; key++) {
            int previous = -1;
            for (int i = 1; i <= put; i++) {
                int last = done.lastIndexOf("key-" + key + " " + i);
                assertThat(last)
                        .as("the last time of key-%d %d, and of the one before", key, i)
                        .isGreaterThan(previous);
                assertThat(last)
                        .as("key-%d %d came after the last reset", key, i)
                        .isGreaterThanOrEqualTo(beforeTheLast);
                previous = last;
            }
        }
        workers.forEach(worker -> assertThat(worker.events).noneMatch(WorkerEvent.Bug.class::isInstance));
        workers.forEach(TestConsumer::stop);
        assertThat(view().leases()).allMatch(lease -> lease.owner() == null);
    }
}
