// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.test.junit.TestKinesis;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A route that works ten milliseconds on each record without keeping a thread, fails as a seed says, and watches that the
 * records of a key come one at a time and in order. A record's body is its place among those of its key.
 */
final class KeyedWork extends RouteBuilder implements AutoCloseable {

    static final int WORK_MILLIS = 10;

    private static final long PATIENCE_SECONDS = 120;
    private static final int PERCENT = 100;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final String uri;
    private final long seed;
    private final int failPercent;
    private final CountDownLatch left;
    private final AtomicLong begin = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<String, Key> keys = new TreeMap<>();

    private static final class Key {
        private int next;
        private int attempts;
        private boolean busy;
    }

    /**
     * @param records how many it waits for
     * @param failPercent how many of a hundred attempts fail
     */
    KeyedWork(TestKinesis kinesis, String uri, int records, long seed, int failPercent) {
        this.uri = uri;
        this.seed = seed;
        this.failPercent = failPercent;
        this.left = new CountDownLatch(records);
        camel.getRegistry().bind("kinesis", kinesis.client());
        camel.getRegistry().bind("dynamoDb", kinesis.dynamoDb());
        camel.getRegistry().bind("silence", new RecordingRoute.Silence());
    }

    /** Puts records in turn of the keys; the n-th of a key has the body n. */
    static void put(TestKinesis kinesis, String stream, int keys, int records) {
        for (int i = 0; i < records; i++) {
            kinesis.model().put(stream, "key-" + i % keys, Integer.toString(i / keys));
        }
    }

    /** Works until all records are done; returns how many that were in a second, from the first on. */
    double run(int records) throws Exception {
        camel.addRoutes(this);
        camel.start();
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(left.getCount() + " records were not done; " + violations);
        }
        return records / ((System.nanoTime() - begin.get()) / 1e9);
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from(uri + "&exceptionHandler=#silence")
                .process(this::enter)
                .delay(WORK_MILLIS)
                .process(this::leave);
    }

    private void enter(Exchange exchange) {
        begin.compareAndSet(0, System.nanoTime());
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        String name = key(exchange);
        int place = place(exchange);
        synchronized (keys) {
            Key key = keys.computeIfAbsent(name, k -> new Key());
            if (key.busy) {
                violations.add(name + ": " + place + " began while another one was running");
            }
            if (key.next != place) {
                violations.add(name + ": " + place + " began when " + key.next + " was the next");
            }
            key.busy = true;
        }
    }

    private void leave(Exchange exchange) {
        running.decrementAndGet();
        String name = key(exchange);
        int place = place(exchange);
        synchronized (keys) {
            Key key = keys.get(name);
            key.busy = false;
            key.attempts++;
            long chance = seed ^ ((long) name.hashCode() << 32) ^ ((long) place << 8) ^ key.attempts;
            if (new SplittableRandom(chance).nextInt(PERCENT) < failPercent) {
                failures.incrementAndGet();
                throw new IllegalStateException("Seed " + seed + " wants it to fail");
            }
            key.next = place + 1;
            key.attempts = 0;
        }
        left.countDown();
    }

    private static String key(Exchange exchange) {
        return exchange.getMessage().getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class);
    }

    private static int place(Exchange exchange) {
        return Integer.parseInt(exchange.getMessage().getBody(String.class));
    }

    /** Records of a key that came out of order, or two at once. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    int failures() {
        return failures.get();
    }

    /** Most records in the route at once. */
    int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
