// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caches of producers that are small, or none: what they drop goes its way, and costs others nothing. */
class ProducerEvictionTest {

    private static final List<String> STREAMS = List.of("a", "b", "c", "held");

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final HeldKinesis held = new HeldKinesis(kinesis.client());
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void createStreams() {
        kinesis.throttling(false);
        STREAMS.forEach(stream -> kinesis.createStream(stream, 1));
    }

    @AfterEach
    void stop() {
        held.release();
        context.stop();
    }

    private void start(RoutesBuilder routes) throws Exception {
        context.getRegistry().bind("kinesis", kinesis.client());
        context.getRegistry().bind("heldKinesis", held);
        context.getShutdownStrategy().setTimeout(1);
        context.addRoutes(routes);
        context.start();
        template = context.createProducerTemplate();
    }

    private void startDynamic(int cacheSize) throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .routeId("r")
                        .toD("kinesis-cp:${header.to}?linger=0&amazonKinesisClient=#${header.client}", cacheSize);
            }
        });
    }

    private CompletableFuture<Exchange> sendAsync(String stream, String body) {
        return template.asyncSend("direct:in", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("to", stream);
            exchange.getMessage().setHeader("client", stream.equals("held") ? "heldKinesis" : "kinesis");
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
        });
    }

    private static void succeeds(CompletableFuture<Exchange> sent) throws Exception {
        assertThat(sent.get(10, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void whatADroppedProducerHoldsUpHoldsUpNobodyElseAndFailsNothing() throws Exception {
        startDynamic(1);
        CompletableFuture<Exchange> pending = sendAsync("held", "first");
        await().until(() -> held.waiting() == 1);
        for (String stream : List.of("a", "b", "c", "a")) {
            succeeds(sendAsync(stream, "x"));
        }
        // the same run again: its key waits in its lane
        CompletableFuture<Exchange> behind = sendAsync("held", "second");
        succeeds(sendAsync("b", "y"));
        assertThat(pending).isNotDone();
        assertThat(behind).isNotDone();
        held.release();
        succeeds(pending);
        succeeds(behind);
        assertThat(kinesis.records("held"))
                .extracting(record -> new String(record.data(), StandardCharsets.UTF_8))
                .containsExactly("first", "second");
    }

    @Test
    void withoutACacheExchangesGoOnAtOnceUninterrupted() throws Exception {
        startDynamic(-1);
        for (int i = 0; i < 20; i++) {
            succeeds(sendAsync(STREAMS.get(i % 3), "x" + i));
        }
        assertThat(kinesis.records("a")).hasSize(7);
    }

    @Test
    void theStopOfARouteWaitsForWhatItsDroppedProducersHold() throws Exception {
        startDynamic(1);
        CompletableFuture<Exchange> pending = sendAsync("held", "first");
        await().until(() -> held.waiting() == 1);
        succeeds(sendAsync("a", "x"));
        context.getShutdownStrategy().setTimeout(20);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(
                () -> {
                    try {
                        context.getRouteController().stopRoute("r", 100, TimeUnit.MILLISECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
        await().during(500, TimeUnit.MILLISECONDS).until(() -> !stopped.isDone());
        held.release();
        succeeds(pending);
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsNotPutWhenItsRouteHasStoppedFails() throws Exception {
        startDynamic(1);
        CompletableFuture<Exchange> pending = sendAsync("held", "first");
        await().until(() -> held.waiting() == 1);
        succeeds(sendAsync("a", "x"));
        context.getRouteController().stopRoute("r", 100, TimeUnit.MILLISECONDS);
        assertThat(pending.get(10, TimeUnit.SECONDS).getException()).hasMessageContaining("has stopped");
    }

    @Test
    void theStopOfARouteLeavesWhatOthersSendThroughTheSameEndpoint() throws Exception {
        String put = "kinesis-cp:held?linger=0&amazonKinesisClient=#heldKinesis";
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("r").to(put);
                from("direct:other").routeId("other").to(put);
            }
        });
        CompletableFuture<Exchange> pending = template.asyncSend("direct:other", exchange -> {
            exchange.getMessage().setBody("x");
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
        });
        await().until(() -> held.waiting() == 1);
        context.getRouteController().stopRoute("r", 100, TimeUnit.MILLISECONDS);
        assertThat(pending).isNotDone();
        held.release();
        succeeds(pending);
    }

    @Test
    void theContextsStopPutsWhatATemplateHasSentAndEndsAllThreads() throws Exception {
        startDynamic(-1);
        String uri = "kinesis-cp:a?linger=1m&amazonKinesisClient=#kinesis";
        CompletableFuture<Exchange> pending = template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody("x");
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k");
        });
        await().until(() ->
                context.getEndpoint(uri, KinesisCheckpointedEndpoint.class).getPendingRecords() == 1);
        context.stop();
        succeeds(pending);
        assertThat(kinesis.records("a")).hasSize(1);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("(" + context.getName() + ")")
                        && thread.getName().contains("kinesis-cp-")));
    }
}
