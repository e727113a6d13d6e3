// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KinesisShardListerTest {

    private static final StreamId ORDERS = new StreamId("orders", "billing");

    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().shardLimit(3_000).build();
    private final KinesisShardLister lister =
            new KinesisShardLister(kinesis.client(), ForkJoinPool.commonPool(), "in region eu-west-1");

    private static <T> T answerOf(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void moreShardsThanOnePageHoldsAreListed() throws Exception {
        kinesis.createStream("orders", 1_500);
        List<Shard> shards = answerOf(lister.list(ORDERS));
        assertThat(shards).extracting(shard -> shard.id().name()).containsExactlyElementsOf(kinesis.shards("orders"));
        assertThat(shards).hasSize(1_500).allSatisfy(shard -> {
            assertThat(shard.id().stream()).isEqualTo(ORDERS);
            assertThat(shard.closed()).isFalse();
            assertThat(shard.parents()).isEmpty();
        });
        assertThat(kinesis.calls(Operation.LIST_SHARDS)).isEqualTo(2);
    }

    @Test
    void aStreamMayBeNamedByItsArn() throws Exception {
        String arn = kinesis.createStream("orders", 1_001);
        assertThat(answerOf(lister.list(StreamId.of(arn)))).hasSize(1_001);
    }

    @Test
    void parentsAndClosedShardsAreTold() throws Exception {
        kinesis.createStream("orders", 2);
        List<String> halves = kinesis.split("orders", "shardId-000000000000");
        String merged = kinesis.merge("orders", halves.get(1), "shardId-000000000001");
        List<Shard> shards = answerOf(lister.list(ORDERS));
        assertThat(shards)
                .containsExactly(
                        shard("shardId-000000000000", true),
                        shard("shardId-000000000001", true),
                        shard(halves.get(0), false, "shardId-000000000000"),
                        shard(halves.get(1), true, "shardId-000000000000"),
                        shard(merged, false, halves.get(1), "shardId-000000000001"));
    }

    private static Shard shard(String name, boolean closed, String... parents) {
        return new Shard(ORDERS.shard(name), List.of(parents), closed);
    }

    @Test
    void throttlesAndFailuresAreTriedAgainAFewTimes() throws Exception {
        kinesis.createStream("orders", 1_500);
        kinesis.failNext(Operation.LIST_SHARDS, Fault.THROTTLED, Fault.NONE, Fault.INTERNAL_FAILURE, Fault.REPLY_LOST);
        assertThat(answerOf(lister.list(ORDERS))).hasSize(1_500);
        assertThat(kinesis.calls(Operation.LIST_SHARDS)).isEqualTo(5);
    }

    @Test
    void aFleetThatStartsTogetherGetsItsDescriptionsWithinTheLimitOfTheAccount() {
        int workers = 60;
        kinesis.createStream("orders", 1);
        kinesis.throttling(true);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            KinesisShardLister fleet = new KinesisShardLister(kinesis.client(), threads, "for tests");
            List<CompletableFuture<StreamDescription>> answers = Stream.generate(() -> fleet.describe(ORDERS))
                    .limit(workers)
                    .map(CompletionStage::toCompletableFuture)
                    .toList();
            assertThat(answers).allSatisfy(answer -> assertThat(answerOf(answer).openShards())
                    .isEqualTo(1));
        } finally {
            threads.shutdownNow();
        }
        // 20 calls a second are granted to an account
        assertThat(kinesis.calls(Operation.DESCRIBE_STREAM_SUMMARY)).isBetween(workers + 1L, 6L * workers);
    }

    @Test
    void aServiceThatNeverAnswersIsGivenUp() {
        kinesis.createStream("orders", 1);
        kinesis.failNext(
                Operation.LIST_SHARDS,
                Fault.REQUEST_LOST,
                Fault.REQUEST_LOST,
                Fault.REQUEST_LOST,
                Fault.REQUEST_LOST,
                Fault.REQUEST_LOST);
        assertThatThrownBy(() -> answerOf(lister.list(ORDERS)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(KinesisStreamException.class)
                .hasMessageContaining("Stream orders in region eu-west-1 cannot be looked at");
        assertThat(kinesis.calls(Operation.LIST_SHARDS)).isEqualTo(5);
    }

    @Test
    void aMissingStreamIsNamedAtOnce() {
        for (CompletionStage<?> call : List.<CompletionStage<?>>of(lister.list(ORDERS), lister.describe(ORDERS))) {
            assertThatThrownBy(() -> answerOf(call))
                    .hasCauseInstanceOf(KinesisStreamException.class)
                    .hasMessageContaining(
                            "Stream orders does not exist in region eu-west-1. Check its name, the region");
        }
        assertThat(kinesis.calls(Operation.LIST_SHARDS)).isEqualTo(1);
    }

    @Test
    void aStreamIsDescribed() throws Exception {
        String arn = kinesis.createStream("orders", 3);
        assertThat(answerOf(lister.describe(ORDERS)))
                .isEqualTo(new StreamDescription(arn, "ACTIVE", 3, Duration.ofHours(24), 1_048_576));
        assertThat(answerOf(lister.describe(StreamId.of(arn))).openShards()).isEqualTo(3);
    }
}
