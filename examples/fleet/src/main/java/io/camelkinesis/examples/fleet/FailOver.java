// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The program: starts workers that share a stream, puts orders all the time, kills a worker, and shows who reads which shard
 * until every order is done.
 */
public final class FailOver {

    static final int PROVED = 0;
    static final int NOT_PROVED = 1;
    static final int BAD_INPUT = 2;

    private static final String STREAM = "orders";
    private static final int SHARDS = 6;
    private static final String LEASES = "leases";

    private static final int ORDERS_BETWEEN = 200;
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(10);
    private static final int ORDERS_PER_LOOK = 10;
    /** What takes longer has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final int workers;
    private final int kills;
    private final PrintStream out;

    FailOver(int workers, int kills, PrintStream out) {
        this.workers = workers;
        this.kills = kills;
        this.out = out;
    }

    /** Ends with exit code 0 when no order was lost, 1 when one was, 2 when a parameter is wrong. */
    public static void main(String[] args) {
        int code = run(System.getProperties(), System.out, System.err);
        System.out.flush();
        if (code != PROVED) {
            System.exit(code);
        }
    }

    /** @return the exit code */
    static int run(Properties properties, PrintStream out, PrintStream err) {
        FailOver program;
        try {
            int workers = number(properties, "workers", 3, 2, SHARDS);
            program = new FailOver(workers, number(properties, "kills", 1, 0, workers - 1), out);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return BAD_INPUT;
        }
        try {
            return program.run() ? PROVED : NOT_PROVED;
        } catch (RuntimeException e) {
            err.println("The fleet did not come to its end: " + e);
            return NOT_PROVED;
        }
    }

    private static int number(Properties properties, String name, int usual, int least, int most) {
        String text = properties.getProperty(name, "").strip();
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    "-D" + name + "=" + text + " is no number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    private boolean run() {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream(STREAM, SHARDS);
        Orders orders = new Orders(kinesis, STREAM);
        try (HttpKinesis stream = HttpKinesis.start(kinesis);
                DynamoDbLocal database = DynamoDbLocal.serverProcess()) {
            out.printf("%d workers are starting, each in a JVM of its own.%n", workers);
            try (Workers fleet = new Workers(workers, uri(stream, database), orders::done)) {
                watch(fleet, orders, new LeaseRows(database.client(), LEASES));
            }
        }
        return verdict(orders);
    }

    /** Emulators take any credentials; whoever finds AWS with the usual ones leaves out the second line, and the third. */
    private static String uri(HttpKinesis stream, DynamoDbLocal database) {
        return "kinesis-cp:" + STREAM + "?leaseTable=" + LEASES + "&leaseTableCreate=true"
                + "&region=us-east-1&accessKey=test&secretKey=test"
                + "&overrideEndpoint=true&uriEndpointOverride=" + stream.endpoint() + "&leaseTableEndpoint="
                + database.endpoint() + "&leasePeriod=3s&commitPeriod=1s";
    }

    private void watch(Workers fleet, Orders orders, LeaseRows rows) {
        Board board = new Board(fleet, orders, out);
        board.head(SHARDS);
        BooleanSupplier isShared = () -> isShared(fleet, rows.owners());
        until("every worker has shards", board, rows, () -> {}, isShared);
        for (int kill = 0; kill < kills; kill++) {
            putUntil(orders.countPut() + ORDERS_BETWEEN, board, rows, orders);
            until("every worker has shards", board, rows, orders::put, isShared);
            String victim = fleet.living().get(fleet.living().size() / 2);
            fleet.kill(victim);
            board.say("kill -9 " + victim);
            long killed = System.nanoTime();
            until("others have its shards", board, rows, orders::put, isShared);
            board.say(String.format(
                    Locale.ROOT, "its shards were taken over within %.1f s", (System.nanoTime() - killed) / 1e9));
        }
        putUntil(orders.countPut() + ORDERS_BETWEEN, board, rows, orders);
        until("every order is done", board, rows, () -> {}, () -> orders.countDone() == orders.countPut());
        board.say("every order is done; the workers are stopped");
    }

    /** Every shard has an owner, each of them lives, and none has nothing to do. */
    private static boolean isShared(Workers fleet, SortedMap<String, Optional<String>> owners) {
        List<String> names = owners.values().stream()
                .flatMap(Optional::stream)
                .map(fleet::nameOf)
                .toList();
        return names.size() == SHARDS && names.stream().allMatch(fleet::isLiving) && names.containsAll(fleet.living());
    }

    private static void putUntil(int wanted, Board board, LeaseRows rows, Orders orders) {
        until("orders are put", board, rows, orders::put, () -> orders.countPut() >= wanted);
    }

    /** Does something again and again until a condition holds, with a look at the table now and then. */
    private static void until(String what, Board board, LeaseRows rows, Runnable meanwhile, BooleanSupplier reached) {
        long began = System.nanoTime();
        for (boolean done = false; !done; ) {
            for (int i = 0; i < ORDERS_PER_LOOK; i++) {
                meanwhile.run();
                LockSupport.parkNanos(BETWEEN_ORDERS.toNanos());
            }
            board.show(rows.owners());
            done = reached.getAsBoolean();
            if (!done && System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s until " + what);
            }
        }
    }

    private boolean verdict(Orders orders) {
        out.println();
        if (!orders.lost().isEmpty()) {
            out.printf("LOST: %d of %d orders, %s%n", orders.lost().size(), orders.countPut(), orders.lost());
            return false;
        }
        out.printf(
                "Nothing lost: each of %d orders was done, %d of them again by another worker.%n",
                orders.countPut(), orders.countRepeated());
        return true;
    }
}
