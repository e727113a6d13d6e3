// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a batch looks like in a route, and how it is done. */
class BatchExchangeTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HandComponent hand = new HandComponent();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        context.stop();
        pool.shutdownNow();
    }

    private RouteSink start(RouteBuilder routes, Processor batchProcessor) throws Exception {
        context.addComponent("hand", hand);
        context.addRoutes(routes);
        context.start();
        DefaultConsumer consumer = (DefaultConsumer) context.getRoute("r1").getConsumer();
        consumer.setExceptionHandler(recording());
        return new RouteSink(new Outlet(
                consumer,
                (Executor) pool,
                2,
                new BatchFiller(consumer, batchProcessor, new HeaderFilter(HeaderFilter.ofNothing())),
                null));
    }

    private ExceptionHandler recording() {
        return new LoggingExceptionHandler(context, BatchExchangeTest.class) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                reported.add(exception);
            }
        };
    }

    private RouteSink start(Processor step) throws Exception {
        return start(step, null);
    }

    private RouteSink start(Processor step, Processor batchProcessor) throws Exception {
        return start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("hand:orders").routeId("r1").process(step);
                    }
                },
                batchProcessor);
    }

    private static List<?> innerOf(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    @Test
    void theBodyIsAListOfExchangesEachLikeOneOfASingleRecord() throws Exception {
        CompletableFuture<Exchange> seen = new CompletableFuture<>();
        CompletableFuture<List<?>> inner = new CompletableFuture<>();
        CompletableFuture<Map<String, Object>> headers = new CompletableFuture<>();
        CompletableFuture<Object> size = new CompletableFuture<>();
        RouteSink sink = start(exchange -> {
            headers.complete(Map.copyOf(exchange.getMessage().getHeaders()));
            size.complete(exchange.getProperty(Exchange.BATCH_SIZE));
            inner.complete(innerOf(exchange));
            seen.complete(exchange);
        });
        HandDelivery delivery = HandDelivery.batch("a", "b", "c");
        sink.deliver(delivery);
        await().until(delivery::isCompleted);

        assertThat(headers.join())
                .containsOnly(
                        Map.entry("CamelBatchSize", 3),
                        Map.entry("CamelAwsKinesisShardId", "shardId-000000000000"),
                        Map.entry("CamelKinesisCpStreamName", "orders"),
                        Map.entry("CamelKinesisCpSourceStream", "orders"),
                        Map.entry("CamelKinesisCpSourceShardId", "shardId-000000000000"),
                        Map.entry("CamelKinesisCpFirstSequenceNumber", "1"),
                        Map.entry("CamelKinesisCpLastSequenceNumber", "3"),
                        Map.entry("CamelKinesisCpMillisBehindLatest", 1234L),
                        Map.entry("CamelKinesisCpLeaseEpoch", 5L),
                        Map.entry("CamelKinesisCpReplayCount", 2));
        assertThat(size.join()).isEqualTo(3);
        assertThat(inner.join()).hasSize(3);
        Exchange second = (Exchange) inner.join().get(1);
        assertThat(second.getMessage().getBody(String.class)).isEqualTo("b");
        assertThat(second.getFromRouteId()).isEqualTo("r1");
        assertThat(second.getMessage().getHeaders())
                .containsEntry("CamelAwsKinesisSequenceNumber", "2")
                .containsEntry("CamelAwsKinesisPartitionKey", "key")
                .containsEntry("CamelAwsKinesisShardId", "shardId-000000000000")
                .containsEntry("CamelKinesisCpLeaseEpoch", 5L)
                .containsEntry("CamelKinesisCpReplayCount", 2);
    }

    @Test
    void aBatchOfOneIsABatchToo() throws Exception {
        CompletableFuture<Integer> size = new CompletableFuture<>();
        RouteSink sink = start(exchange -> size.complete(innerOf(exchange).size()));
        sink.deliver(HandDelivery.batch("only"));
        assertThat(size.join()).isEqualTo(1);
    }

    @Test
    void aFailureOfTheRouteIsOneOfTheBatch() throws Exception {
        RouteSink sink = start(exchange -> {
            throw new IllegalStateException("boom");
        });
        HandDelivery delivery = HandDelivery.batch("a", "b");
        sink.deliver(delivery);
        await().until(delivery::isFailed);
        assertThat(delivery.cause()).hasMessage("boom");
    }

    @Test
    void anExceptionThatIsOnlyOnAnInnerExchangeIsNoFailureOfTheBatch() throws Exception {
        RouteSink sink = start(
                exchange -> ((Exchange) innerOf(exchange).get(0)).setException(new IllegalStateException("inner")));
        HandDelivery delivery = HandDelivery.batch("a", "b");
        sink.deliver(delivery);
        await().until(delivery::isCompleted);
    }

    @Test
    void aSplitDeliversTheRecordsAndFailsWithOneOfThem() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        RouteSink sink = start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("hand:orders").routeId("r1").split(body()).process(exchange -> {
                            Exchange record = exchange.getMessage().getBody(Exchange.class);
                            seen.add(record.getMessage().getBody(String.class));
                            if (seen.contains("c")) {
                                throw new IllegalStateException("boom");
                            }
                        });
                    }
                },
                null);
        HandDelivery good = HandDelivery.batch("a", "b");
        HandDelivery bad = HandDelivery.batch("c", "d");
        sink.deliver(good);
        await().until(good::isCompleted);
        sink.deliver(bad);
        await().until(bad::isFailed);
        assertThat(seen).startsWith("a", "b", "c");
    }

    @Test
    void theBatchProcessorChangesTheBatchBeforeTheRoute() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        RouteSink sink = start(
                exchange -> body.complete(exchange.getMessage().getBody(String.class)),
                exchange -> exchange.getMessage().setBody(innerOf(exchange).size() + " records"));
        HandDelivery delivery = HandDelivery.batch("a", "b");
        sink.deliver(delivery);
        assertThat(body.join()).isEqualTo("2 records");
        await().until(delivery::isCompleted);
    }

    @Test
    void aBatchWhoseProcessorFailsHasFailedAndDoesNotEnterTheRoute() throws Exception {
        ConcurrentLinkedQueue<Object> routed = new ConcurrentLinkedQueue<>();
        RouteSink sink = start(exchange -> routed.add("routed"), exchange -> {
            if (routed.isEmpty() && exchange.getMessage().getHeader("CamelBatchSize", int.class) == 2) {
                throw new IllegalStateException("boom");
            }
            exchange.setException(new IllegalStateException("also boom"));
        });
        HandDelivery thrown = HandDelivery.batch("a", "b");
        HandDelivery set = HandDelivery.batch("c");
        sink.deliver(thrown);
        sink.deliver(set);
        await().until(() -> thrown.isFailed() && set.isFailed());
        assertThat(thrown.cause()).hasMessage("boom");
        assertThat(set.cause()).hasMessage("also boom");
        assertThat(routed).isEmpty();
        await().until(() -> reported.size() == 2);
    }
}
