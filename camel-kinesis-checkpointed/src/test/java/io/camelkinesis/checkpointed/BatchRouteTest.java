// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches from Kinesis to the lease table: when they close, that they are committed as a whole, and how they fail. */
class BatchRouteTest {

    private final RunningRoutes routes = new RunningRoutes();
    private final ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> reported = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createStream() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private void start(Processor step, String... options) throws Exception {
        routes.context().getRegistry().bind("recording", new LoggingExceptionHandler(routes.context(), getClass()) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                reported.add(message + ": " + exception.getMessage());
            }
        });
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(routes.uri("orders", options) + "&exceptionHandler=#recording")
                        .routeId("r1")
                        .process(step);
            }
        });
    }

    private void see(Exchange exchange) {
        batches.add(texts(exchange));
    }

    private static List<String> texts(Exchange exchange) {
        List<String> texts = new ArrayList<>();
        for (Object inner : exchange.getMessage().getBody(List.class)) {
            texts.add(((Exchange) inner).getMessage().getBody(String.class));
        }
        return texts;
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void batchSizeIsTheMostRecordsOfABatch() throws Exception {
        routes.put("orders", 10);
        start(this::see, "batchSize=4", "batchPeriod=300");
        routes.awaitCommitted("orders", 10);
        assertThat(batches).containsExactly(texts(0, 4), texts(4, 8), texts(8, 10));
    }

    @Test
    void withoutAPeriodABatchWaitsUntilItIsFull() throws Exception {
        routes.put("orders", 6);
        start(this::see, "batchSize=4");
        routes.awaitCommitted("orders", 4);
        await().during(java.time.Duration.ofMillis(500)).until(() -> batches.size() == 1);
        routes.kinesis().put("orders", "key", "m6");
        routes.kinesis().put("orders", "key", "m7");
        routes.awaitCommitted("orders", 8);
        assertThat(batches).containsExactly(texts(0, 4), texts(4, 8));
    }

    @Test
    void batchBytesIsTheMostDataOfABatchAndALargerRecordPassesAlone() throws Exception {
        for (String text : List.of("a".repeat(100), "b".repeat(100), "c".repeat(100), "d".repeat(400), "e")) {
            routes.kinesis().put("orders", "key", text);
        }
        start(this::see, "batchBytes=250", "batchPeriod=300");
        routes.awaitCommitted("orders", 5);
        assertThat(batches.stream()
                        .map(batch -> batch.stream().map(String::length).toList()))
                .containsExactly(List.of(100, 100), List.of(100), List.of(400), List.of(1));
    }

    @Test
    void batchPeriodClosesABatchThatNothingElseCloses() throws Exception {
        routes.put("orders", 3);
        start(this::see, "batchPeriod=300");
        routes.awaitCommitted("orders", 3);
        assertThat(batches).containsExactly(texts(0, 3));
    }

    @Test
    void batchPredicateClosesABatchBehindARecord() throws Exception {
        for (String text : List.of("a", "b end", "c", "d", "e end", "f")) {
            routes.kinesis().put("orders", "key", text);
        }
        start(this::see, "batchPredicate=${body} contains 'end'");
        routes.awaitCommitted("orders", 5);
        assertThat(batches).containsExactly(List.of("a", "b end"), List.of("c", "d", "e end"));
    }

    @Test
    void aBatchPredicateThatFailsIsReportedAndLosesNothing() throws Exception {
        routes.context().getRegistry().bind("closing", (org.apache.camel.Predicate) exchange -> {
            throw new IllegalStateException("boom");
        });
        routes.put("orders", 4);
        start(this::see, "batchPredicate=#closing", "batchSize=2");
        routes.awaitCommitted("orders", 4);
        assertThat(batches).containsExactly(texts(0, 2), texts(2, 4));
        await().until(() ->
                reported.stream().anyMatch(text -> text.contains("batchPredicate") && text.contains("boom")));
    }

    @Test
    void batchProcessorIsAppliedToAClosedBatch() throws Exception {
        routes.context().getRegistry().bind("joining", (Processor)
                exchange -> exchange.getMessage().setBody(String.join(",", texts(exchange))));
        routes.put("orders", 4);
        ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
        start(
                exchange -> bodies.add(exchange.getMessage().getBody(String.class)),
                "batchSize=2",
                "batchProcessor=#joining");
        routes.awaitCommitted("orders", 4);
        assertThat(bodies).containsExactly("m0,m1", "m2,m3");
    }

    @Test
    void aBatchIsCommittedAsAWhole() throws Exception {
        routes.put("orders", 6);
        CountDownLatch finish = new CountDownLatch(1);
        start(
                exchange -> {
                    see(exchange);
                    if (batches.size() == 2) {
                        finish.await();
                    }
                },
                "batchSize=3",
                "ordering=SHARD");
        routes.awaitCommitted("orders", 3);
        await().until(() -> batches.size() == 2);
        assertThat(routes.committed("orders")).isEqualTo(3);
        finish.countDown();
        routes.awaitCommitted("orders", 6);
        assertThat(batches).containsExactly(texts(0, 3), texts(3, 6));
    }

    @Test
    void aBatchLargerThanTheWindowPassesAlone() throws Exception {
        routes.put("orders", 10);
        start(this::see, "batchSize=5", "checkpointLimit=2", "ordering=NONE");
        routes.awaitCommitted("orders", 10);
        assertThat(batches).containsExactly(texts(0, 5), texts(5, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHARD", "KEY", "NONE"})
    void aFailedBatchIsReplayedAsAWhole(String ordering) throws Exception {
        routes.put("orders", 4);
        start(
                exchange -> {
                    see(exchange);
                    if (batches.size() == 1) {
                        throw new IllegalStateException("boom");
                    }
                },
                "batchSize=4",
                "ordering=" + ordering);
        routes.awaitCommitted("orders", 4);
        assertThat(batches).containsExactly(texts(0, 4), texts(0, 4));
    }

    @Test
    void bisectFindsTheBadRecordAndTheRestIsDoneOnce() throws Exception {
        routes.put("orders", 8);
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        start(
                exchange -> {
                    see(exchange);
                    if (texts(exchange).contains("m5")) {
                        throw new IllegalStateException("boom");
                    }
                    done.addAll(texts(exchange));
                },
                "batchSize=8",
                "batchOnFailure=BISECT",
                "onFailure=SKIP",
                "ordering=SHARD");
        routes.awaitCommitted("orders", 8);
        assertThat(done).containsExactly("m0", "m1", "m2", "m3", "m4", "m6", "m7");
        assertThat(batches)
                .containsExactly(
                        texts(0, 8), texts(0, 4), texts(4, 8), texts(4, 6), texts(4, 5), texts(5, 6), texts(6, 8));
    }

    @Test
    void theEndOfAShardClosesItsLastBatch() throws Exception {
        routes.put("orders", 3);
        routes.kinesis().split("orders", RunningRoutes.SHARD);
        start(this::see, "batchSize=100");
        await().until(() -> !batches.isEmpty());
        assertThat(batches).containsExactly(texts(0, 3));
        await().until(() -> routes.row("orders", RunningRoutes.SHARD).containsKey("EndedAt"));
    }

    @Test
    void aPollGetsABatchToo() throws Exception {
        routes.put("orders", 4);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .pollEnrich(routes.uri("orders", "batchSize=2"), 10_000)
                        .process(BatchRouteTest.this::see);
            }
        });
        routes.context().createProducerTemplate().sendBody("direct:in", "x");
        routes.awaitCommitted("orders", 2);
        assertThat(batches).containsExactly(texts(0, 2));
    }

    @Test
    void pooledExchangesCarryBatches() throws Exception {
        routes.poolExchanges();
        routes.put("orders", 40);
        start(this::see, "batchSize=4", "ordering=SHARD");
        routes.awaitCommitted("orders", 40);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(texts(0, 40));
    }
}
