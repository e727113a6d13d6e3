// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.RecordingRoute.Delivered;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import io.camelkinesis.test.time.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Enhanced fan-out through the component: nothing is lost or repeated when subscriptions end and shards do. */
class FanOutProofTest {

    private static final int KEYS = 40;
    /** A build that has more to do puts fewer. */
    private static final int ROUNDS = Boolean.getBoolean("proofs.full") ? 200 : 80;

    private static final int SHARDS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Kinesis grants a shard's next subscription five seconds after the one before. */
    private static final Duration LENGTH = Duration.ofMillis(5_500);

    private static DynamoDbLocal dynamoDb;

    @BeforeAll
    static void startTable() {
        dynamoDb = DynamoDbLocal.inProcess();
    }

    @AfterAll
    static void stopTable() {
        dynamoDb.close();
    }

    private static KinesisAsyncClient client(URI endpoint, Protocol protocol) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol))
                .build();
    }

    private static String uri(String group) {
        return "kinesis-cp:orders?retrieval=FAN_OUT&fanOutConsumerName=" + group + "&group=" + group
                + "&leaseTable=leases&leaseTableCreate=true&rebalancePeriod=1s&commitPeriod=200&backoffTime=1s";
    }

    @Test
    void onKinesisLocalThroughTwoRenewalsOverHttp2AndHttp1() throws Exception {
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
        try (KinesisLocal kinesis = KinesisLocal.start();
                ShortSubscriptions http2 =
                        new ShortSubscriptions(client(kinesis.endpoint(), Protocol.HTTP2), timers, LENGTH);
                ShortSubscriptions http1 =
                        new ShortSubscriptions(client(kinesis.endpoint(), Protocol.HTTP1_1), timers, LENGTH)) {
            PlainSdk sdk = new PlainSdk(kinesis.client());
            sdk.createStream("orders", SHARDS);
            try (RecordingRoute first = route(kinesis.client(), http2, "local-http2");
                    RecordingRoute second = route(kinesis.client(), http1, "local-http1")) {
                putThroughRenewals(sdk, http2, http1);
                awaitAll(first);
                awaitAll(second);
                first.stopRoute();
                second.stopRoute();
                assertOnceAndInOrder(first.delivered());
                assertOnceAndInOrder(second.delivered());
            }
            print("kinesis-local over HTTP/2", "%d renewals".formatted(http2.granted() - SHARDS));
            print("kinesis-local over HTTP/1.1", "%d renewals".formatted(http1.granted() - SHARDS));
        } finally {
            timers.shutdownNow();
        }
    }

    /** Half of the records come before the first renewal of each shard, a quarter behind the first, the rest behind the second. */
    private static void putThroughRenewals(PlainSdk sdk, ShortSubscriptions... clients) {
        int round = 0;
        for (int until : List.of(ROUNDS / 2, ROUNDS * 3 / 4, ROUNDS)) {
            while (round < until) {
                sdk.putOneOfEachKey("orders", KEYS, round++);
            }
            int renewals = until == ROUNDS / 2 ? 1 : 2;
            for (ShortSubscriptions client : clients) {
                await().atMost(PATIENCE).until(() -> client.granted() >= (1 + renewals) * SHARDS);
            }
        }
    }

    @Test
    void onTheInMemoryKinesisThroughTwoRenewalsSplitsAndMerges() throws Exception {
        MovableClock clock = new MovableClock();
        InMemoryKinesis kinesis = InMemoryKinesis.builder().clock(clock).build();
        kinesis.createStream("orders", SHARDS);
        PlainSdk sdk = new PlainSdk(kinesis.client());
        int reshards = 0;
        try (KinesisAsyncClient subscriptions = kinesis.asyncClient();
                RecordingRoute route = route(kinesis.client(), subscriptions, "memory")) {
            for (int round = 0; round < ROUNDS; round++) {
                sdk.putOneOfEachKey("orders", KEYS, round);
                if (round % 25 == 12) {
                    reshard(kinesis, reshards++);
                }
                if (round == ROUNDS / 3 || round == ROUNDS * 2 / 3) {
                    awaitCount(route, (round + 1) * KEYS);
                    clock.advance(Duration.ofMinutes(5));
                }
            }
            awaitAll(route);
            route.stopRoute();
            assertOnceAndInOrder(route.delivered());
        }
        print(
                "the in-memory Kinesis",
                "two renewals of every shard, %d splits and merges in between".formatted(reshards));
    }

    /** Splits a shard, the next time merges the two that came of it. */
    private static void reshard(InMemoryKinesis kinesis, int number) {
        List<String> open = kinesis.openShards("orders");
        String last = open.get(open.size() - 1);
        if (number % 2 == 0) {
            kinesis.split("orders", last);
        } else {
            kinesis.merge("orders", open.get(open.size() - 2), last);
        }
    }

    private static RecordingRoute route(KinesisClient kinesis, KinesisAsyncClient subscriptions, String group)
            throws Exception {
        return RecordingRoute.start(kinesis, subscriptions, dynamoDb.client(), uri(group), record -> {});
    }

    private static void awaitAll(RecordingRoute route) {
        awaitCount(route, ROUNDS * KEYS);
    }

    private static void awaitCount(RecordingRoute route, int count) {
        await().atMost(PATIENCE).until(() -> route.delivered().size() >= count);
    }

    private static void assertOnceAndInOrder(List<Delivered> delivered) {
        Map<String, Integer> next = new HashMap<>();
        for (Delivered record : delivered) {
            int index = next.merge(record.key(), 1, Integer::sum) - 1;
            assertThat(Integer.parseInt(record.body()))
                    .as("next of %s", record.key())
                    .isEqualTo(index);
        }
        assertThat(next).hasSize(KEYS).allSatisfy((key, count) -> assertThat(count)
                .isEqualTo(ROUNDS));
    }

    private static void print(String where, String what) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.6 on %s: %d records, %d shards, %s, each record once, every key in order%n",
                where,
                ROUNDS * KEYS,
                SHARDS,
                what);
    }
}
