// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;

/** Bodies that can be read once come to the same records when Camel sends their exchange again. */
class ReadOnceTest {

    private static final Map<String, Object> KEY = Map.of(KinesisCheckpointedConstants.PARTITION_KEY, "ada");

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        kinesis.createStream("orders", 1);
        kinesis.createStream("copies", 1);
        context.getRegistry().bind("kinesis", kinesis.client());
        context.setStreamCaching(false);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                from("direct:one").to("kinesis-cp:orders?maxRetries=0");
                from("direct:many").to("kinesis-cp:orders?maxRetries=0&splitBody=true");
                from("direct:keyed").to("kinesis-cp:orders?maxRetries=0&partitionKey=${body}");
                from("direct:two").to("kinesis-cp:orders?splitBody=true").to("kinesis-cp:copies?splitBody=true");
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body) {
        Exchange exchange = template.send(uri, sent -> {
            sent.getMessage().setBody(body);
            sent.getMessage().setHeaders(new HashMap<>(KEY));
        });
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private List<String> stored(String stream) {
        return kinesis.records(stream).stream()
                .map(r -> new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> bodiesOfOne() {
        return Stream.of(
                Arguments.of(stream("tea")),
                Arguments.of(new StringReader("tea")),
                Arguments.of(ByteBuffer.wrap(bytes("no tea"), 3, 3)),
                Arguments.of(SdkBytes.fromUtf8String("tea")));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfOne")
    void oneRecordIsTheSameAtTheSecondAttempt(Object body) {
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        send("direct:one", body);
        assertThat(stored("orders")).containsExactly("tea");
    }

    @Test
    void anExpressionOverTheBodyDoesNotTakeItAway() {
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        send("direct:keyed", stream("tea"));
        assertThat(stored("orders")).containsExactly("tea");
        assertThat(kinesis.records("orders").get(0).partitionKey()).isEqualTo("tea");
    }

    private static Iterable<String> onlyOnce(Iterator<String> elements) {
        return () -> elements;
    }

    static Stream<Arguments> bodiesOfMany() {
        return Stream.of(
                Arguments.of(List.of("tea", "milk").iterator()),
                Arguments.of(onlyOnce(List.of("tea", "milk").iterator())),
                Arguments.of((Iterable<String>) List.of("tea", "milk")::iterator),
                Arguments.of(Stream.of("tea", "milk")),
                Arguments.of(List.of(stream("tea"), new StringReader("milk"))),
                Arguments.of(List.of(stream("tea"), stream("milk")).iterator()));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfMany")
    void allRecordsComeAgainAtTheSecondAttempt(Object body) {
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        send("direct:many", body);
        // the lane goes on with the second when the first is given up, so the second is put twice
        assertThat(stored("orders")).containsExactly("milk", "tea", "milk");
    }

    @ParameterizedTest
    @MethodSource("bodiesOfMany")
    void theNextEndpointOfTheRoutePutsTheSame(Object body) {
        send("direct:two", body);
        assertThat(stored("orders")).containsExactly("tea", "milk");
        assertThat(stored("copies")).containsExactly("tea", "milk");
    }

    @Test
    void whatIsTooMuchToKeepFailsTheSecondAttempt() {
        byte[] large = new byte[(1 << 20) - 3];
        int count = (int) (ReadOnce.MOST_BYTES / large.length) + 2;
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        Exchange exchange = template.send("direct:many", sent -> {
            sent.getMessage().setBody(Collections.nCopies(count, large).iterator());
            sent.getMessage().setHeaders(new HashMap<>(KEY));
        });
        assertThat(exchange.getException())
                .isInstanceOf(UnsupportedBodyException.class)
                .hasMessageContaining("read once");
        assertThat(kinesis.records("orders")).hasSize(count - 1);
    }

    @Test
    void aMessageOrAnExchangeAsBodyIsPutWithItsOwnHeaders() {
        Exchange own = context.getEndpoint("mock:any").createExchange();
        own.getMessage().setBody("tea");
        own.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "bob");
        Message message = new DefaultMessage(context);
        message.setBody("milk");
        message.setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "eve");
        send("direct:one", own);
        send("direct:one", List.of(message));
        send("direct:keyed", List.of(message));
        assertThat(kinesis.records("orders").stream()
                        .map(r -> r.partitionKey() + "=" + new String(r.data(), StandardCharsets.UTF_8)))
                .containsExactly("bob=tea", "eve=milk", "milk=milk");
    }
}
