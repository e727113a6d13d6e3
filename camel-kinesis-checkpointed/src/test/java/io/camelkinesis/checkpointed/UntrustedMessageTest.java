// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a message of others cannot bring about. */
class UntrustedMessageTest {

    private static final Map<String, Object> HOSTILE = Map.of(
            KinesisCheckpointedConstants.PARTITION_KEY, "ada",
            KinesisCheckpointedConstants.STREAM_NAME, "payments");

    private static final int SEEDS = 200;
    private static final String FORGED = "FORGED LINE";
    private static final List<String> ODD = List.of(
            "\r",
            "\n",
            "\r\n" + FORGED,
            "\u001b[31m",
            "\u0000",
            "\u2028",
            "\u2029",
            "\u0085",
            "\t",
            "\u007f",
            "\ud83d");

    @RegisterExtension
    final SendingContext sending = new SendingContext("orders", "payments");

    private final InMemoryKinesis kinesis = sending.kinesis();
    private final DefaultCamelContext context = sending.context();

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return sending.send(uri, body, headers);
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

    private static String odd(Random random) {
        StringBuilder text = new StringBuilder("k");
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(ODD.get(random.nextInt(ODD.size()))).append("x".repeat(random.nextInt(3)));
        }
        return random.nextInt(8) == 0 ? text.append("y".repeat(300)).toString() : text.toString();
    }

    /** A message that is odd all over, sent to endpoints of several options; one in three names its stream in the URI. */
    private Exchange sendOdd(Random random) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(KinesisCheckpointedConstants.PARTITION_KEY, odd(random));
        headers.put(odd(random), odd(random));
        if (random.nextInt(3) == 0) {
            headers.put(KinesisCheckpointedConstants.EXPLICIT_HASH_KEY, odd(random));
        }
        if (random.nextInt(3) == 0) {
            headers.put(KinesisCheckpointedConstants.STREAM_NAME, random.nextBoolean() ? odd(random) : "none");
        }
        Object text = random.nextBoolean() ? odd(random) : Map.of(odd(random), odd(random));
        Object body = random.nextBoolean() ? text : List.of(text, exchange(odd(random), headers));
        String options = "?linger=0&maxRetries=1&retryDelay=1&splitBody=" + random.nextBoolean() + "&longKeys="
                + (random.nextBoolean() ? "FAIL" : "HASH");
        if (random.nextInt(4) == 0) {
            kinesis.failNext(Operation.PUT_RECORDS, Fault.THROTTLED, Fault.REQUEST_LOST);
        }
        return random.nextInt(3) == 0
                ? sending.send("direct:odd", body, headers, exchange -> exchange.getMessage()
                        .setHeader("target", "orders" + odd(random) + options))
                : send("kinesis-cp:orders" + options, body, headers);
    }

    /** The exception, what caused it and what it suppressed, as far as they are this component's. */
    private static Stream<Throwable> ours(Throwable failure) {
        if (failure == null) {
            return Stream.empty();
        }
        List<Throwable> all = new ArrayList<>(List.of(failure));
        all.addAll(ours(failure.getCause()).toList());
        Stream.of(failure.getSuppressed()).flatMap(UntrustedMessageTest::ours).forEach(all::add);
        return all.stream()
                .filter(one -> one.getClass().getName().startsWith("io.camelkinesis.")
                        || one instanceof IllegalArgumentException);
    }

    @Test
    void whatItHoldsForgesNoLineOfALogAndNoMessageOfAnException() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:odd").toD("kinesis-cp:${header.target}");
            }
        });
        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        List<String> told = new ArrayList<>();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (long seed = 1; seed <= SEEDS; seed++) {
                ours(sendOdd(new Random(seed)).getException()).forEach(failure -> told.add(failure.getMessage()));
            }
        } finally {
            System.setErr(console);
        }
        assertThat(told).hasSizeGreaterThan(SEEDS / 4).allSatisfy(HostileStatusTest::isOneLine);
        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("KinesisCheckpointedProducer"))
                .isNotEmpty()
                .allSatisfy(HostileStatusTest::isOneLine);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("\n" + FORGED, "\u001b");
    }
}
