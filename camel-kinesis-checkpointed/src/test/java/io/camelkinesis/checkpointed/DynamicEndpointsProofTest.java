// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ExpressionAdapter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each EIP that makes endpoints as it goes, over many streams, with and without a cache of producers. */
class DynamicEndpointsProofTest {

    private static final int STREAMS = 150;
    private static final int MESSAGES = 200;

    /** No cache, one that drops with nearly each message, Camel's default. */
    private static final int[] CACHE_SIZES = {-1, 1, 0};

    private static final String URI = "kinesis-cp:${header.to}?linger=0";

    @ParameterizedTest
    @ValueSource(strings = {"toD", "recipientList", "routingSlip", "dynamicRouter", "enrich", "wireTap"})
    void threadsDoNotGrowWithStreamsAndNothingFails(String eip) throws Exception {
        for (int cacheSize : CACHE_SIZES) {
            run(eip, cacheSize);
        }
    }

    private static void run(String eip, int cacheSize) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.throttling(false);
        IntStream.range(0, STREAMS).forEach(i -> kinesis.createStream("s" + i, 1));
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("kinesis", kinesis.client());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                through(eip, from("direct:in"), cacheSize);
            }
        });
        context.start();
        // a recipientList drops the error handler of an exchange that is under way when its cache is too small, and
        // fails it
        boolean oneByOne = eip.equals("recipientList") && cacheSize == 1;
        long before = threads(context);
        long start = System.nanoTime();
        ProducerTemplate template = context.createProducerTemplate();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int n = i;
            sent.add(template.asyncSend("direct:in", exchange -> {
                exchange.getMessage().setBody("m" + n);
                exchange.getMessage().setHeader("to", "s" + n % STREAMS);
                exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
            }));
            if (oneByOne) {
                sent.get(i).get(60, TimeUnit.SECONDS);
            }
        }
        List<Exception> failures = new ArrayList<>();
        for (Future<Exchange> one : sent) {
            Exception failure = one.get(60, TimeUnit.SECONDS).getException();
            if (failure != null) {
                failures.add(failure);
            }
        }
        assertThat(failures).isEmpty();
        await().until(() -> put(kinesis) == MESSAGES);
        long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        long during = threads(context);
        context.stop();
        await().until(() -> threads(context) == 0);
        System.out.printf(
                "FIGURE faults.5 %s cacheSize=%s: %d messages%s over %d streams in %d ms, threads %d before, %d after, 0 when"
                        + " stopped; failures %d%n",
                eip,
                cacheSize == 0 ? "default" : cacheSize,
                MESSAGES,
                oneByOne ? " one by one" : "",
                STREAMS,
                took,
                before,
                during,
                failures.size());
        // calls, completions, and loops
        assertThat(during - before).isLessThanOrEqualTo(2L * GrowingPool.MOST_SHARED + 4);
    }

    private static void through(String eip, RouteDefinition route, int cacheSize) {
        switch (eip) {
            case "toD" -> route.toD(URI, cacheSize);
            case "recipientList" ->
                route.recipientList().simple(URI).cacheSize(cacheSize).end();
            case "routingSlip" ->
                route.routingSlip().simple(URI).cacheSize(cacheSize).end();
            case "dynamicRouter" ->
                route.dynamicRouter(once()).cacheSize(cacheSize).end();
            case "enrich" -> route.enrich().simple(URI).cacheSize(cacheSize).end();
            default -> route.wireTap(URI).cacheSize(cacheSize).end();
        }
    }

    private static ExpressionAdapter once() {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                boolean first = exchange.getProperty("routed") == null;
                exchange.setProperty("routed", true);
                return first ? "kinesis-cp:" + exchange.getMessage().getHeader("to") + "?linger=0" : null;
            }
        };
    }

    private static int put(InMemoryKinesis kinesis) {
        return IntStream.range(0, STREAMS)
                .map(i -> kinesis.records("s" + i).size())
                .sum();
    }

    private static long threads(DefaultCamelContext context) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("(" + context.getName() + ")")
                        && thread.getName().contains("kinesis-cp-"))
                .count();
    }
}
