// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.emulators;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command line of {@link Emulators} says.
 *
 * @param kinesisPort of Kinesis, 0 for a free one
 * @param dynamoDbPort of DynamoDB, 0 for a free one
 * @param streams numbers of shards by names, in the order in which they are created
 * @param inMemory whether Kinesis is the test kit's own in place of kinesis-local
 */
record EmulatorOptions(int kinesisPort, int dynamoDbPort, Map<String, Integer> streams, boolean inMemory) {

    static final String USAGE =
            """
            options:
              --kinesis PORT        of Kinesis on the loopback interface, 0 to 65535; 0, the default, takes a free one
              --dynamodb PORT       the same of DynamoDB
              --stream NAME:SHARDS  a stream to begin with, of 1 to 500 shards; may be said more than once
              --in-memory           the test kit's own Kinesis in place of kinesis-local; needs no Node""";

    private static final int MOST_PORT = 65_535;
    private static final int MOST_SHARDS = 500;
    private static final Pattern STREAM = Pattern.compile("([\\w.-]+):(\\d+)");

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if an option is unknown, or its value is missing or not allowed
     */
    static EmulatorOptions parse(String... args) {
        EmulatorOptions options = new EmulatorOptions(0, 0, Map.of(), false);
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            options = options.with(rest.remove(), rest);
        }
        return options;
    }

    private EmulatorOptions with(String option, Deque<String> rest) {
        return switch (option) {
            case "--kinesis" -> new EmulatorOptions(port(option, rest), dynamoDbPort, streams, inMemory);
            case "--dynamodb" -> new EmulatorOptions(kinesisPort, port(option, rest), streams, inMemory);
            case "--stream" -> new EmulatorOptions(kinesisPort, dynamoDbPort, plus(value(option, rest)), inMemory);
            case "--in-memory" -> new EmulatorOptions(kinesisPort, dynamoDbPort, streams, true);
            default -> throw new IllegalArgumentException("There is no option '" + option + "'");
        };
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.remove();
    }

    private static int port(String option, Deque<String> rest) {
        return number(option, value(option, rest), 0, MOST_PORT);
    }

    private Map<String, Integer> plus(String text) {
        Matcher stream = STREAM.matcher(text);
        if (!stream.matches()) {
            throw new IllegalArgumentException("--stream is NAME:SHARDS, for example orders:4, not '" + text + "'");
        }
        Map<String, Integer> more = new LinkedHashMap<>(streams);
        more.put(stream.group(1), number("--stream", stream.group(2), 1, MOST_SHARDS));
        return more;
    }

    private static int number(String option, String text, int least, int most) {
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    option + " takes a number from " + least + " to " + most + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
