// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The program: puts orders, adds them up in DynamoDB in several processes, kills these at random moments, and compares the
 * totals with what was put.
 */
public final class ExactlyOnce {

    static final int PROVED = 0;
    static final int NOT_PROVED = 1;
    static final int BAD_INPUT = 2;

    private static final String STREAM = "orders";
    private static final int SHARDS = 4;
    private static final String TOTALS = "totals";
    private static final String LEASES = "leases";
    private static final int ORDERS_PER_KILL = 100;
    /** Without a further order for that long the rest counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final int kills;
    private final int workers;
    private final Random random;
    private final PrintStream out;

    ExactlyOnce(int kills, int workers, long seed, PrintStream out) {
        this.kills = kills;
        this.workers = workers;
        this.random = new Random(seed);
        this.out = out;
    }

    /** Ends with exit code 0 when the totals are right, 1 when they are not, 2 when a parameter is wrong. */
    public static void main(String[] args) {
        int code = run(System.getProperties(), System.out, System.err);
        System.out.flush();
        if (code != PROVED) {
            System.exit(code);
        }
    }

    /** @return the exit code */
    static int run(Properties properties, PrintStream out, PrintStream err) {
        ExactlyOnce program;
        try {
            program = new ExactlyOnce(
                    number(properties, "kills", 5, 0, 1_000), number(properties, "workers", 2, 1, 16), seed(), out);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return BAD_INPUT;
        }
        try {
            Outcome outcome = program.run();
            out.println();
            outcome.lines().forEach(out::println);
            return outcome.isExact() ? PROVED : NOT_PROVED;
        } catch (RuntimeException e) {
            err.println("The totals could not be compared: " + e);
            return NOT_PROVED;
        }
    }

    private static int number(Properties properties, String name, int usual, int least, int most) {
        String text = properties.getProperty(name, "").strip();
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(name, text, least, most, notANumber);
        }
        throw wrong(name, text, least, most, null);
    }

    private static IllegalArgumentException wrong(String name, String text, int least, int most, Throwable cause) {
        return new IllegalArgumentException(
                "-D" + name + "=" + text + " is no number from " + least + " to " + most, cause);
    }

    private static long seed() {
        return System.nanoTime() % 1_000_000;
    }

    Outcome run() {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        try (HttpKinesis stream = HttpKinesis.start(kinesis);
                DynamoDbLocal database = DynamoDbLocal.serverProcess()) {
            kinesis.createStream(STREAM, SHARDS);
            Total.createTable(database.client(), TOTALS);
            Orders orders = new Orders(kinesis.client(), STREAM, random);
            count(uri(stream, database), database.client(), orders);
            return new Outcome(orders.totals(), Total.read(database.client(), TOTALS), takeOvers(database.client()));
        }
    }

    /** Emulators take any credentials; whoever finds AWS with the usual ones leaves out the second line, and the third. */
    private static String uri(HttpKinesis stream, DynamoDbLocal database) {
        return "kinesis-cp:" + STREAM + "?leaseTable=" + LEASES + "&leaseTableCreate=true&checkpointLimit=1"
                + "&region=us-east-1&accessKey=test&secretKey=test"
                + "&overrideEndpoint=true&uriEndpointOverride=" + stream.endpoint() + "&leaseTableEndpoint="
                + database.endpoint() + "&leasePeriod=3s";
    }

    /** Lets the workers count, puts orders and kills in turn; all is counted and they are stopped when it returns. */
    private void count(String uri, DynamoDbClient dynamoDb, Orders orders) {
        try (Workers counting = new Workers(workers, List.of(uri, TOTALS))) {
            say("%d processes count the orders of a stream of %d shards.", workers, SHARDS);
            long counted = 0;
            for (int kill = 1; kill <= kills; kill++) {
                orders.put(ORDERS_PER_KILL);
                counted = await(dynamoDb, counted + 1 + random.nextInt((int) (orders.count() - counted)));
                counting.killOne(random);
                say("  kill -9 number %d, when %,d of %,d orders were counted", kill, counted, orders.count());
            }
            orders.put(ORDERS_PER_KILL);
            await(dynamoDb, orders.count());
        }
    }

    /** Waits until so many orders are in the totals. */
    private static long await(DynamoDbClient dynamoDb, long wanted) {
        long counted = Outcome.orders(Total.read(dynamoDb, TOTALS));
        long last = System.nanoTime();
        while (counted < wanted) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            long now = Outcome.orders(Total.read(dynamoDb, TOTALS));
            if (now != counted) {
                counted = now;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new IllegalStateException("No order was counted for " + PATIENCE.toSeconds() + " s; there are "
                        + counted + " of " + wanted);
            }
        }
        return counted;
    }

    /** Each claim of a shard makes its epoch one more. */
    private static long takeOvers(DynamoDbClient dynamoDb) {
        return dynamoDb.scanPaginator(scan -> scan.tableName(LEASES).consistentRead(true)).items().stream()
                .filter(row -> row.containsKey("LeaseEpoch"))
                .map(row -> row.get("LeaseEpoch"))
                .map(AttributeValue::n)
                .mapToLong(epoch -> Long.parseLong(epoch) - 1)
                .sum();
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
