// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a message of others cannot bring about. */
class UntrustedMessageTest {

    private static final Map<String, Object> HOSTILE = Map.of(
            KinesisCheckpointedConstants.PARTITION_KEY, "ada",
            KinesisCheckpointedConstants.STREAM_NAME, "payments");

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        kinesis.createStream("orders", 1);
        kinesis.createStream("payments", 1);
        context.getRegistry().bind("kinesis", kinesis.client());
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private List<String> stored(String stream) {
        return kinesis.records(stream).stream()
                .map(r -> r.partitionKey() + "=" + new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    private Exchange exchange(String body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        return exchange;
    }

    private Message message(String body, Map<String, Object> headers) {
        Message message = new DefaultMessage(context);
        message.setBody(body);
        message.setHeaders(new HashMap<>(headers));
        return message;
    }

    /** One record, split bodies, exchanges and messages alone and in lists. */
    private Stream<Object> bodies() {
        return Stream.of(
                "one",
                List.of("one", "one"),
                exchange("one", HOSTILE),
                List.of(exchange("one", HOSTILE), exchange("one", HOSTILE)),
                message("one", HOSTILE),
                List.of(message("one", HOSTILE), message("one", HOSTILE)));
    }

    @Test
    void aMessageDoesNotChooseItsStream() {
        bodies().forEach(body -> assertThat(
                        send("kinesis-cp:orders?splitBody=true", body, HOSTILE).getException())
                .isNull());
        assertThat(stored("payments")).hasSize(9).containsOnly("ada=one");
        assertThat(stored("orders")).isEmpty();

        String closed = "kinesis-cp:orders?splitBody=true&streamFromHeader=false";
        bodies().forEach(body ->
                assertThat(send(closed, body, HOSTILE).getException()).isNull());
        Map<String, Object> broken = Map.of(
                KinesisCheckpointedConstants.PARTITION_KEY, "ada", KinesisCheckpointedConstants.STREAM_NAME, "a b");
        assertThat(send(closed, "one", broken).getException()).isNull();
        assertThat(stored("orders")).hasSize(10).containsOnly("ada=one");
        assertThat(stored("payments")).hasSize(9);
    }
}
