// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route that goes on with an exchange may wait, on that thread, for another put into the same endpoint. */
class WaitingCompletionsTest {

    private static final String PUT = "kinesis-cp:orders";

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "template, 4, 2",
        "template, 64, 2",
        "nested, 16, 3",
        "nested, 64, 3",
        "parallelSplit, 16, 4",
        "parallelMulticast, 64, 3",
        "circuitBreaker, 4, 2",
        "circuitBreaker, 64, 2",
        "transacted, 64, 2"
    })
    void exchangesThatWaitForOthersAllComplete(String kind, int exchanges, int puts) throws Exception {
        kinesis.createStream("orders", 2);
        kinesis.throttling(false);
        context.getRegistry().bind("kinesis", kinesis.client());
        ProducerTemplate template = context.createProducerTemplate();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("direct:in").to(PUT);
                switch (kind) {
                    case "template" -> route.process(e -> another(template));
                    case "nested" -> {
                        route.process(e -> template.sendBodyAndHeader(
                                "direct:second",
                                "x",
                                KinesisCheckpointedConstants.PARTITION_KEY,
                                "n" + UUID.randomUUID()));
                        from("direct:second").to(PUT).process(e -> another(template));
                    }
                    case "parallelSplit" ->
                        route.split(constant(List.of("1", "2", "3")))
                                .parallelProcessing()
                                .to(PUT);
                    case "parallelMulticast" ->
                        route.multicast().parallelProcessing().to(PUT, PUT + "?linger=1");
                    case "circuitBreaker" -> route.circuitBreaker().to(PUT).end();
                    default ->
                        route.process(e -> e.getExchangeExtension().setTransacted(true))
                                .to(PUT);
                }
            }
        });
        context.start();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < exchanges; i++) {
            String key = "k" + i;
            sent.add(template.asyncSend("direct:in", e -> {
                e.getMessage().setBody("v");
                e.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, key);
            }));
        }
        for (Future<Exchange> one : sent) {
            assertThat(one.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(kinesis.records("orders")).hasSize(exchanges * puts);
    }

    private static void another(ProducerTemplate template) {
        template.sendBodyAndHeader(PUT, "second", KinesisCheckpointedConstants.PARTITION_KEY, "s" + UUID.randomUUID());
    }
}
