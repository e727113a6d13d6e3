// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many exchanges on their way: order, room, threads, stop. */
class ProducerFlowTest {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final HeldKinesis held = new HeldKinesis(kinesis.client());
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        held.release();
        context.stop();
    }

    private void start(boolean hold, RoutesBuilder... routes) throws Exception {
        kinesis.createStream("orders", 4);
        context.getRegistry().bind("kinesis", hold ? held : kinesis.client());
        context.getShutdownStrategy().setTimeout(1);
        for (RoutesBuilder route : routes) {
            context.addRoutes(route);
        }
        context.start();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Exchange> sendAsync(ProducerTemplate template, String uri, String key, Object body) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, key);
        });
    }

    private static Map<String, List<String>> byKey(InMemoryKinesis kinesis, String stream) {
        return kinesis.records(stream).stream()
                .collect(Collectors.groupingBy(
                        r -> r.partitionKey(),
                        Collectors.mapping(r -> new String(r.data(), StandardCharsets.UTF_8), Collectors.toList())));
    }

    @Test
    void manyThreadsThroughSplitMulticastAndSedaKeepEachKeyInOrder() throws Exception {
        int keys = 40;
        int each = 25;
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        start(false, new RouteBuilder() {
            @Override
            public void configure() {
                onException(Throwable.class)
                        .process(e -> failures.add(e.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
                from("direct:in").split(body()).to("seda:next?waitForTaskToComplete=Never&size=10000");
                from("seda:next").multicast().to("kinesis-cp:orders?retryDelay=1&maxRetryDelay=5", "mock:other");
            }
        });
        kinesis.faults(FaultPlan.seeded(7)
                .recordRejected(0.2)
                .throttled(0.1)
                .only(Operation.PUT_RECORDS)
                .build());
        Thread[] threads = new Thread[8];
        for (int t = 0; t < threads.length; t++) {
            int mine = t;
            threads[t] = new Thread(() -> {
                ProducerTemplate template = context.createProducerTemplate();
                for (int key = mine; key < keys; key += threads.length) {
                    template.sendBodyAndHeader(
                            "direct:in",
                            IntStream.range(0, each).mapToObj(i -> "m" + i).toList(),
                            KinesisCheckpointedConstants.PARTITION_KEY,
                            "key-" + key);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(() -> kinesis.records("orders").size() == keys * each);
        List<String> expected = IntStream.range(0, each).mapToObj(i -> "m" + i).toList();
        assertThat(byKey(kinesis, "orders")).hasSize(keys).allSatisfy((key, bodies) -> assertThat(bodies)
                .isEqualTo(expected));
        assertThat(failures).isEmpty();
    }

    @Test
    void exchangesGoOnOnThreadsThatCamelManages() throws Exception {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        start(false, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("kinesis-cp:orders")
                        .process(e -> threads.add(Thread.currentThread().getName()));
            }
        });
        ProducerTemplate template = context.createProducerTemplate();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(sendAsync(template, "direct:in", "k" + i, "x"));
        }
        for (Future<Exchange> one : sent) {
            one.get(10, TimeUnit.SECONDS);
        }
        await().until(() -> threads.size() == 50);
        assertThat(threads).allSatisfy(name -> assertThat(name)
                .doesNotContain("kinesis-cp-put")
                .containsAnyOf("kinesis-cp-completion", "ProducerTemplate", "direct", "main"));
        assertThat(threads).anySatisfy(name -> assertThat(name).contains("kinesis-cp-completion"));
    }

    @Test
    void withWhenFullFailARecordBeyondTheRoomFails() throws Exception {
        start(true);
        ProducerTemplate template = context.createProducerTemplate();
        String uri = "kinesis-cp:orders?whenFull=FAIL&maxPendingRecords=3&linger=0";
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(sendAsync(template, uri, "k" + i, "x"));
        }
        await().until(() -> pending(uri) == 3);
        assertThat(sendAsync(template, uri, "k", "x").get(10, TimeUnit.SECONDS).getException())
                .isInstanceOf(ProducerFullException.class)
                .hasMessageContaining("maxPendingRecords=3");
        held.release();
        for (Future<Exchange> one : sent) {
            assertThat(one.get(10, TimeUnit.SECONDS).getException()).isNull();
        }
        await().until(() -> pending(uri) == 0);
        assertThat(template.send(uri, e -> e.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k"))
                        .getException())
                .isInstanceOf(UnsupportedBodyException.class);
    }

    private long pending(String uri) {
        return context.getEndpoint(uri, KinesisCheckpointedEndpoint.class).getPendingRecords();
    }

    @Test
    void whoSendsWaitsForRoomAndAnInterruptEndsTheWait() throws Exception {
        start(true);
        String uri = "kinesis-cp:orders?maxPendingBytes=10&linger=0";
        ProducerTemplate template = context.createProducerTemplate();
        CompletableFuture<Exchange> first = sendAsync(template, uri, "k", "123456789");
        await().until(() -> pending(uri) == 1);
        CompletableFuture<Exchange> second = new CompletableFuture<>();
        Thread waiter = new Thread(
                () -> second.complete(context.createProducerTemplate().send(uri, e -> {
                    e.getMessage().setBody("never");
                    e.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
                })));
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.WAITING);
        assertThat(second).isNotDone();
        waiter.interrupt();
        assertThat(second.get(10, TimeUnit.SECONDS).getException())
                .isInstanceOf(ProducerFullException.class)
                .hasMessageContaining("interrupted");
        held.release();
        assertThat(first.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(byKey(kinesis, "orders")).containsOnly(Map.entry("k", List.of("123456789")));
    }

    @Test
    void aStopPutsWhatIsPendingAndFailsNothing() throws Exception {
        start(false, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("r").to("kinesis-cp:orders?linger=1m");
            }
        });
        ProducerTemplate template = context.createProducerTemplate();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(sendAsync(template, "direct:in", "k" + i % 5, "m" + i));
        }
        await().until(() -> pending("kinesis-cp:orders?linger=1m") == 20);
        context.getRouteController().stopRoute("r", 100, TimeUnit.MILLISECONDS);
        for (Future<Exchange> one : sent) {
            assertThat(one.get(10, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(kinesis.records("orders")).hasSize(20);
        context.getRouteController().startRoute("r");
        CompletableFuture<Exchange> later = sendAsync(template, "direct:in", "k", "later");
        await().until(() -> pending("kinesis-cp:orders?linger=1m") == 1);
        context.getRouteController().stopRoute("r", 100, TimeUnit.MILLISECONDS);
        assertThat(later.get(10, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void whatKinesisDoesNotTakeInTimeFailsAtStopAndEachExchangeCompletesOnce() throws Exception {
        AtomicInteger completions = new AtomicInteger();
        start(true, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .process(exchange -> exchange.getExchangeExtension()
                                .addOnCompletion(new SynchronizationAdapter() {
                                    @Override
                                    public void onDone(Exchange done) {
                                        completions.incrementAndGet();
                                    }
                                }))
                        .to("kinesis-cp:orders?maxPendingRecords=5");
            }
        });
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        ProducerTemplate template = context.createProducerTemplate();
        for (int i = 0; i < 5; i++) {
            sent.add(sendAsync(template, "direct:in", "k" + i % 3, "m" + i));
        }
        await().until(() -> held.waiting() > 0);
        context.stop();
        for (Future<Exchange> one : sent) {
            assertThat(one.get(10, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(
                            PutRejectedException.class, e -> assertThat(e).hasMessageContaining("has stopped"));
        }
        assertThat(completions).hasValue(5);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("kinesis-cp-put")));
    }

    @Test
    void aStopDoesNotWaitForABodyThatNeverEnds() throws Exception {
        start(false);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Iterator<String> endless = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < 2;
            }

            @Override
            public String next() {
                if (given++ == 1) {
                    asked.countDown();
                    awaitUninterrupted(goOn);
                }
                return "m";
            }
        };
        ProducerTemplate template = context.createProducerTemplate();
        // threads of their own: the common pool may have one only
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Exchange> sent = threads.submit(() -> template.send("kinesis-cp:orders?splitBody=true", exchange -> {
            exchange.getMessage().setBody(endless);
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
        }));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        Future<?> stopped = threads.submit(context::stop);
        stopped.get(15, TimeUnit.SECONDS);
        goOn.countDown();
        assertThat(sent.get(10, TimeUnit.SECONDS).getException())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has stopped");
        assertThat(kinesis.records("orders")).hasSize(1);
        threads.shutdown();
    }

    @Test
    void aParallelSplitCompletesWhenEachPartIsIn() throws Exception {
        start(false, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .split(body())
                        .parallelProcessing()
                        .setHeader(KinesisCheckpointedConstants.PARTITION_KEY, simple("k${body}"))
                        .to("kinesis-cp:orders?retryDelay=1");
            }
        });
        kinesis.faults(FaultPlan.seeded(3)
                .recordRejected(0.3)
                .only(Operation.PUT_RECORDS)
                .build());
        List<String> parts = IntStream.range(0, 500).mapToObj(i -> "m" + i).toList();
        Exchange exchange = context.createProducerTemplate()
                .send("direct:in", e -> e.getMessage().setBody(parts));
        assertThat(exchange.getException()).isNull();
        assertThat(byKey(kinesis, "orders")).hasSize(500).allSatisfy((key, bodies) -> assertThat(bodies)
                .containsExactly(key.substring(1)));
    }

    @Test
    void whenTheStreamIsDeletedWhatIsNotInFailsAndLaterAnotherOfItsNameTakesRecords() throws Exception {
        start(false);
        ProducerTemplate template = context.createProducerTemplate();
        String uri = "kinesis-cp:orders?retryDelay=1&maxRetryDelay=5";
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sent.add(sendAsync(template, uri, "k" + i % 50, "m" + i));
            if (i == 200) {
                await().until(() -> !kinesis.records("orders").isEmpty());
                kinesis.client().deleteStream(delete -> delete.streamName("orders"));
            }
        }
        int failed = 0;
        for (Future<Exchange> one : sent) {
            Exception failure = one.get(10, TimeUnit.SECONDS).getException();
            if (failure != null) {
                assertThat(failure).isInstanceOf(StreamNotFoundException.class);
                failed++;
            }
        }
        assertThat(failed).isPositive();
        kinesis.createStream("orders", 1);
        assertThat(sendAsync(template, uri, "k", "again")
                        .get(10, TimeUnit.SECONDS)
                        .getException())
                .isNull();
    }

    @Test
    void endpointsThatToDForgetsPutWhatTheyHold() throws Exception {
        List<String> streams = List.of("a", "b", "c");
        streams.forEach(stream -> kinesis.createStream(stream, 1));
        start(false, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD("kinesis-cp:${header.to}?linger=20", 1);
            }
        });
        Endpoint in = context.getEndpoint("direct:in");
        AsyncProducer producer = in.createAsyncProducer();
        producer.start();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Exchange exchange = in.createExchange();
            exchange.getMessage().setBody("m" + i);
            exchange.getMessage().setHeader("to", streams.get(i / 4 % 3));
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
            CompletableFuture<Exchange> done = new CompletableFuture<>();
            producer.process(exchange, sync -> done.complete(exchange));
            sent.add(done);
        }
        for (Future<Exchange> one : sent) {
            assertThat(one.get(10, TimeUnit.SECONDS).getException()).isNull();
        }
        for (int s = 0; s < 3; s++) {
            int stream = s;
            assertThat(byKey(kinesis, streams.get(s)).get("k"))
                    .isEqualTo(IntStream.range(0, 60)
                            .filter(i -> i / 4 % 3 == stream)
                            .mapToObj(i -> "m" + i)
                            .toList());
        }
        producer.stop();
    }

    @Test
    void jmxShowsWhatIsPendingAndWhatWasSent() throws Exception {
        start(false, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("kinesis-cp:orders");
            }
        });
        String uri = "direct:in";
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        ProducerTemplate template = context.createProducerTemplate();
        assertThat(sendAsync(template, uri, "k", "x").get(10, TimeUnit.SECONDS).getException())
                .isNull();
        ObjectName name = ManagementFactory.getPlatformMBeanServer()
                .queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getManagementName()
                                + ",type=endpoints,name=\"kinesis-cp*\""),
                        null)
                .iterator()
                .next();
        for (var expected : Map.of(
                        "PendingRecords", 0L,
                        "PendingBytes", 0L,
                        "PutRecords", 1L,
                        "PutAttempts", 2L,
                        "PutRequests", 2L,
                        "PutRejections", 1L,
                        "PutThrottles", 1L,
                        "PutFailedRequests", 0L,
                        "PutGivenUp", 0L)
                .entrySet()) {
            assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, expected.getKey()))
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue());
        }
    }

    @Test
    void producersOfAnEndpointShareWhatTheySendThrough() throws Exception {
        start(true);
        String uri = "kinesis-cp:orders?maxInFlightRequests=1&putBatchSize=2&linger=0&ordering=NONE";
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            sent.add(sendAsync(context.createProducerTemplate(), uri, "k", "m" + i));
        }
        await().until(() -> pending(uri) == 9);
        await().until(() -> held.waiting() == 1);
        held.release();
        for (Future<Exchange> one : sent) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThat(kinesis.calls(Operation.PUT_RECORDS)).isEqualTo(5);
    }
}
