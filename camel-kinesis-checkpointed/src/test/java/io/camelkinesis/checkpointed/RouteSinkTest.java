// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.Packing;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelException;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PrototypeExchangeFactory;
import org.apache.camel.spi.ExchangeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteSinkTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HandComponent hand = new HandComponent();

    @AfterEach
    void stop() throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        context.close();
    }

    private RouteSink start(Processor step) throws Exception {
        context.addComponent("hand", hand);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("hand:orders").process(step);
            }
        });
        context.start();
        return hand.sink();
    }

    @Test
    void theMessageIsTheRecordByteForByteAndItsHeaders() throws Exception {
        CompletableFuture<Map<String, Object>> headers = new CompletableFuture<>();
        CompletableFuture<Object> body = new CompletableFuture<>();
        RouteSink sink = start(exchange -> {
            headers.complete(Map.copyOf(exchange.getMessage().getHeaders()));
            body.complete(exchange.getMessage().getBody());
        });
        byte[] data = {0, -1, 127, -128, 10, 13, 0};
        Instant arrival = Instant.parse("2026-05-01T10:20:30.456Z");
        sink.deliver(HandDelivery.of(new StreamRecord(
                SequenceNumber.of("49590338271490256608559692538361571095", 3),
                "k",
                data,
                arrival,
                "KMS",
                false,
                new Packing.Unpacked("340282366920938463463374607431768211455", false))));

        assertThat((byte[]) body.join()).isEqualTo(new byte[] {0, -1, 127, -128, 10, 13, 0});
        assertThat(headers.join())
                .containsOnly(
                        Map.entry("CamelAwsKinesisPartitionKey", "k"),
                        Map.entry("CamelAwsKinesisSequenceNumber", "49590338271490256608559692538361571095"),
                        Map.entry("CamelAwsKinesisShardId", "shardId-000000000000"),
                        Map.entry("CamelAwsKinesisApproximateArrivalTimestamp", arrival),
                        Map.entry("CamelMessageTimestamp", arrival.toEpochMilli()),
                        Map.entry("CamelKinesisCpStreamName", "orders"),
                        Map.entry("CamelKinesisCpSourceStream", "orders"),
                        Map.entry("CamelKinesisCpSourceShardId", "shardId-000000000000"),
                        Map.entry("CamelKinesisCpSubSequenceNumber", 3L),
                        Map.entry("CamelKinesisCpSourceSequenceNumber", "49590338271490256608559692538361571095"),
                        Map.entry("CamelKinesisCpSourceSubSequenceNumber", 3L),
                        Map.entry("CamelKinesisCpExplicitHashKey", "340282366920938463463374607431768211455"),
                        Map.entry("CamelKinesisCpMillisBehindLatest", 1234L),
                        Map.entry("CamelKinesisCpLeaseEpoch", 5L),
                        Map.entry("CamelKinesisCpReplayCount", 2),
                        Map.entry("CamelKinesisCpEncryptionType", "KMS"));
    }

    @Test
    void whatKinesisDoesNotTellIsNoHeader() throws Exception {
        CompletableFuture<Map<String, Object>> headers = new CompletableFuture<>();
        RouteSink sink = start(
                exchange -> headers.complete(Map.copyOf(exchange.getMessage().getHeaders())));
        sink.deliver(HandDelivery.of(new StreamRecord(SequenceNumber.of("1"), "k", new byte[0], Instant.EPOCH, null)));
        assertThat(headers.join())
                .doesNotContainKeys(
                        "CamelKinesisCpSubSequenceNumber",
                        "CamelKinesisCpExplicitHashKey",
                        "CamelKinesisCpEncryptionType");
    }

    @Test
    void aHeaderThatTheRouteStripsChangesNothing() throws Exception {
        RouteSink sink = start(exchange -> exchange.getMessage().removeHeaders("*"));
        HandDelivery delivery = HandDelivery.of("a");
        sink.deliver(delivery);
        await().until(delivery::isCompleted);
    }

    @Test
    void theCauseOfAFailureIsTold() throws Exception {
        RouteSink sink = start(exchange -> {
            throw new IllegalStateException("boom");
        });
        HandDelivery delivery = HandDelivery.of("a");
        sink.deliver(delivery);
        await().until(delivery::isFailed);
        assertThat(delivery.cause()).isInstanceOf(IllegalStateException.class).hasMessage("boom");
    }

    @Test
    void aRollbackWithoutAnExceptionHasACauseTooAndKeepsNoExchange() throws Exception {
        RouteSink sink = start(exchange -> exchange.setRollbackOnly(true));
        HandDelivery delivery = HandDelivery.of("a");
        sink.deliver(delivery);
        await().until(delivery::isFailed);
        assertThat(delivery.cause()).isExactlyInstanceOf(CamelException.class).hasMessage("Marked for rollback");
    }

    @Test
    void aLostLeaseKeepsTheRecordOutOfTheRoute() throws Exception {
        AtomicInteger routed = new AtomicInteger();
        RouteSink sink = start(exchange -> routed.incrementAndGet());
        HandDelivery fenced = HandDelivery.fenced();
        HandDelivery next = HandDelivery.of("b");
        sink.deliver(fenced);
        sink.deliver(next);
        await().until(next::isCompleted);
        await().until(() -> sink.pending() == 0);
        assertThat(fenced.starts()).isEqualTo(1);
        assertThat(fenced.isEnded()).isFalse();
        assertThat(routed).hasValue(1);
    }

    @Test
    void anExchangeThatCannotBeMadeIsAFailureAndTheNextOneRuns() throws Exception {
        AtomicInteger made = new AtomicInteger();
        context.getCamelContextExtension().setExchangeFactory(new PrototypeExchangeFactory() {
            @Override
            public ExchangeFactory newExchangeFactory(Consumer consumer) {
                return new FailsFirst(consumer, made);
            }
        });
        RouteSink sink = start(exchange -> {});
        HandDelivery first = HandDelivery.of("a");
        HandDelivery second = HandDelivery.of("b");
        sink.deliver(first);
        await().until(first::isFailed);
        sink.deliver(second);
        await().until(second::isCompleted);
        assertThat(first.cause()).hasMessage("no exchange");
        assertThat(sink.pending()).isZero();
    }

    @Test
    void noMoreExchangesRunAtOnceThanThereAreThreads() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore permits = new Semaphore(0);
        RouteSink sink = start(exchange -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            permits.acquire();
            running.decrementAndGet();
        });
        List<HandDelivery> deliveries =
                IntStream.range(0, 100).mapToObj(i -> HandDelivery.of("r" + i)).toList();
        deliveries.forEach(sink::deliver);
        await().until(() -> running.get() == HandComponent.THREADS);
        assertThat(sink.pending()).isEqualTo(100);
        permits.release(100);
        await().until(() -> deliveries.stream().allMatch(HandDelivery::isCompleted));
        assertThat(most).hasValue(HandComponent.THREADS);
        await().until(() -> sink.pending() == 0);
    }

    @Test
    void noDeliveryIsLeftBehindByRunnersThatJustFoundTheQueueEmpty() throws Exception {
        AtomicInteger routed = new AtomicInteger();
        RouteSink sink = start(exchange -> routed.incrementAndGet());
        for (int round = 0; round < 20_000; round++) {
            sink.deliver(HandDelivery.of("r"));
            if (round % 7 == 0) {
                Thread.onSpinWait();
            }
        }
        await().untilAsserted(() -> assertThat(routed).hasValue(20_000));
        await().until(() -> sink.pending() == 0);
    }

    @Test
    void recordsEnterTheRouteInTheOrderOfTheirDelivery() throws Exception {
        ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
        RouteSink sink = start(exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
        for (int i = 0; i < 100; i++) {
            HandDelivery delivery = HandDelivery.of("r" + i);
            sink.deliver(delivery);
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(delivery::isCompleted);
        }
        assertThat(bodies)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void afterClosingNothingEntersTheRouteAndAFailureIsNoVerdictOnTheRecord() throws Exception {
        CountDownLatch entered = new CountDownLatch(HandComponent.THREADS);
        CountDownLatch fail = new CountDownLatch(1);
        RouteSink sink = start(exchange -> {
            entered.countDown();
            fail.await();
            throw new IllegalStateException("cut short");
        });
        List<HandDelivery> deliveries = IntStream.range(0, HandComponent.THREADS + 5)
                .mapToObj(i -> HandDelivery.of("r" + i))
                .toList();
        deliveries.forEach(sink::deliver);
        entered.await();
        sink.close();
        fail.countDown();
        sink.deliver(HandDelivery.of("late"));
        await().until(() -> sink.pending() == 0);
        assertThat(deliveries).noneMatch(HandDelivery::isEnded);
        assertThat(deliveries.stream().mapToInt(HandDelivery::starts).sum()).isEqualTo(HandComponent.THREADS);
    }

    @Test
    void thePayloadIsNotCopied() throws Exception {
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        RouteSink sink = start(exchange -> body.complete(exchange.getMessage().getBody(byte[].class)));
        byte[] data = "payload".getBytes(StandardCharsets.UTF_8);
        sink.deliver(HandDelivery.of(new StreamRecord(SequenceNumber.of("1"), "k", data, Instant.EPOCH, null)));
        assertThat(body.join()).isSameAs(data);
        assertThat(Arrays.equals(body.join(), data)).isTrue();
    }

    private static final class FailsFirst extends PrototypeExchangeFactory {
        private final AtomicInteger made;

        FailsFirst(Consumer consumer, AtomicInteger made) {
            super(consumer);
            this.made = made;
            setCamelContext(consumer.getEndpoint().getCamelContext());
        }

        @Override
        public Exchange create(Endpoint endpoint, boolean autoRelease) {
            if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("no exchange");
            }
            return super.create(endpoint, autoRelease);
        }
    }
}
