// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From Kinesis to Kinesis: what was not put is not committed. */
class ProducerRouteTest {

    private static final int RECORDS = 40;

    private final RunningRoutes routes = new RunningRoutes();

    @AfterEach
    void stop() {
        routes.close();
    }

    private List<String> copied() {
        return routes.kinesis().records("copies").stream()
                .map(r -> new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    private void refusePuts(double chance) {
        routes.kinesis()
                .faults(FaultPlan.seeded(11)
                        .recordRejected(chance)
                        .only(Operation.PUT_RECORDS)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpointLimit=1024", "batchSize=8"})
    void nothingIsCommittedThatWasNotPut(String option) throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 2);
        for (int i = 0; i < RECORDS; i++) {
            routes.kinesis().put("orders", "key-" + i % 4, "m" + i);
        }
        refusePuts(1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "batchPeriod=" + (option.startsWith("batch") ? "50ms" : "0"), option))
                        .to("kinesis-cp:copies?maxRetries=1&retryDelay=1");
            }
        });
        await().until(() -> routes.kinesis().calls(Operation.PUT_RECORDS) > 20);
        assertThat(routes.committed("orders")).isZero();
        assertThat(copied()).isEmpty();

        routes.kinesis().calm();
        await().until(() -> {
            long committed = routes.committed("orders");
            List<String> there = copied();
            assertThat(there)
                    .containsAll(IntStream.range(0, (int) committed)
                            .mapToObj(i -> "m" + i)
                            .toList());
            return committed == RECORDS;
        });
        assertThat(copied().stream().distinct()).hasSize(RECORDS);
        assertThat(routes.kinesis().records("orders")).as("nothing came back").hasSize(RECORDS);
    }

    /** Each record fails once behind the put, so that it is put twice, under two numbers. */
    @Test
    void idempotentConsumersBehindAPutSeeTheRecordThatWasRead() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 1);
        routes.kinesis().put("orders", "ada", "plain");
        routes.kinesis()
                .putAggregated(
                        "orders",
                        List.of(
                                new UserRecord("ada", null, "first".getBytes(StandardCharsets.UTF_8)),
                                new UserRecord("ada", null, "second".getBytes(StandardCharsets.UTF_8))));
        List<String> booked = new CopyOnWriteArrayList<>();
        Set<Object> failed = ConcurrentHashMap.newKeySet();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(routes.uri("orders", "onFailure=REPLAY"))
                        .to("kinesis-cp:copies")
                        .idempotentConsumer(
                                simple(
                                        "${header.CamelKinesisCpSourceShardId}/${header.CamelKinesisCpSourceSequenceNumber}"
                                                + "/${header.CamelKinesisCpSourceSubSequenceNumber}"),
                                new MemoryIdempotentRepository())
                        .completionEager(true)
                        .process(exchange -> booked.add(exchange.getMessage().getBody(String.class)))
                        .end()
                        .process(exchange -> {
                            if (failed.add(exchange.getMessage().getBody(String.class))) {
                                throw new IllegalStateException("once");
                            }
                        });
            }
        });
        routes.awaitCommitted("orders", 2);
        assertThat(booked).containsExactly("plain", "first", "second");
        assertThat(copied()).hasSize(6);
    }

    @Test
    void aBatchKeepsItsShardAndItsRecordsTheirNumbersBehindAPut() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 1);
        // so that numbers of the two streams differ
        routes.kinesis().put("copies", "ada", "before");
        routes.put("orders", 3);
        List<Message> batches = new CopyOnWriteArrayList<>();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "batchSize=3", "batchPeriod=10s"))
                        .to("kinesis-cp:copies")
                        .process(exchange -> batches.add(exchange.getMessage().copy()));
            }
        });
        routes.awaitCommitted("orders", 3);
        List<String> read = routes.kinesis().records("orders").stream()
                .map(r -> r.sequence().digits())
                .toList();
        List<String> put = routes.kinesis().records("copies").stream()
                .skip(1)
                .map(r -> r.sequence().digits())
                .toList();
        assertThat(batches).singleElement().satisfies(batch -> {
            assertThat(batch.getHeader(KinesisCheckpointedConstants.SOURCE_SHARD_ID))
                    .isEqualTo("shardId-000000000000");
            assertThat(batch.getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER))
                    .isEqualTo(put)
                    .isNotEqualTo(read);
            assertThat(batch.getBody(List.class))
                    .extracting(record -> ((Exchange) record)
                            .getMessage()
                            .getHeader(KinesisCheckpointedConstants.SOURCE_SEQUENCE_NUMBER))
                    .isEqualTo(read);
        });
    }

    @Test
    void aCopyOfAStreamKeepsTheOrderOfEachKeyWhilePutsAreRejected() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 2);
        for (int i = 0; i < 200; i++) {
            routes.kinesis().put("orders", "key-" + i % 10, "m" + i);
        }
        refusePuts(0.3);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).to("kinesis-cp:copies?retryDelay=1&maxRetryDelay=5");
            }
        });
        routes.awaitCommitted("orders", 200);
        for (int key = 0; key < 10; key++) {
            String name = "key-" + key;
            int first = key;
            assertThat(routes.kinesis().records("copies").stream()
                            .filter(r -> r.partitionKey().equals(name))
                            .map(r -> new String(r.data(), StandardCharsets.UTF_8)))
                    .isEqualTo(IntStream.range(0, 20)
                            .mapToObj(i -> "m" + (first + 10 * i))
                            .toList());
        }
    }
}
