// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The option deaggregate, in running routes. */
class DeaggregateTest {

    private static final String STREAM = "orders";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RunningRoutes routes = new RunningRoutes();

    @AfterEach
    void stop() {
        routes.close();
    }

    private static List<UserRecord> users(int from, int to, int keys) {
        return IntStream.range(from, to)
                .mapToObj(i -> new UserRecord("key-" + i % keys, ("u" + i).getBytes(UTF_8)))
                .toList();
    }

    private DefaultCamelContext run(Processor processor, String... options) throws Exception {
        DefaultCamelContext context = routes.newContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(routes.uri(STREAM, options)).process(processor);
            }
        });
        context.start();
        return context;
    }

    private String attribute(String name) {
        AttributeValue value = routes.row(STREAM, RunningRoutes.SHARD).get(name);
        return value == null ? null : value.s() != null ? value.s() : value.n();
    }

    @Test
    void turningItOffInsideAnAggregateDeliversTheWholeRecordAndNothingTwiceAfterThat() throws Exception {
        routes.kinesis().createStream(STREAM, 1);
        StoredRecord aggregate = routes.kinesis().putAggregated(STREAM, users(0, 10, 1));
        DefaultCamelContext first = run(exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("u3")) {
                throw new IllegalStateException("not this one");
            }
        });
        await().atMost(PATIENCE).until(() -> "2".equals(attribute("SubSequenceNumber")));
        assertThat(attribute("AggregateSequenceNumber"))
                .isEqualTo(aggregate.sequence().digits());
        assertThat(attribute("SequenceNumber")).isNull();
        first.stop();

        List<byte[]> whole = new CopyOnWriteArrayList<>();
        DefaultCamelContext second =
                run(exchange -> whole.add(exchange.getMessage().getBody(byte[].class)), "deaggregate=false");
        routes.awaitCommitted(STREAM, 1);
        assertThat(attribute("SubSequenceNumber")).isNull();
        assertThat(attribute("AggregateSequenceNumber")).isNull();
        assertThat(whole).singleElement().isEqualTo(aggregate.data());
        second.stop();

        List<String> bodies = new CopyOnWriteArrayList<>();
        routes.put(STREAM, 1);
        run(exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
        routes.awaitCommitted(STREAM, 2);
        assertThat(bodies).containsExactly("m0");
    }

    @Test
    void whatIsDamagedIsDeliveredAsItIs() throws Exception {
        routes.kinesis().createStream(STREAM, 1);
        byte[] damaged = Aggregate.encode(users(0, 3, 1));
        damaged[damaged.length - 1]++;
        routes.kinesis().put(STREAM, "key", damaged);
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        run(exchange -> {
            bodies.add(exchange.getMessage().getBody(byte[].class));
            assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER))
                    .isNull();
        });
        routes.awaitCommitted(STREAM, 1);
        assertThat(bodies).singleElement().isEqualTo(damaged);
    }

    @Test
    void manyRecordsInFewAllArriveOnceAndInTheOrderOfTheirKeys() throws Exception {
        int aggregates = 300;
        int users = 100;
        int keys = 50;
        routes.kinesis().createStream(STREAM, 1);
        for (int i = 0; i < aggregates; i++) {
            routes.kinesis().putAggregated(STREAM, users(i * users, (i + 1) * users, keys));
        }
        Map<String, List<Integer>> delivered = new ConcurrentHashMap<>();
        run(
                exchange -> delivered
                        .computeIfAbsent(
                                exchange.getMessage()
                                        .getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class),
                                key -> new ArrayList<>())
                        .add(Integer.valueOf(
                                exchange.getMessage().getBody(String.class).substring(1))),
                "checkpointLimit=64",
                "receiveQueueSize=500",
                "maxResultsPerRequest=500");
        await().atMost(PATIENCE).until(() -> routes.committed(STREAM) == aggregates);
        assertThat(delivered).hasSize(keys);
        delivered.forEach((key, numbers) -> {
            int first = Integer.parseInt(key.substring("key-".length()));
            assertThat(numbers)
                    .isEqualTo(IntStream.range(0, aggregates * users / keys)
                            .mapToObj(i -> first + i * keys)
                            .toList());
        });
    }
}
