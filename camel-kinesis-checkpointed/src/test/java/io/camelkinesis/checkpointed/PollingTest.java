// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pollEnrich, poll and ConsumerTemplate: nothing is committed before the exchange that polled completes, and nothing lost. */
class PollingTest extends OrdersRoutes {

    private void enrich(long timeout, AggregationStrategy strategy) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .pollEnrich(routes.uri("orders"), timeout, strategy)
                        .to("mock:out");
            }
        });
    }

    private String request() {
        return routes.context().createProducerTemplate().requestBody("direct:in", "nothing", String.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRecordIsCommittedWhenTheEnrichingExchangeCompletes(boolean pooled) throws Exception {
        if (pooled) {
            routes.poolExchanges();
        }
        routes.put("orders", 3);
        ConcurrentLinkedQueue<Long> committedInside = new ConcurrentLinkedQueue<>();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .pollEnrich(routes.uri("orders"), 10_000)
                        .process(exchange -> committedInside.add(routes.committed("orders")));
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThat(request()).isEqualTo("m" + i);
            routes.awaitCommitted("orders", i + 1);
        }
        assertThat(committedInside).containsExactly(0L, 1L, 2L);
        routes.context().stop();
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
    }

    @Test
    void aPollThatTimesOutTakesNothing() throws Exception {
        enrich(100, (original, polled) -> {
            if (polled != null) {
                original.getMessage().setBody(polled.getMessage().getBody());
            }
            return original;
        });
        assertThat(request()).isEqualTo("nothing");
        routes.put("orders", 2);
        await().until(() -> request().equals("m0"));
        await().until(() -> request().equals("m1"));
        assertThat(request()).isEqualTo("nothing");
        routes.awaitCommitted("orders", 2);
    }

    @Test
    void aggregationStrategiesThatUseTheRecordCommitIt() throws Exception {
        routes.put("orders", 2);
        enrich(10_000, (original, polled) -> {
            original.getMessage()
                    .setBody(original.getMessage().getBody(String.class) + " and "
                            + polled.getMessage().getBody(String.class));
            return original;
        });
        assertThat(request()).isEqualTo("nothing and m0");
        routes.awaitCommitted("orders", 1);
        assertThat(request()).isEqualTo("nothing and m1");
        routes.awaitCommitted("orders", 2);
    }

    /** Camel forgets the completion of a record that its strategy did not take: it must not be forgotten here. */
    @ParameterizedTest
    @ValueSource(strings = {"throws", "returns null"})
    void aRecordThatTheAggregationStrategyDidNotTakeComesAgain(String how) throws Exception {
        routes.put("orders", 2);
        AtomicInteger calls = new AtomicInteger();
        enrich(10_000, (original, polled) -> {
            seen.add(polled.getMessage().getBody(String.class));
            if (calls.incrementAndGet() > 1) {
                return polled;
            }
            if (how.equals("throws")) {
                throw new IllegalStateException("boom");
            }
            return null;
        });
        try {
            assertThat(request()).isEqualTo("nothing");
        } catch (CamelExecutionException e) {
            assertThat(e).hasStackTraceContaining("boom");
        }
        assertThat(routes.committed("orders")).isZero();
        assertThat(request()).isEqualTo("m0");
        assertThat(request()).isEqualTo("m1");
        routes.awaitCommitted("orders", 2);
        assertThat(seen).containsExactly("m0", "m0", "m1");
    }

    /** A redelivery of the step polls again; the record of the first try must neither be lost nor be in the way. */
    @Test
    void aRedeliveryOfThePollLosesNothing() throws Exception {
        routes.put("orders", 2);
        AtomicInteger calls = new AtomicInteger();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from("direct:in")
                        .pollEnrich(routes.uri("orders", "ordering=SHARD"), 10_000, (original, polled) -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("boom");
                            }
                            return polled;
                        })
                        .process(exchange ->
                                assertThat(routes.committed("orders")).isEqualTo(seen.size()))
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });
        assertThat(request()).isEqualTo("m0");
        routes.awaitCommitted("orders", 1);
        assertThat(request()).isEqualTo("m1");
        routes.awaitCommitted("orders", 2);
        assertThat(seen).containsExactly("m0", "m1");
    }

    @Test
    void aRecordWhoseEnrichingExchangeFailsComesAgain() throws Exception {
        routes.put("orders", 2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").pollEnrich(routes.uri("orders"), 10_000).process(exchange -> {
                    seen.add(exchange.getMessage().getBody(String.class) + " "
                            + exchange.getMessage().getHeader(KinesisCheckpointedConstants.REPLAY_COUNT));
                    if (seen.size() == 1) {
                        throw new IllegalStateException("boom");
                    }
                });
            }
        });
        try {
            request();
        } catch (CamelExecutionException expected) {
            assertThat(routes.committed("orders")).isZero();
        }
        request();
        request();
        routes.awaitCommitted("orders", 2);
        assertThat(seen).containsExactly("m0 0", "m0 1", "m1 0");
    }

    @Test
    void severalPollsOfOneExchangeCommitTogether() throws Exception {
        routes.put("orders", 3);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .loop(2)
                        .pollEnrich(routes.uri("orders", "ordering=NONE"), 10_000)
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)))
                        .end()
                        .process(exchange ->
                                assertThat(routes.committed("orders")).isZero());
            }
        });
        request();
        routes.awaitCommitted("orders", 2);
        assertThat(seen).containsExactly("m0", "m1");
    }

    @Test
    void thePollEipCommitsToo() throws Exception {
        routes.put("orders", 1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").poll(routes.uri("orders"), 10_000).to("mock:out");
            }
        });
        assertThat(request()).isEqualTo("m0");
        routes.awaitCommitted("orders", 1);
    }

    @Test
    void aPollWithoutACacheCommitsToo() throws Exception {
        routes.put("orders", 2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .pollEnrich()
                        .constant(routes.uri("orders"))
                        .cacheSize(-1)
                        .timeout(10_000)
                        .to("mock:out");
            }
        });
        assertThat(request()).isEqualTo("m0");
        routes.awaitCommitted("orders", 1);
        assertThat(request()).isEqualTo("m1");
        routes.awaitCommitted("orders", 2);
    }

    @Test
    void whatHasBeenFetchedAheadIsNotCommitted() throws Exception {
        routes.put("orders", 3);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .pollEnrich(routes.uri("orders", "ordering=NONE"), 10_000)
                        .to("mock:out");
            }
        });
        request();
        assertThat(routes.context().getEndpoint("mock:out", MockEndpoint.class).getReceivedCounter())
                .isEqualTo(1);
        routes.context().stop();
        assertThat(routes.committed("orders")).isEqualTo(1);
    }

    @Test
    void aTemplateCommitsWhenItIsToldThatTheWorkIsDone() throws Exception {
        routes.put("orders", 3);
        routes.context().start();
        ConsumerTemplate template = routes.context().createConsumerTemplate();
        String uri = routes.uri("orders", "ordering=SHARD");

        Exchange first = template.receive(uri);
        assertThat(first.getMessage().getBody(String.class)).isEqualTo("m0");
        // one record of the shard at a time, and this one is not done
        assertThat(template.receive(uri, 300)).isNull();
        assertThat(template.receiveNoWait(uri)).isNull();
        assertThat(routes.committed("orders")).isZero();
        template.doneUoW(first);
        routes.awaitCommitted("orders", 1);

        Exchange second = template.receive(uri, 10_000);
        second.setException(new IllegalStateException("boom"));
        template.doneUoW(second);
        assertThat(template.receiveBody(uri, 10_000, String.class)).isEqualTo("m1");
        routes.awaitCommitted("orders", 2);

        assertThat(template.receiveBody(uri)).isEqualTo("m2".getBytes(StandardCharsets.UTF_8));
        routes.awaitCommitted("orders", 3);
        template.stop();
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
    }

    @Test
    void withBridgeErrorHandlerReadsThatFailAreExceptionsOfTheRouteThatPolls() throws Exception {
        routes.kinesis()
                .faults(FaultPlan.seeded(1)
                        .only(Operation.GET_RECORDS)
                        .internalFailure(1)
                        .build());
        routes.put("orders", 1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .pollEnrich(
                                routes.uri("orders", "bridgeErrorHandler=true", "numRetries=0", "backoffTime=20"),
                                10_000);
            }
        });
        assertThat(failureOf(this::request)).hasStackTraceContaining("InternalFailure");
        routes.kinesis().faults(FaultPlan.none());
        await().ignoreExceptions().until(() -> request().equals("m0"));
        routes.awaitCommitted("orders", 1);
    }

    private static Throwable failureOf(Runnable request) {
        return catchThrowable(request::run);
    }

    private Outlet outlet() {
        DefaultConsumer consumer = new DefaultConsumer(routes.context().getEndpoint("mock:any"), exchange -> {});
        return new Outlet(consumer, Runnable::run, 1, ExchangeFiller.SINGLE, null);
    }

    @Test
    void aRecordWhoseLeaseWasLostWhileItWaitedIsNotHandedOut() throws Exception {
        PollSink sink = new PollSink(outlet());
        HandDelivery fenced = HandDelivery.fenced();
        HandDelivery held = HandDelivery.of("held");
        sink.deliver(fenced);
        sink.deliver(held);
        assertThat(fenced.starts()).as("asked at the poll, not before").isZero();
        PollSink.Polled polled = sink.poll(0);
        assertThat(polled.exchange().getMessage().getBody(String.class)).isEqualTo("held");
        assertThat(fenced.starts()).isEqualTo(1);
        assertThat(sink.pending()).isEqualTo(1);
        assertThat(sink.poll(0)).isNull();
    }

    @Test
    void closedItHandsOutNothingAndAFailureIsNoVerdict() throws Exception {
        PollSink sink = new PollSink(outlet());
        HandDelivery first = HandDelivery.of("first");
        HandDelivery second = HandDelivery.of("second");
        sink.deliver(first);
        sink.deliver(second);
        PollSink.Polled polled = sink.poll(0);
        sink.close();
        polled.delivery().failed(new CamelExchangeException("cut short", polled.exchange()));
        assertThat(first.isEnded()).isFalse();
        assertThat(sink.poll(0)).isNull();
        assertThat(List.of(first.starts(), second.starts())).containsExactly(1, 0);
    }
}
