// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the command line of {@link KinesisServer} says. */
final class ServerOptions {

    static final String USAGE =
            """
            options:
              --port N              port on the loopback interface, 0 to 65535; 0, the default, takes a free one
              --stream NAME:SHARDS  a stream to begin with; may be said more than once
              --fill RECORDS:BYTES  every shard of these streams begins with so many records of zeros
              --throttling          the service's limits per second hold; without it there are none
              --shard-limit N       most open shards of the account, default 20000
              --account DIGITS      12 digits, default 000000000000
              --region NAME         default us-east-1
              --faults SEED:CHANCE  every kind of fault, each with this chance (0 to 1) per call, by this seed
              --detached            go on when standard input ends""";

    private static final int MOST_PORT = 65_535;
    private static final int MOST_SHARDS = 1_000_000;
    private static final int MOST_FILL_RECORDS = 1_000_000;
    private static final int MOST_FILL_BYTES = 10 << 20;

    private final InMemoryKinesis.Builder builder = InMemoryKinesis.builder();
    private final Map<String, Integer> streams = new LinkedHashMap<>();
    private int port;
    private int fillRecords;
    private int fillBytes;
    private boolean detached;

    private ServerOptions() {}

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if an option is unknown, or its value is missing or not allowed
     */
    static ServerOptions parse(String... args) {
        ServerOptions options = new ServerOptions();
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
        while (!rest.isEmpty()) {
            options.take(rest.remove(), rest);
        }
        return options;
    }

    private void take(String option, Deque<String> rest) {
        switch (option) {
            case "--port" -> port = number(option, value(option, rest), 0, MOST_PORT);
            case "--stream" -> stream(option, value(option, rest));
            case "--fill" -> fill(option, value(option, rest));
            case "--throttling" -> builder.throttling(true);
            case "--shard-limit" -> builder.shardLimit(number(option, value(option, rest), 1, MOST_SHARDS));
            case "--account" -> builder.account(value(option, rest));
            case "--region" -> builder.region(value(option, rest));
            case "--faults" -> faults(option, value(option, rest));
            case "--detached" -> detached = true;
            default -> throw new IllegalArgumentException("There is no option '" + option + "'");
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.remove();
    }

    private static int number(String option, String text, int least, int most) {
        int number = parsed(option, text, "a number from " + least + " to " + most, Integer::valueOf);
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    option + " is a number from " + least + " to " + most + ", not '" + text + "'");
        }
        return number;
    }

    private static <T> T parsed(String option, String text, String allowed, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is " + allowed + ", not '" + text + "'", e);
        }
    }

    private void stream(String option, String text) {
        String[] parts = pair(option, text, "NAME:SHARDS, for example orders:4");
        streams.put(parts[0], number(option, parts[1], 1, MOST_SHARDS));
    }

    private void fill(String option, String text) {
        String[] parts = pair(option, text, "RECORDS:BYTES, for example 10:1000");
        fillRecords = number(option, parts[0], 1, MOST_FILL_RECORDS);
        fillBytes = number(option, parts[1], 0, MOST_FILL_BYTES);
    }

    private void faults(String option, String text) {
        String[] parts = pair(option, text, "SEED:CHANCE, for example 42:0.01");
        long seed = parsed(option, parts[0], "SEED:CHANCE with a whole number as SEED", Long::valueOf);
        double chance = parsed(option, parts[1], "SEED:CHANCE with a number as CHANCE", Double::valueOf);
        builder.faults(FaultPlan.everything(seed, chance));
    }

    private static String[] pair(String option, String text, String allowed) {
        String[] parts = text.split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(option + " is " + allowed + ", not '" + text + "'");
        }
        return parts;
    }

    int port() {
        return port;
    }

    boolean detached() {
        return detached;
    }

    /**
     * The Kinesis that they describe, with its streams.
     *
     * @throws IllegalArgumentException if a stream cannot be made, for example because of its name, or not be filled
     */
    InMemoryKinesis kinesis() {
        InMemoryKinesis kinesis = builder.build();
        try {
            streams.forEach(kinesis::createStream);
        } catch (AwsServiceException e) {
            throw new IllegalArgumentException(
                    "--stream: " + e.awsErrorDetails().errorMessage(), e);
        }
        try {
            streams.keySet().forEach(stream -> kinesis.fill(stream, fillRecords, fillBytes));
        } catch (AwsServiceException e) {
            throw new IllegalArgumentException("--fill: " + e.awsErrorDetails().errorMessage(), e);
        }
        return kinesis;
    }
}
