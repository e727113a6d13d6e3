// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.aws.CheckpointRefusedException;
import io.camelkinesis.checkpointed.aws.KinesisCheckpoint;
import io.camelkinesis.engine.aggregate.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Routes that store what they count together with the checkpoint: whatever happens, each record counts once. */
class ExactlyOnceTest {

    private static final String LOCK_STEP = "checkpointLimit=1";

    private final RunningRoutes routes = new RunningRoutes();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger storedBefore = new AtomicInteger();

    @BeforeEach
    void createStream() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private static KinesisCheckpoint checkpoint(Exchange exchange) {
        return exchange.getMessage().getHeader(KinesisCheckpointedConstants.CHECKPOINT, KinesisCheckpoint.class);
    }

    /** One more of this body. */
    private TransactWriteItem count(Exchange exchange) {
        return TransactWriteItem.builder()
                .update(u -> u.tableName(routes.table())
                        .key(countOf(exchange.getMessage().getBody(String.class)))
                        .updateExpression("ADD Seen :one")
                        .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))
                .build();
    }

    private static Map<String, AttributeValue> countOf(String body) {
        return Map.of("StreamID", AttributeValue.fromS("counts"), "ShardID", AttributeValue.fromS(body));
    }

    private int counted(String body) {
        AttributeValue seen = routes.dynamoDb()
                .getItem(g -> g.tableName(routes.table()).key(countOf(body)).consistentRead(true))
                .item()
                .get("Seen");
        return seen == null ? 0 : Integer.parseInt(seen.n());
    }

    private void assertEachCountedOnce(int records) {
        assertThat(IntStream.range(0, records).map(i -> counted("m" + i))).containsOnly(1);
    }

    private void store(Exchange exchange) {
        try {
            if (!checkpoint(exchange).storeWith(count(exchange))) {
                storedBefore.incrementAndGet();
            }
        } catch (RuntimeException e) {
            failures.add(e);
            throw e;
        }
    }

    private void start(Processor step, String... options) throws Exception {
        String uri = routes.uri("orders", options);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(step);
            }
        });
    }

    private void tap(DefaultCamelContext context, TappedTable tap) {
        context.getRegistry().bind("dynamoDb", tap.over(routes.dynamoDb()));
    }

    private static boolean isCommit(String operation, Object request) {
        return operation.equals("updateItem")
                && ((UpdateItemRequest) request).expressionAttributeNames().containsValue("SequenceNumber")
                && ((UpdateItemRequest) request).updateExpression().contains("#SequenceNumber");
    }

    @Test
    void eachRecordIsCountedOnceAndTheWorkerWritesNoCheckpointItself() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        tap(routes.context(), (operation, request, call) -> {
            if (isCommit(operation, request)) {
                commits.incrementAndGet();
            }
            return call.call();
        });
        routes.put("orders", 50);
        start(this::store, LOCK_STEP, "commitPeriod=20");
        routes.awaitCommitted("orders", 50);
        routes.context().stop();
        assertEachCountedOnce(50);
        assertThat(routes.committed("orders")).isEqualTo(50);
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
        assertThat(commits).hasValue(0);
        assertThat(failures).isEmpty();
    }

    @Test
    void aTransactionWhoseReplyIsLostIsNotRepeated() throws Exception {
        Set<Object> lost = ConcurrentHashMap.newKeySet();
        tap(routes.context(), (operation, request, call) -> {
            Object answer = call.call();
            if (operation.equals("transactWriteItems") && lost.size() < 5 && lost.add(request)) {
                throw SdkClientException.create("no answer");
            }
            return answer;
        });
        routes.put("orders", 10);
        start(this::store, LOCK_STEP);
        routes.awaitCommitted("orders", 10);
        await().untilAsserted(() -> assertThat(storedBefore).hasValue(5));
        assertEachCountedOnce(10);
        assertThat(failures).hasSize(5).allMatch(SdkClientException.class::isInstance);
    }

    @Test
    void aRouteThatSendsTheItemItselfAsksWhetherItWasStored() throws Exception {
        AtomicBoolean lose = new AtomicBoolean();
        routes.put("orders", 10);
        start(
                exchange -> {
                    KinesisCheckpoint checkpoint = checkpoint(exchange);
                    try {
                        routes.dynamoDb().transactWriteItems(t -> t.transactItems(checkpoint.item(), count(exchange)));
                    } catch (TransactionCanceledException e) {
                        if (!checkpoint.isStored()) {
                            throw e;
                        }
                        storedBefore.incrementAndGet();
                    }
                    if (lose.compareAndSet(false, true)) {
                        throw new IllegalStateException("after the transaction");
                    }
                },
                LOCK_STEP);
        routes.awaitCommitted("orders", 10);
        assertEachCountedOnce(10);
        assertThat(storedBefore).hasValue(1);
    }

    @Test
    void recordsWithoutATransactionAreCommittedInBetween() throws Exception {
        routes.put("orders", 40);
        start(
                exchange -> {
                    if (number(exchange) % 3 == 0) {
                        store(exchange);
                    }
                },
                "ordering=SHARD");
        routes.awaitCommitted("orders", 40);
        assertThat(IntStream.range(0, 40).map(i -> counted("m" + i)).boxed())
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(i -> i % 3 == 0 ? 1 : 0).toList());
        assertThat(failures).isEmpty();
    }

    private static int number(Exchange exchange) {
        return Integer.parseInt(exchange.getMessage().getBody(String.class).substring(1));
    }

    @Test
    void aBatchIsStoredWithOneTransaction() throws Exception {
        AtomicInteger transactions = new AtomicInteger();
        AtomicBoolean fail = new AtomicBoolean(true);
        routes.put("orders", 30);
        start(
                exchange -> {
                    List<?> batch = exchange.getMessage().getBody(List.class);
                    TransactWriteItem[] writes =
                            batch.stream().map(one -> count((Exchange) one)).toArray(TransactWriteItem[]::new);
                    if (checkpoint(exchange).storeWith(writes)) {
                        transactions.incrementAndGet();
                    }
                    if (fail.getAndSet(false)) {
                        throw new IllegalStateException("after the transaction");
                    }
                },
                "ordering=SHARD",
                "batchSize=10",
                "batchPeriod=1s",
                "batchOnFailure=BISECT");
        routes.awaitCommitted("orders", 30);
        assertEachCountedOnce(30);
        assertThat(transactions).hasValueLessThanOrEqualTo(4).hasPositiveValue();
    }

    @Test
    void theUserRecordsOfAnAggregateCountOnceAcrossARestartInTheMiddle() throws Exception {
        List<UserRecord> users = IntStream.range(0, 10)
                .mapToObj(i -> new UserRecord("key", null, ("m" + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        routes.kinesis().putAggregated("orders", users);
        CountDownLatch halfWay = new CountDownLatch(1);
        start(
                exchange -> {
                    store(exchange);
                    if (number(exchange) == 4) {
                        halfWay.countDown();
                        throw new IllegalStateException("after the transaction");
                    }
                },
                LOCK_STEP,
                "replayDelay=1m",
                "maxReplayDelay=1m");
        assertThat(halfWay.await(30, TimeUnit.SECONDS)).isTrue();
        routes.context().stop();
        assertThat(routes.row("orders", RunningRoutes.SHARD)
                        .get("SubSequenceNumber")
                        .n())
                .isEqualTo("4");
        routes.newContext();
        start(this::store, LOCK_STEP);
        routes.awaitCommitted("orders", 1);
        assertEachCountedOnce(10);
        assertThat(failures).isEmpty();
        assertThat(storedBefore).hasValue(0);
    }

    @Test
    void withoutLockStepTheOptionsToSetAreNamed() throws Exception {
        routes.put("orders", 1);
        start(this::store, "onFailure=SKIP");
        routes.awaitCommitted("orders", 1);
        assertThat(failures)
                .singleElement()
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("orders/shardId-000000000000", "set checkpointLimit=1 or ordering=SHARD")
                .contains("ordering is KEY, checkpointLimit is 1024");
        assertThat(counted("m0")).isZero();
    }

    @Test
    void withCommitsByHandItSaysSo() throws Exception {
        routes.put("orders", 1);
        start(this::store, LOCK_STEP, "allowManualCommit=true", "onFailure=SKIP");
        routes.awaitCommitted("orders", 1);
        assertThat(failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("allowManualCommit=true");
    }

    /** A worker whose heartbeats do not arrive, and which does not notice. */
    private static final class Frozen {
        private final AtomicBoolean cut = new AtomicBoolean();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch thawed = new CountDownLatch(1);

        private Object on(String operation, Object request, Callable<Object> call) throws Exception {
            if (cut.get() && operation.equals("updateItem")) {
                throw SdkClientException.create("not connected");
            }
            return call.call();
        }

        private void freeze() throws InterruptedException {
            cut.set(true);
            reached.countDown();
            assertThat(thawed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatAFrozenWorkerStoresTooLateIsRefused() throws Exception {
        Frozen frozen = new Frozen();
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        routes.put("orders", 3);
        DefaultCamelContext first = routes.context();
        tap(first, frozen::on);
        start(
                exchange -> {
                    if (number(exchange) == 1 && frozen.reached.getCount() > 0) {
                        frozen.freeze();
                        try {
                            store(exchange);
                        } finally {
                            late.countDown();
                        }
                    } else {
                        store(exchange);
                    }
                },
                LOCK_STEP);
        assertThat(frozen.reached.await(30, TimeUnit.SECONDS)).isTrue();

        List<String> taken = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext second = routes.newContext()) {
            start(
                    exchange -> {
                        taken.add(exchange.getMessage().getBody(String.class));
                        if (number(exchange) == 1) {
                            frozen.thawed.countDown();
                            assertThat(late.await(30, TimeUnit.SECONDS)).isTrue();
                            held.countDown();
                        }
                        store(exchange);
                    },
                    LOCK_STEP);
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
            routes.awaitCommitted("orders", 3);
        } finally {
            first.stop();
        }
        assertThat(taken).containsExactly("m1", "m2");
        assertThat(failures).singleElement().isInstanceOf(CheckpointRefusedException.class);
        assertEachCountedOnce(3);
    }

    @Test
    void whatAFrozenWorkerHadStoredIsNotRepeatedByTheNext() throws Exception {
        Frozen frozen = new Frozen();
        routes.put("orders", 3);
        DefaultCamelContext first = routes.context();
        tap(first, frozen::on);
        AtomicInteger again = new AtomicInteger();
        start(
                exchange -> {
                    store(exchange);
                    if (number(exchange) == 1 && frozen.reached.getCount() > 0) {
                        frozen.freeze();
                        assertThat(checkpoint(exchange).isStored()).isTrue();
                        assertThat(checkpoint(exchange).storeWith(count(exchange)))
                                .as("what the next has passed long since")
                                .isFalse();
                        again.incrementAndGet();
                    }
                },
                LOCK_STEP);
        assertThat(frozen.reached.await(30, TimeUnit.SECONDS)).isTrue();

        List<String> taken = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext second = routes.newContext()) {
            start(
                    exchange -> {
                        taken.add(exchange.getMessage().getBody(String.class));
                        store(exchange);
                    },
                    LOCK_STEP);
            routes.awaitCommitted("orders", 3);
            frozen.thawed.countDown();
            await().untilAsserted(() -> assertThat(again).hasValue(1));
        } finally {
            first.stop();
        }
        assertThat(taken).containsExactly("m2");
        assertThat(failures).isEmpty();
        assertEachCountedOnce(3);
    }
}
