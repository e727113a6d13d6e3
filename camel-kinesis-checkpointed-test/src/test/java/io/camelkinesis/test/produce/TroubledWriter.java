// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.produce;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.RecordResult;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * The model's writer as the service may behave: records of a request come to stand in any order, some are rejected, some
 * requests are applied without an answer. Keeps what it has told of each record.
 */
final class TroubledWriter implements StreamWriter {

    private static final Duration HALF_SECOND = Duration.ofMillis(500);
    private static final List<String> CODES = List.of("ProvisionedThroughputExceededException", "InternalFailure");

    /** What the sender knows of a record, by its text. */
    static final class Told {
        /** Requests that carried it. */
        int sent;
        /** Answers that said it is not in. */
        int notIn;
        /** Requests without an answer. */
        int unknown;
        /** It was sent again although it had been accepted. */
        boolean sentAfterAccepted;

        boolean accepted;
    }

    final Map<String, Told> told = new HashMap<>();
    int requests;
    int largest;
    int rejections;
    int accepted;

    private final TrialPlan plan;
    private final InMemoryKinesis kinesis;
    private final StreamWriter model;
    private final VirtualTime time;
    private final SplittableRandom random;

    TroubledWriter(TrialPlan plan, InMemoryKinesis kinesis, VirtualTime time, SplittableRandom random) {
        this.plan = plan;
        this.kinesis = kinesis;
        this.model = kinesis.streamWriter(time, Duration.ofMillis(10));
        this.time = time;
        this.random = random;
    }

    /** What was put as this payload: one record, or those of an aggregate. */
    static List<String> texts(byte[] data) {
        Aggregate aggregate = Aggregate.decode(data);
        if (aggregate == null) {
            return List.of(new String(data, StandardCharsets.UTF_8));
        }
        return IntStream.range(0, aggregate.size())
                .mapToObj(i -> new String(aggregate.get(i).data(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public CompletionStage<PutResult> put(String stream, List<PutRecord> records) {
        int number = requests++;
        largest = Math.max(largest, records.size());
        records.forEach(this::sent);
        double chance = random.nextDouble();
        Duration delay = Duration.ofMillis(random.nextInt(30));
        if (chance < plan.refused()) {
            return later(new PutResult.NotApplied(new IllegalStateException("throttled")), records, delay);
        }
        boolean lost = chance < plan.refused() + plan.unknown();
        PutResult noAnswer = new PutResult.Unknown(new IllegalStateException("no answer"));
        if (lost && random.nextBoolean()) {
            return later(noAnswer, records, delay);
        }
        RecordResult[] results = new RecordResult[records.size()];
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (isRejected(stream, records.get(i), i, number, records.size())) {
                results[i] = new RecordResult.Rejected(code(), "again, please");
            } else {
                taken.add(random.nextInt(taken.size() + 1), i);
            }
        }
        if (taken.isEmpty()) {
            return later(lost ? noAnswer : new PutResult.Answered(Arrays.asList(results)), records, delay);
        }
        return model.put(stream, taken.stream().map(records::get).toList()).thenCompose(result -> {
            List<RecordResult> accepted = ((PutResult.Answered) result).records();
            for (int i = 0; i < taken.size(); i++) {
                results[taken.get(i)] = accepted.get(i);
            }
            return later(lost ? noAnswer : new PutResult.Answered(Arrays.asList(results)), records, delay);
        });
    }

    /** With a position the seed chooses the code, so that two seeds see both. */
    private String code() {
        return CODES.get(plan.position() >= 0 ? (int) plan.seed() % 2 : random.nextInt(CODES.size()));
    }

    private boolean isRejected(String stream, PutRecord record, int index, int request, int size) {
        if (plan.position() == TrialPlan.ROTATING && index == request % (size + 1)
                || plan.position() == index && request == 0) {
            return true;
        }
        return plan.throttledShards() > 0 && isThrottled(kinesis.shardFor(stream, record.partitionKey()))
                || plan.rejected() > 0 && random.nextDouble() < plan.rejected();
    }

    private boolean isThrottled(String shard) {
        boolean secondHalf = time.elapsed().dividedBy(HALF_SECOND) % 2 == 1;
        return secondHalf && Integer.parseInt(shard.substring(shard.length() - 1)) < plan.throttledShards();
    }

    private void sent(PutRecord record) {
        for (String text : texts(record.data())) {
            Told known = told.computeIfAbsent(text, first -> new Told());
            known.sent++;
            known.sentAfterAccepted |= known.accepted;
        }
    }

    private CompletionStage<PutResult> later(PutResult result, List<PutRecord> records, Duration delay) {
        CompletableFuture<PutResult> answer = new CompletableFuture<>();
        time.schedule(
                () -> {
                    note(result, records);
                    answer.complete(result);
                },
                delay);
        return answer;
    }

    private void note(PutResult result, List<PutRecord> records) {
        for (int i = 0; i < records.size(); i++) {
            boolean in = result instanceof PutResult.Answered answered
                    && answered.records().get(i) instanceof RecordResult.Accepted;
            rejections += result instanceof PutResult.Answered && !in ? 1 : 0;
            accepted += in ? 1 : 0;
            for (String text : texts(records.get(i).data())) {
                Told known = told.get(text);
                known.accepted |= in;
                if (result instanceof PutResult.Unknown) {
                    known.unknown++;
                } else {
                    known.notIn += in ? 0 : 1;
                }
            }
        }
    }
}
