// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.consume.OnFailure;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A real worker on virtual time that notes what it delivers; each delivery takes a little while. */
final class TestConsumer {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PROCESSING = Duration.ofMillis(5);

    /** Bodies in the order in which they were done. */
    final List<String> bodies;

    final List<WorkerEvent> events = new ArrayList<>();

    private final VirtualTime time;
    private final Worker worker;

    TestConsumer(String id, StreamId stream, DynamoDbLeaseStore store, InMemoryKinesis kinesis, VirtualTime time) {
        this(id, stream, store, kinesis, time, new ArrayList<>());
    }

    /** @param bodies where to note what is done, for several workers */
    TestConsumer(
            String id,
            StreamId stream,
            DynamoDbLeaseStore store,
            InMemoryKinesis kinesis,
            VirtualTime time,
            List<String> bodies) {
        this.bodies = bodies;
        this.time = time;
        ConsumeSettings consume = new ConsumeSettings(
                64,
                Ordering.KEY,
                Duration.ofSeconds(5),
                10_000,
                10_000,
                64L << 20,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                3,
                OnFailure.REPLAY,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
        WorkerSettings settings = new WorkerSettings(
                id,
                "host-of-" + id,
                List.of(new StreamSelection(stream, List.of())),
                Position.TRIM_HORIZON,
                ToolsFixture.LEASE_PERIOD,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                consume);
        worker = new Worker(
                settings,
                store,
                kinesis.shardLister(time, Duration.ZERO),
                kinesis.shardReader(time, Duration.ZERO),
                delivery -> time.schedule(
                        () -> {
                            if (delivery.start()) {
                                delivery.records()
                                        .forEach(record ->
                                                bodies.add(new String(record.data(), StandardCharsets.UTF_8)));
                                delivery.completed();
                            }
                        },
                        PROCESSING),
                time,
                time,
                new Random(1),
                events::add);
    }

    TestConsumer start() {
        CompletableFuture<Void> started = worker.start().toCompletableFuture();
        assertThat(time.runUntil(started::isDone, LONG)).isTrue();
        started.join();
        return this;
    }

    /** Lets it run until it has done as many records, and then as long as nothing more can be under way. */
    void await(int count) {
        assertThat(time.runUntil(() -> bodies.size() >= count, LONG))
                .as("%s of %s records", bodies.size(), count)
                .isTrue();
        time.advance(Duration.ofMinutes(2));
    }

    void stop() {
        CompletableFuture<Void> stopped = worker.stop().toCompletableFuture();
        assertThat(time.runUntil(stopped::isDone, LONG)).isTrue();
    }

    /** The bodies of each key, in the order in which they were done. */
    Map<String, List<String>> byKey() {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (String body : bodies) {
            byKey.computeIfAbsent(body.substring(0, body.indexOf(' ')), key -> new ArrayList<>())
                    .add(body);
        }
        return byKey;
    }
}
