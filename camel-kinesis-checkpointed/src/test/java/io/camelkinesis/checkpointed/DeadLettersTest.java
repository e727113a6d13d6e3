// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.runtime.GiveUpReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sending to deadLetterUri: what is sent, when it counts as accepted, and what happens when it is not. */
class DeadLettersTest {

    private static final HeaderFilter NO_FILTER = new HeaderFilter(HeaderFilter.ofNothing());

    private static final DeadLetter WHY =
            new DeadLetter(GiveUpReason.TOO_MANY_REPLAYS, 4, new IllegalStateException("boom"));

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HandComponent hand = new HandComponent();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ConcurrentLinkedQueue<String> dead = new ConcurrentLinkedQueue<>();
    private DeadLetters deadLetters;

    @AfterEach
    void stop() {
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
        pool.shutdownNow();
    }

    private RouteSink start(String uri, Processor step) throws Exception {
        context.addComponent("hand", hand);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("hand:orders").routeId("r1").to("mock:route");
                from("direct:dead").process(step);
                from("direct:later").to("seda:dead");
                from("seda:dead").process(step);
            }
        });
        context.start();
        DefaultConsumer consumer = (DefaultConsumer) context.getRoute("r1").getConsumer();
        deadLetters = DeadLetters.open(consumer, context, uri, NO_FILTER);
        return new RouteSink(new Outlet(consumer, pool, 2, ExchangeFiller.SINGLE, deadLetters));
    }

    private void bury(Exchange exchange) {
        dead.add(exchange.getMessage().getBody(String.class));
    }

    @Test
    void aRecordGoesWithItsHeadersAndWhatBecameOfIt() throws Exception {
        ConcurrentLinkedQueue<Map<String, Object>> headers = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Object> causes = new ConcurrentLinkedQueue<>();
        RouteSink sink = start("direct:dead", exchange -> {
            bury(exchange);
            headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
            causes.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT));
        });
        HandDelivery delivery = HandDelivery.of("bad");
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isCompleted);
        assertThat(dead).containsExactly("bad");
        assertThat(headers.element())
                .containsEntry("CamelKinesisCpStreamName", "orders")
                .containsEntry("CamelAwsKinesisShardId", "shardId-000000000000")
                .containsEntry("CamelAwsKinesisSequenceNumber", "7")
                .containsEntry("CamelAwsKinesisPartitionKey", "key")
                .containsEntry("CamelKinesisCpDeadLetterReason", "TOO_MANY_REPLAYS")
                .containsEntry("CamelKinesisCpAttempts", 4)
                .containsEntry("CamelKinesisCpErrorClass", "java.lang.IllegalStateException")
                .containsEntry("CamelKinesisCpErrorMessage", "boom");
        assertThat(causes).containsExactly(WHY.lastError());
        assertThat(deadLetters.accepted()).isEqualTo(1);
        assertThat(deadLetters.sending()).isZero();
        await().until(() -> sink.pending() == 0);
    }

    @Test
    void aBatchGoesRecordByRecordInOrder() throws Exception {
        RouteSink sink = start("direct:dead", this::bury);
        HandDelivery delivery = HandDelivery.batch("a", "b", "c");
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isCompleted);
        assertThat(dead).containsExactly("a", "b", "c");
    }

    @Test
    void aLargeBatchNeedsNoDeepStack() throws Exception {
        RouteSink sink = start("direct:dead", this::bury);
        HandDelivery delivery = HandDelivery.batch(
                IntStream.range(0, 10_000).mapToObj(i -> "r" + i).toArray(String[]::new));
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isCompleted);
        assertThat(dead).hasSize(10_000);
    }

    @Test
    void whenTheEndpointFailsInTheMiddleOfABatchItGoesOnThereTheNextTime() throws Exception {
        CountDownLatch once = new CountDownLatch(1);
        RouteSink sink = start("direct:dead", exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("b") && once.getCount() > 0) {
                once.countDown();
                throw new IllegalStateException("not now");
            }
            bury(exchange);
        });
        HandDelivery first = HandDelivery.batch("a", "b", "c");
        sink.deadLetter(first, WHY);
        await().until(first::isFailed);
        assertThat(first.cause()).hasMessage("not now");
        assertThat(dead).containsExactly("a");

        HandDelivery again = HandDelivery.batch("a", "b", "c");
        sink.deadLetter(again, WHY);
        await().until(again::isCompleted);
        assertThat(dead).containsExactly("a", "b", "c");

        // it was all accepted: what comes now is another story
        HandDelivery anew = HandDelivery.batch("a", "b", "c");
        sink.deadLetter(anew, WHY);
        await().until(anew::isCompleted);
        assertThat(dead).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void whatIsHandedToSedaIsAcceptedWhenItsRouteIsDone() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        RouteSink sink = start("direct:later", exchange -> {
            entered.countDown();
            finish.await();
            bury(exchange);
        });
        HandDelivery delivery = HandDelivery.batch("a", "b");
        sink.deadLetter(delivery, WHY);
        entered.await();
        assertThat(delivery.isEnded()).isFalse();
        assertThat(deadLetters.sending()).isEqualTo(2);
        assertThat(sink.pending()).isEqualTo(1);
        finish.countDown();
        await().until(delivery::isCompleted);
        assertThat(dead).containsExactly("a", "b");
    }

    @Test
    void whatFailsInASedaRouteIsNotAccepted() throws Exception {
        RouteSink sink = start("direct:later", exchange -> {
            throw new IllegalStateException("not now");
        });
        HandDelivery delivery = HandDelivery.of("a");
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isFailed);
        assertThat(delivery.cause()).hasMessage("not now");
    }

    @Test
    void aRollbackWithoutAnExceptionIsNotAccepted() throws Exception {
        RouteSink sink = start("direct:dead", exchange -> exchange.setRollbackOnly(true));
        HandDelivery delivery = HandDelivery.of("a");
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isFailed);
    }

    @Test
    void anEndpointThatNobodyConsumesRefuses() throws Exception {
        RouteSink sink = start("direct:nobody?block=false", this::bury);
        HandDelivery delivery = HandDelivery.of("a");
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isFailed);
        assertThat(delivery.cause()).isInstanceOf(DirectConsumerNotAvailableException.class);
        assertThat(deadLetters.sending()).isZero();
        assertThat(deadLetters.accepted()).isZero();
    }

    @Test
    void aRecordWhoseLeaseWasLostIsNotSent() throws Exception {
        RouteSink sink = start("direct:dead", this::bury);
        HandDelivery fenced = HandDelivery.fenced();
        HandDelivery next = HandDelivery.of("next");
        sink.deadLetter(fenced, WHY);
        sink.deadLetter(next, WHY);
        await().until(next::isCompleted);
        assertThat(dead).containsExactly("next");
        assertThat(fenced.isEnded()).isFalse();
    }

    @Test
    void afterClosingARefusalIsNoVerdict() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        RouteSink sink = start("direct:dead", exchange -> {
            entered.countDown();
            fail.await();
            throw new IllegalStateException("cut short");
        });
        HandDelivery delivery = HandDelivery.of("a");
        sink.deadLetter(delivery, WHY);
        entered.await();
        sink.close();
        fail.countDown();
        await().until(() -> sink.pending() == 0);
        assertThat(delivery.isEnded()).isFalse();
    }

    @Test
    void recordsOfOtherKeysAreRoutedWhileTheEndpointIsSlow() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        RouteSink sink = start("direct:dead", exchange -> finish.await());
        HandDelivery slow = HandDelivery.of("slow");
        List<HandDelivery> others = List.of(HandDelivery.of("a"), HandDelivery.of("b"));
        sink.deadLetter(slow, WHY);
        others.forEach(sink::deliver);
        await().until(() -> others.stream().allMatch(HandDelivery::isCompleted));
        assertThat(slow.isEnded()).isFalse();
        finish.countDown();
        await().until(slow::isCompleted);
    }

    @Test
    void anEndpointWithoutAProducerIsAnErrorAtStart() {
        context.addComponent("hand", hand);
        context.start();
        assertThatThrownBy(() -> DeadLetters.open(this, context, "hand:dead", NO_FILTER))
                .isInstanceOf(FailedToCreateProducerException.class);
    }

    @Test
    void aSinkThatIsPolledSendsToo() throws Exception {
        RouteSink routes = start("direct:dead", this::bury);
        DefaultConsumer consumer = (DefaultConsumer) context.getRoute("r1").getConsumer();
        PollSink sink = new PollSink(new Outlet(consumer, pool, 2, ExchangeFiller.SINGLE, deadLetters));
        HandDelivery delivery = HandDelivery.of("a");
        sink.deadLetter(delivery, WHY);
        await().until(delivery::isCompleted);
        assertThat(sink.pending()).isZero();
        assertThat(routes.pending()).isZero();
        assertThat(dead).containsExactly("a");
    }
}
