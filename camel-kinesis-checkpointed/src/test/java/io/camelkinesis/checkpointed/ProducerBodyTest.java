// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ExpressionAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that hold many records, and what each record of them takes from its exchange. */
class ProducerBodyTest {

    @RegisterExtension
    final SendingContext sending = new SendingContext("orders");

    private final InMemoryKinesis kinesis = sending.kinesis();
    private final DefaultCamelContext context = sending.context();

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return sending.send(uri, body, headers, exchange -> {
            exchange.setProperty("customer", "eve");
            exchange.setVariable("suffix", "!");
        });
    }

    private Exchange send(String uri, Object body) {
        return send(uri, body, Map.of(KinesisCheckpointedConstants.PARTITION_KEY, "ada"));
    }

    private static Exchange put(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private List<String> stored(String stream) {
        return kinesis.records(stream).stream()
                .map(r -> r.partitionKey() + "=" + new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    static Stream<Arguments> bodiesOfThree() {
        return Stream.of(
                Arguments.of(List.of("a", "b", "c")),
                Arguments.of(List.of("a", "b", "c").iterator()),
                Arguments.of((Object) new String[] {"a", "b", "c"}),
                Arguments.of((Iterable<String>) List.of("a", "b", "c")::iterator));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfThree")
    void splitBodyTakesWhatCanBeGoneThrough(Object body) {
        Exchange exchange = put(send("kinesis-cp:orders?splitBody=true", body));
        assertThat(stored("orders")).containsExactly("ada=a", "ada=b", "ada=c");
        assertThat(exchange.getMessage().getBody()).isSameAs(body);
    }

    static Stream<Object> bodiesOfOne() {
        return Stream.of(
                "one",
                "one".getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream("one".getBytes(StandardCharsets.UTF_8)),
                new StringReader("one"));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfOne")
    void splitBodyLeavesOneRecordOne(Object body) {
        put(send("kinesis-cp:orders?splitBody=true", body));
        assertThat(stored("orders")).containsExactly("ada=one");
    }

    @Test
    void anEmptyBodyOfManyCompletesAtOnce() {
        for (Object none : List.of(List.of(), new ArrayList<>().iterator(), new Object[0])) {
            Exchange exchange = put(send("kinesis-cp:orders?splitBody=true", none));
            assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID))
                    .isEqualTo(List.of());
        }
        assertThat(stored("orders")).isEmpty();
    }

    @Test
    void expressionsSeeTheElementAndAllElseOfTheExchange() {
        String key = "${body}-${header.h}-${exchangeProperty.customer}${variable.suffix}";
        Exchange exchange = put(send(
                "kinesis-cp:orders?splitBody=true&partitionKey=RAW(" + key + ")", List.of("a", "b"), Map.of("h", 1)));
        assertThat(stored("orders")).containsExactly("a-1-eve!=a", "b-1-eve!=b");
        assertThat(exchange.getMessage().getBody()).isEqualTo(List.of("a", "b"));
    }

    @Test
    void anIteratorThatFailsFailsTheExchangeWhenWhatItGaveIsPut() {
        Iterator<String> failing = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                if (given == 2) {
                    throw new NoSuchElementException("the file has ended");
                }
                return "m" + given++;
            }
        };
        Exchange exchange = send("kinesis-cp:orders?splitBody=true", failing);
        assertThat(exchange.getException()).hasMessage("the file has ended");
        assertThat(stored("orders")).containsExactly("ada=m0", "ada=m1");
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID, List.class))
                .hasSize(3);
    }

    @Test
    void oneExceptionForSeveralElementsIsTheExceptionOfTheExchange() {
        IllegalStateException same = new IllegalStateException("always the same");
        context.getRegistry().bind("failing", new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                throw same;
            }
        });
        assertThat(send("kinesis-cp:orders?splitBody=true&partitionKey=#failing", List.of("a", "b"))
                        .getException())
                .isSameAs(same);
    }

    @Test
    void elementsThatNameNoStreamGoWhereTheBatchDoes() {
        kinesis.createStream("payments", 1);
        kinesis.createStream("refunds", 1);
        List<Exchange> batch = new ArrayList<>();
        for (String own : new String[] {null, "source", "refunds"}) {
            Exchange element = context.getEndpoint("mock:any").createExchange();
            element.getMessage().setBody("m");
            element.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k" + batch.size());
            element.getMessage().setHeader(KinesisCheckpointedConstants.SOURCE_STREAM, "source");
            element.getMessage().setHeader(KinesisCheckpointedConstants.STREAM_NAME, own);
            batch.add(element);
        }
        put(send("kinesis-cp:orders", batch, Map.of(KinesisCheckpointedConstants.STREAM_NAME, "payments")));
        assertThat(stored("payments")).containsExactly("k0=m", "k1=m");
        assertThat(stored("refunds")).containsExactly("k2=m");
        put(send("kinesis-cp:orders", batch.subList(0, 1), Map.of()));
        assertThat(stored("orders")).containsExactly("k0=m");
    }

    @Test
    void aStreamThatIsSentAgainByCamelIsReadAgain() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                from("direct:in").to("kinesis-cp:orders?maxRetries=0");
            }
        });
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        put(send("direct:in", new ByteArrayInputStream("tea".getBytes(StandardCharsets.UTF_8))));
        assertThat(stored("orders")).containsExactly("ada=tea");
    }
}
