// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every way to write where a group begins, on a route that runs. */
class StartPositionRouteTest {

    private static final Instant NOW = Instant.now();
    private static final Instant HALF_AN_HOUR_AGO = NOW.minus(Duration.ofMinutes(30));

    private static DynamoDbLocal dynamoDb;

    private final StreamClock clock = new StreamClock();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(clock).build();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    /** The system's time, from an hour ago on. */
    private static final class StreamClock implements Clock {
        private volatile Duration ahead = Duration.ofHours(-1);

        @Override
        public long nanoTime() {
            return System.nanoTime() + ahead.toNanos();
        }

        @Override
        public Instant now() {
            return Instant.now().plus(ahead);
        }
    }

    @BeforeAll
    static void open() {
        dynamoDb = DynamoDbLocal.inProcess();
    }

    @AfterAll
    static void close() {
        dynamoDb.close();
    }

    static Stream<Arguments> spellings() {
        List<String> all = List.of("an hour old", "ten minutes old", "new");
        List<String> recent = all.subList(1, 3);
        List<String> fresh = all.subList(2, 3);
        String iso = HALF_AN_HOUR_AGO.toString();
        String millis = Long.toString(HALF_AN_HOUR_AGO.toEpochMilli());
        String offset = HALF_AN_HOUR_AGO.atOffset(ZoneOffset.ofHours(2)).toString();
        return Stream.of(
                Arguments.of("", all, "TRIM_HORIZON"),
                Arguments.of("&startPosition=TRIM_HORIZON", all, "TRIM_HORIZON"),
                Arguments.of("&iteratorType=TRIM_HORIZON", all, "TRIM_HORIZON"),
                Arguments.of("&startFromOldest=true", all, "TRIM_HORIZON"),
                Arguments.of("&startPosition=LATEST", fresh, "AT_TIMESTAMP"),
                Arguments.of("&iteratorType=LATEST", fresh, "AT_TIMESTAMP"),
                Arguments.of("&startFromOldest=false", fresh, "AT_TIMESTAMP"),
                Arguments.of("&startPosition=AT_TIMESTAMP&startTimestamp=" + iso, recent, "AT_TIMESTAMP"),
                Arguments.of("&startPosition=AT_TIMESTAMP&startTimestamp=" + millis, recent, "AT_TIMESTAMP"),
                Arguments.of("&startPosition=AT_TIMESTAMP&startTimestamp=" + offset, recent, "AT_TIMESTAMP"),
                Arguments.of("&iteratorType=AT_TIMESTAMP&startTimestamp=" + millis, recent, "AT_TIMESTAMP"));
    }

    @ParameterizedTest(name = "orders?{0}")
    @MethodSource("spellings")
    void theGroupGetsWhatItAskedFor(String options, List<String> expected, String stored) throws Exception {
        String group = "g" + options.hashCode();
        kinesis.createStream("orders", 1);
        kinesis.put("orders", "ada", "an hour old");
        clock.ahead = Duration.ofMinutes(-10);
        kinesis.put("orders", "ada", "ten minutes old");
        clock.ahead = Duration.ZERO;
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("kinesis", kinesis.client());
            context.getRegistry().bind("dynamoDb", dynamoDb.client());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:orders?leaseTable=leases&leaseTableCreate=true&pollInterval=200&maxPollInterval=200"
                                    + "&group=" + group + options)
                            .process(
                                    exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
                }
            });
            context.start();
            await().until(() -> !groupRow(group).isEmpty());
            clock.ahead = Duration.ofMinutes(1);
            kinesis.put("orders", "ada", "new");
            await().until(() -> bodies.contains("new"));
        }
        assertThat(bodies).containsExactlyElementsOf(expected);
        assertThat(groupRow(group).get("StartPosition").s()).startsWith(stored);
    }

    private static Map<String, AttributeValue> groupRow(String group) {
        return dynamoDb.client()
                .getItem(g -> g.tableName("leases")
                        .consistentRead(true)
                        .key(Map.of(
                                "StreamID", AttributeValue.fromS("orders@" + group),
                                "ShardID", AttributeValue.fromS("group"))))
                .item();
    }
}
