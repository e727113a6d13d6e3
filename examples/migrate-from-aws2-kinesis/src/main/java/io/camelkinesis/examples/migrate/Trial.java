// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.migrate;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * One route through a small accident and a restart: ten orders, of which the shop fails one; a stop; ten more orders while
 * nobody reads; a start.
 */
final class Trial {

    private static final String STREAM = "orders";
    private static final int ORDERS = 10;
    private static final String UNLUCKY = "order 4";

    /** Nothing comes any more when nothing has come for that long and over so many further polls. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final int QUIET_POLLS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final String uri;
    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final Shop shop = new Shop(UNLUCKY);

    private Trial(String uri) {
        this.uri = uri;
    }

    /**
     * What became of the orders.
     *
     * @param lost those that the shop failed and never saw again, while the route ran
     * @param repeated those that it had sold and saw again after the restart
     * @param skipped those that came in while the route was stopped and that it never saw
     */
    record Outcome(List<String> lost, List<String> repeated, List<String> skipped) {}

    /**
     * Runs one.
     *
     * @param uri of the orders, with a query, without addresses and credentials
     * @param dynamoDb where DynamoDB is; null for a component without a lease table
     */
    static Outcome run(String uri, URI dynamoDb) {
        Trial trial = new Trial(uri);
        trial.kinesis.createStream(STREAM, 1);
        try (HttpKinesis server = HttpKinesis.start(trial.kinesis)) {
            return trial.run(trial.uri + access(server.endpoint(), dynamoDb));
        } catch (Exception e) {
            throw new IllegalStateException(uri + " could not be tried", e);
        }
    }

    /** Emulators take any credentials. The options are the same for both components. */
    private static String access(URI kinesis, URI dynamoDb) {
        return "&region=us-east-1&accessKey=test&secretKey=test&overrideEndpoint=true&uriEndpointOverride=" + kinesis
                + (dynamoDb == null ? "" : "&leaseTableEndpoint=" + dynamoDb);
    }

    private Outcome run(String from) throws Exception {
        List<String> first = orders(1);
        List<String> second = orders(1 + ORDERS);
        try (CamelContext camel = started(from)) {
            awaitPolls(1);
            put(first);
            awaitAllOrQuiet(first);
        }
        List<String> soldBefore = List.copyOf(shop.sold());
        put(second);
        try (CamelContext camel = started(from)) {
            awaitPolls(1);
            awaitAllOrQuiet(second);
        }
        List<String> soldAfter =
                shop.sold().subList(soldBefore.size(), shop.sold().size());
        return new Outcome(
                without(first, soldBefore),
                soldAfter.stream().filter(soldBefore::contains).toList(),
                without(second, soldAfter));
    }

    private static List<String> orders(int number) {
        return IntStream.range(number, number + ORDERS)
                .mapToObj(i -> "order " + i)
                .toList();
    }

    private void put(List<String> orders) {
        orders.forEach(order -> kinesis.put(STREAM, "ada", order));
    }

    private CamelContext started(String from) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new OrdersRoute(from, shop));
        camel.start();
        return camel;
    }

    private static List<String> without(List<String> all, Collection<String> some) {
        List<String> rest = new ArrayList<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void awaitPolls(int more) {
        long wanted = kinesis.calls(Operation.GET_RECORDS) + more;
        for (long began = System.nanoTime(); kinesis.calls(Operation.GET_RECORDS) < wanted; ) {
            pause();
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("no read of the stream for " + PATIENCE);
            }
        }
    }

    /** Waits until all of them are sold, or nothing comes any more. */
    private void awaitAllOrQuiet(List<String> orders) {
        long since = System.nanoTime();
        long polls = kinesis.calls(Operation.GET_RECORDS);
        int seen = shop.sold().size();
        while (!shop.sold().containsAll(orders)
                && (System.nanoTime() - since < QUIET.toNanos()
                        || kinesis.calls(Operation.GET_RECORDS) - polls < QUIET_POLLS)) {
            pause();
            if (shop.sold().size() != seen) {
                seen = shop.sold().size();
                since = System.nanoTime();
                polls = kinesis.calls(Operation.GET_RECORDS);
            }
        }
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
}
