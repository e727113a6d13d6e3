// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.InvalidPartitionKeyException;
import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.MissingPartitionKeyException;
import io.camelkinesis.checkpointed.RecordTooLargeException;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ExceptionHelper;
import org.junit.jupiter.api.Test;

/** G11: a record that cannot be put fails its own exchange, and says of itself only what it may. */
class BadRecordsProofTest {

    private static final int GOOD = 192;
    private static final int SIZE = 64 << 10;
    private static final String SECRET = "s3cr3t-";
    private static final String URI = "kinesis-cp:orders?longKeys=FAIL&retryDelay=10&linger=1s";

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();

    @Test
    void badRecordsFailAloneAndNothingOfThemIsLogged() throws Exception {
        kinesis.createStream("orders", 2);
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0, 1, 2), Fault.REQUEST_LOST);
        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Map<String, Exchange> done;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to(URI);
                }
            });
            camel.start();
            done = sendAll(camel.createProducerTemplate());
        } finally {
            System.setErr(console);
        }
        Map<String, Class<?>> failures = new TreeMap<>();
        done.forEach((name, exchange) -> {
            if (exchange.getException() != null) {
                assertThat(ExceptionHelper.stackTraceToString(exchange.getException()))
                        .doesNotContain(SECRET);
                failures.put(name, exchange.getException().getClass());
            }
        });
        assertThat(failures)
                .containsOnly(
                        Map.entry("large", RecordTooLargeException.class),
                        Map.entry("longKey", InvalidPartitionKeyException.class),
                        Map.entry("noKey", MissingPartitionKeyException.class));
        assertThat(kinesis.records("orders").stream().map(r -> r.partitionKey()))
                .hasSize(GOOD)
                .doesNotHaveDuplicates();
        long bytes = kinesis.records("orders").stream()
                .mapToLong(r -> r.data().length)
                .sum();
        String logged = log.toString(StandardCharsets.UTF_8);
        assertThat(logged)
                .contains("rejected 3 of")
                .contains("with an unknown outcome")
                .doesNotContain(SECRET);
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.3 %d exchanges of %.1f MiB put once each in %d requests, beside them exactly 3 failed: %s;"
                        + " %d log lines without payload or key%n",
                GOOD,
                bytes / 1048576.0,
                kinesis.calls(Operation.PUT_RECORDS),
                failures.values().stream().map(Class::getSimpleName).sorted().toList(),
                logged.lines().count());
    }

    private static Map<String, Exchange> sendAll(ProducerTemplate template) throws Exception {
        Map<String, CompletableFuture<Exchange>> sent = new LinkedHashMap<>();
        byte[] payload = payload(SIZE);
        for (int i = 0; i < GOOD; i++) {
            sent.put("good-" + i, send(template, SECRET + "key-" + i, payload));
            if (i == GOOD / 4) {
                sent.put("large", send(template, SECRET + "large", payload((1 << 20) + 1)));
            } else if (i == GOOD / 3) {
                sent.put("longKey", send(template, SECRET.repeat(37).substring(0, 257), payload));
            } else if (i == GOOD / 2) {
                sent.put("noKey", send(template, null, payload));
            }
        }
        Map<String, Exchange> done = new LinkedHashMap<>();
        List<Map.Entry<String, CompletableFuture<Exchange>>> all = new ArrayList<>(sent.entrySet());
        for (Map.Entry<String, CompletableFuture<Exchange>> one : all) {
            done.put(one.getKey(), one.getValue().get(1, TimeUnit.MINUTES));
        }
        return done;
    }

    private static byte[] payload(int size) {
        return SECRET.repeat(size / SECRET.length() + 1).substring(0, size).getBytes(StandardCharsets.UTF_8);
    }

    private static CompletableFuture<Exchange> send(ProducerTemplate template, String key, byte[] body) {
        return template.asyncSend("direct:in", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, key);
        });
    }
}
