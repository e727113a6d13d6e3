// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Exchanges through the producer: lanes, headers, completions and all. */
final class CamelPuts {

    private CamelPuts() {}

    /** @param arguments the endpoint, options of the URI, how many keys, the bytes of a record, then a {@link Workload} */
    public static void main(String[] arguments) throws Exception {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        String kinesis = rest.removeFirst();
        String options = rest.removeFirst();
        int keys = Integer.parseInt(rest.removeFirst());
        byte[] payload = new byte[Integer.parseInt(rest.removeFirst())];
        Workload workload = Workload.parse(rest.toArray(new String[0]));
        Counter counter = new Counter(workload);
        DefaultCamelContext context = new DefaultCamelContext();
        context.start();
        Endpoint endpoint = context.getEndpoint("kinesis-cp:" + workload.stream() + "?" + options
                + "&region=us-east-1&accessKey=test&secretKey=test&overrideEndpoint=true&uriEndpointOverride="
                + kinesis);
        AsyncProducer producer = endpoint.createAsyncProducer();
        context.addService(producer);
        Thread sender = new Thread(() -> {
            for (long i = 0; i < workload.warmUp() + workload.records(); i++) {
                Exchange exchange = endpoint.createExchange();
                exchange.getMessage().setBody(payload);
                exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "key-" + i % keys);
                producer.process(exchange, sync -> {
                    if (exchange.getException() != null) {
                        System.exit(1);
                    }
                    counter.done(1);
                });
            }
        });
        sender.setDaemon(true);
        sender.start();
        System.out.println(counter.measure().line());
        System.exit(0);
    }
}
