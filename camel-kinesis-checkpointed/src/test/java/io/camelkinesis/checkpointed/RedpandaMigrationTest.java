// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.checkpointed.redpanda.RedpandaClient;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the page on coming from Redpanda Connect, and back: its table, then a route of ours on it, then it again. */
class RedpandaMigrationTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String S0 = RunningRoutes.SHARD;
    private static final String S1 = "shardId-000000000001";

    private final RunningRoutes routes = new RunningRoutes();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> streams = new ConcurrentLinkedQueue<>();
    private RedpandaClient redpanda;
    private String arn;

    @BeforeEach
    void open() {
        routes.kinesis().createStream("orders", 2);
        arn = routes.kinesis().arnOf("orders");
        new LeaseTable(routes.dynamoDb(), routes.table(), "for tests").ensure(LeaseTableBilling.payPerRequest());
        redpanda = new RedpandaClient(routes.dynamoDb(), routes.table());
    }

    @AfterEach
    void close() {
        routes.close();
    }

    /** Puts records into both shards; the last of them ends in the last digit. */
    private void put(String... bodies) {
        for (String body : bodies) {
            for (int i = 0; i < 8; i++) {
                routes.kinesis().put("orders", "key-" + i, body + i);
            }
        }
    }

    private List<StoredRecord> records(String shard) {
        return routes.kinesis().records("orders", shard);
    }

    private String last(String shard) {
        List<StoredRecord> records = records(shard);
        return records.get(records.size() - 1).sequence().digits();
    }

    private void start(String uriStreams, String... options) throws Exception {
        String uri = routes.uri(uriStreams, options);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    bodies.add(exchange.getMessage().getBody(String.class));
                    streams.add(
                            exchange.getMessage().getHeader(KinesisCheckpointedConstants.STREAM_NAME, String.class));
                });
            }
        });
    }

    private void awaitBodies(int count) {
        await().atMost(LONG).until(() -> bodies.size() >= count);
    }

    /** Redpanda Connect reads all that is there and stops cleanly; then more arrives. */
    private void readAndLeft(String key, String s0, String s1) {
        put("old");
        Instant now = Instant.now();
        redpanda.claim(key, s0, now);
        redpanda.claim(key, s1, now);
        redpanda.finalCheckpoint(key, s0, last(S0));
        redpanda.finalCheckpoint(key, s1, last(S1));
        put("new");
    }

    private void onlyTheNewWereDelivered() {
        awaitBodies(8);
        routes.context().stop();
        assertThat(bodies).hasSize(8).allMatch(body -> body.startsWith("new"));
        assertThat(streams).containsOnly("orders");
    }

    /** Redpanda Connect goes on where the route stopped. */
    private void itGoesOn(String key, String s0, String s1) {
        RedpandaClient next = new RedpandaClient(routes.dynamoDb(), routes.table());
        assertThat(next.allClaims(key)).isEmpty();
        assertThat(next.claim(key, s0, Instant.now())).isEqualTo(last(S0));
        assertThat(next.claim(key, s1, Instant.now())).isEqualTo(last(S1));
    }

    @Test
    void byName() throws Exception {
        readAndLeft("orders", S0, S1);
        start("orders");
        onlyTheNewWereDelivered();
        itGoesOn("orders", S0, S1);
    }

    @Test
    void byNameWhereItHadTheArn() throws Exception {
        readAndLeft(arn, S0, S1);
        start("orders");
        onlyTheNewWereDelivered();
        itGoesOn(arn, S0, S1);
        assertThat(routes.row("orders", S0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders:0,orders:1", "orders"})
    void whereItNamedShardsByNumber(String uri) throws Exception {
        readAndLeft("orders", "0", "1");
        start(uri);
        onlyTheNewWereDelivered();
        itGoesOn("orders", "0", "1");
    }

    @Test
    void aShardThatItHadCommittedNothingOfIsReadFromTheStart() throws Exception {
        put("old");
        redpanda.claim("orders", S0, Instant.now());
        redpanda.finalCheckpoint("orders", S0, "");
        redpanda.claim("orders", S1, Instant.now());
        redpanda.finalCheckpoint("orders", S1, last(S1));
        start("orders", "startPosition=LATEST");
        awaitBodies(records(S0).size());
        routes.context().stop();
        assertThat(bodies)
                .containsExactlyInAnyOrderElementsOf(
                        records(S0).stream().map(StoredRecord::text).toList());
    }

    @Test
    void aShardThatItStillHoldsIsNotRead() throws Exception {
        readAndLeft("orders", S0, S1);
        RedpandaClient living = new RedpandaClient(routes.dynamoDb(), routes.table());
        String from = living.claim("orders", S0, Instant.now());
        start("orders");
        int expected = (int) records(S1).stream()
                .filter(record -> record.text().startsWith("new"))
                .count();
        awaitBodies(expected);
        for (int commit = 1; commit <= 4; commit++) {
            assertThat(living.checkpoint("orders", S0, from, Instant.now().plusSeconds(commit)))
                    .isTrue();
        }
        living.finalCheckpoint("orders", S0, from);
        awaitBodies(8);
        onlyTheNewWereDelivered();
    }
}
