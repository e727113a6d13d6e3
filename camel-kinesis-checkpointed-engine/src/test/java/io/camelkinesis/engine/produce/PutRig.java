// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import io.camelkinesis.engine.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** A putter on a time that the test moves, whose requests the test answers one by one. */
final class PutRig implements StreamWriter {

    static final Duration LINGER = Duration.ofMillis(5);

    /** A request that waits for its answer. */
    record Request(String stream, List<PutRecord> records, CompletableFuture<PutResult> answer) {

        List<String> bodies() {
            return records.stream().map(PutRig::body).toList();
        }

        void acceptAll() {
            answer(records.size());
        }

        /** Accepts all but those at these places, which are throttled. */
        void reject(Integer... places) {
            List<Integer> rejected = List.of(places);
            List<RecordResult> results = new ArrayList<>();
            for (int i = 0; i < records.size(); i++) {
                results.add(rejected.contains(i) ? THROTTLED : new RecordResult.Accepted("shard", "" + i));
            }
            answer.complete(new PutResult.Answered(results));
        }

        private void answer(int count) {
            List<RecordResult> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                results.add(new RecordResult.Accepted("shard", "" + i));
            }
            answer.complete(new PutResult.Answered(results));
        }
    }

    static final RecordResult.Rejected THROTTLED =
            new RecordResult.Rejected("ProvisionedThroughputExceededException", "Rate exceeded");

    final ManualTime time = new ManualTime();
    final Deque<Request> requests = new ArrayDeque<>();
    final Map<String, PutOutcome> outcomes = new TreeMap<>();
    final List<PutEvent> events = new ArrayList<>();
    final Putter putter;
    int sent;
    boolean eventsFail;

    PutRig(PutSettings settings) {
        this(settings, new FixedRandom(1));
    }

    PutRig(PutSettings settings, RandomGenerator random) {
        putter = new Putter(settings, this, time, time, random, this::on);
    }

    private void on(PutEvent event) {
        events.add(event);
        if (eventsFail) {
            throw new IllegalStateException("a bug of who watches");
        }
    }

    @Override
    public CompletionStage<PutResult> put(String stream, List<PutRecord> records) {
        sent++;
        Request request = new Request(stream, List.copyOf(records), new CompletableFuture<>());
        requests.add(request);
        return request.answer();
    }

    /** Puts a record into {@code orders}; its outcome is kept under its body. */
    CompletionStage<Void> put(String key, String body) {
        return put("orders", key, body);
    }

    CompletionStage<Void> put(String stream, String key, String body) {
        PutRecord record = new PutRecord(key, null, body.getBytes(StandardCharsets.UTF_8));
        CompletionStage<Void> entered = putter.put(stream, record, outcome -> assertThat(outcomes.put(body, outcome))
                .as("%s is done once", body)
                .isNull());
        time.settle();
        return entered;
    }

    /** The next request, which must be there. */
    Request next() {
        time.settle();
        assertThat(requests).as("requests under way").isNotEmpty();
        return requests.removeFirst();
    }

    void advance(Duration by) {
        time.advance(by);
    }

    void linger() {
        advance(LINGER);
    }

    static String body(PutRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }

    static PutSettings settings() {
        return settings(500, 8, -1, 10_000);
    }

    static PutSettings settings(int batchSize, int inFlight, int maxRetries, int maxPending) {
        return new PutSettings(
                PutOrdering.KEY,
                batchSize,
                1_000,
                LINGER,
                inFlight,
                maxRetries,
                Duration.ofMillis(100),
                Duration.ofSeconds(3),
                null,
                maxPending,
                1_000_000,
                WhenFull.BLOCK);
    }
}
