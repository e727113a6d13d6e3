// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The running Camel context of a test that sends, whose endpoints find an in-memory Kinesis with some streams of one shard each. */
final class SendingContext implements BeforeEachCallback, AfterEachCallback {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> streams;
    private ProducerTemplate template;

    SendingContext(String... streams) {
        this.streams = List.of(streams);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        streams.forEach(stream -> kinesis.createStream(stream, 1));
        context.getRegistry().bind("kinesis", kinesis.client());
        context.start();
        template = context.createProducerTemplate();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        context.stop();
    }

    InMemoryKinesis kinesis() {
        return kinesis;
    }

    DefaultCamelContext context() {
        return context;
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) {
        return send(uri, body, headers, exchange -> {});
    }

    /** @param more what else the exchange has */
    Exchange send(String uri, Object body, Map<String, Object> headers, Processor more) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            more.process(exchange);
        });
    }
}
