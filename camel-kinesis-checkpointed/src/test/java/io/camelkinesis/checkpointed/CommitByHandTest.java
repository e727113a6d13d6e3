// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code allowManualCommit}: the route moves the window, whenever and wherever it wants to. */
class CommitByHandTest {

    private static final String BY_HAND = "allowManualCommit=true";

    private final RunningRoutes routes = new RunningRoutes();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Map<String, KinesisManualCommit> commits = new ConcurrentHashMap<>();

    @BeforeEach
    void createStream() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private static KinesisManualCommit commitOf(Exchange exchange) {
        return exchange.getMessage().getHeader(KinesisCheckpointedConstants.MANUAL_COMMIT, KinesisManualCommit.class);
    }

    private void keep(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        commits.put(body, commitOf(exchange));
        seen.add(body);
    }

    private void start(Processor step, String... options) throws Exception {
        String uri = routes.uri("orders", options);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("r1").process(step);
            }
        });
    }

    private int uncommitted() {
        return ((KinesisCheckpointedConsumer) routes.context().getRoute("r1").getConsumer()).getUncommitted();
    }

    private void assertStays(int committed) {
        await().during(Duration.ofMillis(200)).until(() -> routes.committed("orders") == committed);
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void theCheckpointFollowsThePrefixOfWhatWasCommittedInAnyOrder() throws Exception {
        routes.put("orders", 10);
        start(this::keep, BY_HAND);
        await().until(() -> seen.size() == 10);
        assertStays(0);
        assertThat(uncommitted()).isEqualTo(10);
        for (int i = 9; i > 3; i--) {
            assertThat(commits.get("m" + i).commit()).isTrue();
        }
        commits.get("m0").commit();
        routes.awaitCommitted("orders", 1);
        assertStays(1);
        texts(1, 4).forEach(body -> commits.get(body).commit());
        routes.awaitCommitted("orders", 10);
        await().until(() -> uncommitted() == 0);
        assertThat(seen).containsExactlyElementsOf(texts(0, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordering=KEY", "ordering=SHARD", "ordering=NONE"})
    void theWindowIsWhatStaysUncommitted(String ordering) throws Exception {
        routes.put("orders", 20);
        start(this::keep, BY_HAND, ordering, "checkpointLimit=8");
        await().until(() -> seen.size() == 8);
        await().during(Duration.ofMillis(200)).until(() -> seen.size() == 8);
        texts(1, 8).forEach(body -> commits.get(body).commit());
        await().during(Duration.ofMillis(200)).until(() -> seen.size() == 8);
        commits.get("m0").commit();
        await().until(() -> seen.size() == 16);
        texts(8, 16).forEach(body -> commits.get(body).commit());
        await().until(() -> seen.size() == 20);
        texts(16, 20).forEach(body -> commits.get(body).commit());
        routes.awaitCommitted("orders", 20);
        if (!ordering.endsWith("NONE")) {
            assertThat(seen).containsExactlyElementsOf(texts(0, 20));
        }
    }

    @Test
    void anAggregationCommitsWhenItsGroupIsFlushed() throws Exception {
        AtomicInteger flushed = new AtomicInteger();
        String uri = routes.uri("orders", BY_HAND);
        routes.put("orders", 250);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId("r1")
                        .aggregate(constant(true), AggregationStrategies.groupedExchange())
                        .completionSize(100)
                        .process(exchange -> {
                            List<?> group = exchange.getMessage().getBody(List.class);
                            assertThat(routes.committed("orders")).isLessThanOrEqualTo(flushed.get());
                            flushed.addAndGet(group.size());
                            group.forEach(
                                    one -> assertThat(commitOf((Exchange) one).commit())
                                            .isTrue());
                        });
            }
        });
        routes.awaitCommitted("orders", 200);
        assertStays(200);
        assertThat(flushed).hasValue(200);
        assertThat(uncommitted()).isEqualTo(50);
    }

    @Test
    void aGroupThatTheStopFlushesIsCommittedByIt() throws Exception {
        String uri = routes.uri("orders", BY_HAND);
        AtomicInteger gathered = new AtomicInteger();
        AggregationStrategy gather = AggregationStrategies.groupedExchange();
        routes.put("orders", 30);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId("r1")
                        .process(exchange -> gathered.incrementAndGet())
                        .aggregate(constant(true), gather)
                        .completionSize(100)
                        .forceCompletionOnStop()
                        .process(exchange -> exchange.getMessage()
                                .getBody(List.class)
                                .forEach(one -> commitOf((Exchange) one).commit()));
            }
        });
        await().until(() -> gathered.get() == 30);
        routes.context().stop();
        assertThat(routes.committed("orders")).isEqualTo(30);
    }

    @Test
    void aFailedExchangeIsReplayedAndItsCommitIsVoid() throws Exception {
        List<Boolean> answers = new CopyOnWriteArrayList<>();
        List<KinesisManualCommit> first = new CopyOnWriteArrayList<>();
        routes.put("orders", 1);
        start(
                exchange -> {
                    if (first.isEmpty()) {
                        first.add(commitOf(exchange));
                        answers.add(commitOf(exchange).commit());
                        throw new IllegalStateException("after the commit");
                    }
                    keep(exchange);
                },
                BY_HAND);
        await().until(() -> seen.size() == 1);
        assertStays(0);
        answers.add(first.get(0).commit());
        assertStays(0);
        answers.add(commits.get("m0").commit());
        routes.awaitCommitted("orders", 1);
        assertThat(answers).containsExactly(true, false, true);
    }

    @Test
    void aCommitWithinTheRouteCountsAtItsEnd() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        routes.put("orders", 1);
        start(
                exchange -> {
                    commitOf(exchange).commit();
                    keep(exchange);
                    assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                },
                BY_HAND);
        await().until(() -> seen.size() == 1);
        assertStays(0);
        goOn.countDown();
        routes.awaitCommitted("orders", 1);
    }

    @Test
    void aStopWaitsForCommits() throws Exception {
        routes.put("orders", 5);
        start(this::keep, BY_HAND, "drainTimeout=1m");
        await().until(() -> seen.size() == 5);
        CompletableFuture<Void> stop =
                CompletableFuture.runAsync(() -> routes.context().stop());
        assertThat(stop).isNotDone();
        texts(0, 4).forEach(body -> assertThat(commits.get(body).commit()).isTrue());
        await().during(Duration.ofMillis(500)).until(() -> !stop.isDone());
        assertThat(commits.get("m4").commit()).isTrue();
        await().until(stop::isDone);
        assertThat(routes.committed("orders")).isEqualTo(5);
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
    }

    @Test
    void whatIsNotCommittedWithinDrainTimeoutComesAgain() throws Exception {
        routes.put("orders", 5);
        start(this::keep, BY_HAND, "drainTimeout=200");
        await().until(() -> seen.size() == 5);
        texts(0, 2).forEach(body -> commits.get(body).commit());
        Map<String, KinesisManualCommit> old = Map.copyOf(commits);
        routes.context().stop();
        assertThat(routes.committed("orders")).isEqualTo(2);
        assertThat(old.get("m3").commit()).as("after the stop").isFalse();
        assertThat(old.get("m0").commit()).as("committed before the stop").isTrue();
        assertThat(routes.committed("orders")).isEqualTo(2);

        seen.clear();
        routes.newContext();
        start(this::keep, BY_HAND, "drainTimeout=200");
        await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactlyElementsOf(texts(2, 5));
        assertThat(old.get("m2").commit()).as("of the consumer before").isFalse();
        texts(2, 5).forEach(body -> assertThat(commits.get(body).commit()).isTrue());
        routes.awaitCommitted("orders", 5);
    }

    @Test
    void childrenOfASplitShardWaitForTheCommits() throws Exception {
        routes.put("orders", 3);
        routes.kinesis().split("orders", RunningRoutes.SHARD);
        routes.kinesis().put("orders", "key", "child");
        start(this::keep, BY_HAND);
        await().until(() -> seen.size() == 3);
        await().during(Duration.ofMillis(500)).until(() -> seen.size() == 3);
        texts(0, 3).forEach(body -> commits.get(body).commit());
        await().until(() -> seen.contains("child"));
        commits.get("child").commit();
        assertThat(routes.row("orders", RunningRoutes.SHARD)).containsKey("EndedAt");
    }

    @Test
    void aBatchIsCommittedAsAWhole() throws Exception {
        List<KinesisManualCommit> batches = new CopyOnWriteArrayList<>();
        routes.put("orders", 20);
        start(exchange -> batches.add(commitOf(exchange)), BY_HAND, "batchSize=10");
        await().until(() -> batches.size() == 2);
        assertStays(0);
        batches.get(1).commit();
        assertStays(0);
        batches.get(0).commit();
        routes.awaitCommitted("orders", 20);
    }

    @Test
    void withoutTheOptionThereIsNoCommitByHand() throws Exception {
        routes.put("orders", 1);
        start(exchange -> seen.add("" + commitOf(exchange)));
        routes.awaitCommitted("orders", 1);
        assertThat(seen).containsExactly("null");
    }
}
