// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Main class of a JVM with one consumer whose route lets nothing pass until a byte comes on standard input. Then it reads all
 * there is, prints what that was, and ends.
 */
final class ReceiveMemoryProgram extends RouteBuilder {

    static final Pattern RESULT =
            Pattern.compile("shards=(\\d+) records=(\\d+) bytes=(\\d+) repeats=(\\d+) seconds=(\\S+)");

    /** Printed when the first record is in the route. */
    static final String BLOCKED = "a record is blocked";

    private static final long PATIENCE_SECONDS = 240;

    private final String uri;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch left;
    private final Map<String, Boolean> shards = new ConcurrentHashMap<>();
    private final Map<String, Boolean> records = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong repeats = new AtomicLong();

    private ReceiveMemoryProgram(String uri, int records) {
        this.uri = uri;
        this.left = new CountDownLatch(records);
    }

    /** Arguments: endpoint URI, number of records to read. */
    public static void main(String[] args) throws Exception {
        ReceiveMemoryProgram route = new ReceiveMemoryProgram(args[0], Integer.parseInt(args[1]));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(route);
            camel.start();
            route.first.await();
            System.out.println(BLOCKED);
            if (System.in.read() < 0) {
                return;
            }
            route.run();
        }
    }

    @Override
    public void configure() {
        from(uri).process(this::pass);
    }

    private void pass(Exchange exchange) throws IOException, InterruptedException {
        first.countDown();
        gate.await();
        String shard = exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class);
        String sequence = exchange.getMessage().getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER, String.class);
        if (records.put(shard + " " + sequence, true) != null) {
            repeats.incrementAndGet();
            return;
        }
        shards.put(shard, true);
        bytes.addAndGet(exchange.getMessage().getBody(byte[].class).length);
        left.countDown();
    }

    private void run() throws InterruptedException {
        long begin = System.nanoTime();
        gate.countDown();
        boolean all = left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        System.out.printf(
                Locale.ROOT,
                "all=%s shards=%d records=%d bytes=%d repeats=%d seconds=%.1f%n",
                all,
                shards.size(),
                records.size(),
                bytes.get(),
                repeats.get(),
                (System.nanoTime() - begin) / 1e9);
    }
}
