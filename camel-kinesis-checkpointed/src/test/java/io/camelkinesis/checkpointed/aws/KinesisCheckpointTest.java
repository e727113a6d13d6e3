// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A checkpoint and what a route writes are stored together, once, and by nobody but the holder of the lease. */
class KinesisCheckpointTest {

    private static final String SHARD = "shardId-000000000000";
    private static final String ME = "me";
    private static final long EPOCH = 7;

    private static DynamoDbLocal dynamo;
    private static TestTable table;

    private final StreamId stream = StreamId.of("exact-" + UUID.randomUUID());
    private final ShardId shard = stream.shard(SHARD);
    private final DynamoDbLeaseStore store = table.store();

    @BeforeAll
    static void open() {
        dynamo = DynamoDbLocal.inProcess();
        table = new TestTable(dynamo);
    }

    @AfterAll
    static void close() {
        table.close();
    }

    /**
     * The row holds this checkpoint.
     *
     * @param checkpoint digits; {@code 99+100.4} inside record 100, 99 being the last whole one; {@code 100.4} the same as
     *     another program writes it; null: none
     */
    private void given(String checkpoint) {
        String before = checkpoint == null || !checkpoint.contains("+")
                ? null
                : checkpoint.split("\\+")[0];
        String inside = before == null ? checkpoint : checkpoint.split("\\+")[1];
        SequenceNumber number = inside == null ? null : number(inside);
        Long sub = number == null || !number.isPartial() ? null : (Long) number.subSequence();
        table.put(new Lease(
                shard,
                true,
                ME,
                EPOCH,
                before == null || before.isEmpty() ? null : before,
                sub,
                List.of(),
                false,
                "2026-01-31T08:00:00Z"));
        Map<String, AttributeValue> row = new HashMap<>(table.get(stream, SHARD));
        if (before != null) {
            row.put("AggregateSequenceNumber", AttributeValue.fromS(number.digits()));
        } else if (number != null) {
            row.put("SequenceNumber", AttributeValue.fromS(number.digits()));
        }
        row.keySet().removeAll(List.of("StreamID", "ShardID"));
        table.put(stream, SHARD, row);
    }

    private void givenText(String sequence) {
        table.put(new Lease(shard, true, ME, EPOCH, sequence, null, List.of(), false, "2026-01-31T08:00:00Z"));
    }

    private KinesisCheckpoint at(String... sequences) {
        SequenceNumber[] numbers =
                Stream.of(sequences).map(KinesisCheckpointTest::number).toArray(SequenceNumber[]::new);
        return store.checkpoints(ME, null).behind(GivenDelivery.of(shard, EPOCH, numbers));
    }

    /** The result of the route: a count, in a row of its own. */
    private TransactWriteItem count() {
        return TransactWriteItem.builder()
                .update(u -> u.tableName(TestTable.NAME)
                        .key(countKey())
                        .updateExpression("ADD Records :one")
                        .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))
                .build();
    }

    private Map<String, AttributeValue> countKey() {
        return Map.of("StreamID", AttributeValue.fromS(stream + " counts"), "ShardID", AttributeValue.fromS("count"));
    }

    /** The result of another route: a row that must be new. */
    private TransactWriteItem newRow() {
        return TransactWriteItem.builder()
                .put(p -> p.tableName(TestTable.NAME)
                        .item(countKey())
                        .conditionExpression("attribute_not_exists(ShardID)"))
                .build();
    }

    private int counted() {
        AttributeValue records =
                table.get(StreamId.of(stream + " counts"), "count").get("Records");
        return records == null ? 0 : Integer.parseInt(records.n());
    }

    /** The checkpoint as a worker reads it. */
    private String stored() {
        return String.valueOf(
                store.read(shard).toCompletableFuture().join().orElseThrow().checkpoint());
    }

    @ParameterizedTest
    @CsvSource({
        ", 100",
        "99, 100",
        "9, 10",
        "100, 101",
        "49600000000000000000000000000000000000000000000000000001, 49600000000000000000000000000000000000000000000000000002",
        "99+100.4, 100.5",
        "+100.4, 100.5",
        "99+100.4, 100",
        "99+100.4, 101",
        "99+100.4, 101.0",
        "100, 101.0",
        ", 101.0",
        "100+99.4, 101",
        "100.4, 100.5",
        "100.4, 100",
        "100.4, 101.0",
    })
    void theCheckpointMovesForwardWithTheResult(String from, String to) {
        given(from);
        assertThat(at(to).isStored()).isFalse();
        given(from);
        assertThat(at(to).storeWith(count())).isTrue();
        assertThat(stored()).isEqualTo(to);
        assertThat(counted()).isOne();
        assertThat(at(to).isStored()).isTrue();
        assertThat(table.get(stream, SHARD).get("LeaseTimeout").s()).isGreaterThan("2026-01-31T08:00:01Z");
    }

    @Test
    void insideAnAggregateSequenceNumberStaysAtTheLastWholeRecord() {
        given("99");
        assertThat(at("100.0").storeWith(count())).isTrue();
        assertThat(table.get(stream, SHARD).get("SequenceNumber").s()).isEqualTo("99");
        assertThat(at("100.1", "100", "101.0").storeWith(count())).isTrue();
        assertThat(table.get(stream, SHARD).get("SequenceNumber").s()).isEqualTo("100");
        assertThat(stored()).isEqualTo("101.0");
        assertThat(at("101").storeWith(count())).isTrue();
        assertThat(table.get(stream, SHARD))
                .containsEntry("SequenceNumber", AttributeValue.fromS("101"))
                .doesNotContainKeys("AggregateSequenceNumber", "SubSequenceNumber");
    }

    @Test
    void anItemFitsARowThatDoesNotNameItsAggregateWhenThatWasLookedAt() {
        given("100.4");
        KinesisCheckpoint checkpoint = at("100.5");
        assertThatThrownBy(() -> dynamo.client().transactWriteItems(t -> t.transactItems(count(), checkpoint.item())))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(checkpoint.isStored()).isFalse();
        assertThat(stored()).isEqualTo("100.4");
        dynamo.client().transactWriteItems(t -> t.transactItems(count(), checkpoint.item()));
        assertThat(stored()).isEqualTo("100.5");
        assertThat(counted()).isOne();
    }

    private static SequenceNumber number(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? SequenceNumber.of(text)
                : SequenceNumber.of(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "101, 100",
        "1000, 999",
        "100, 100.5",
        "101, 100.5",
        "99+100.5, 100.5",
        "99+100.5, 100.4",
        "99+100.5, 99",
        "100+101.0, 100",
        "100+101.0, 100.7",
        "101+100.5, 101",
        "100+100.5, 100",
        "100+100.5, 100.7",
        "100.5, 100.5",
        "100.5, 100.4",
        "101.0, 100",
    })
    void whatIsStoredAlreadyIsNotStoredAgain(String stored, String again) {
        given(stored);
        Map<String, AttributeValue> row = table.get(stream, SHARD);
        assertThat(at(again).isStored()).isTrue();
        assertThat(at(again).storeWith(count())).isFalse();
        assertThat(table.get(stream, SHARD)).isEqualTo(row);
        assertThat(counted()).isZero();
    }

    @Test
    void aBatchIsStoredAsAWhole() {
        given("100");
        assertThat(at("101", "102", "103").storeWith(count())).isTrue();
        assertThat(stored()).isEqualTo("103");
        assertThat(at("101", "102", "103").storeWith(count())).isFalse();
        assertThat(at("101").storeWith(count())).isFalse();
        assertThat(counted()).isOne();
    }

    @Test
    void theItemDoesItInATransactionOfTheRoute() {
        given("100");
        KinesisCheckpoint checkpoint = at("101");
        dynamo.client().transactWriteItems(t -> t.transactItems(count(), checkpoint.item()));
        assertThat(stored()).isEqualTo("101");
        assertThat(counted()).isOne();
        assertThatThrownBy(() -> dynamo.client().transactWriteItems(t -> t.transactItems(count(), checkpoint.item())))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(checkpoint.isStored()).isTrue();
        assertThat(counted()).isOne();
    }

    @Test
    void whoHoldsTheLeaseNoMoreStoresNothing() {
        given("100");
        Lease held = new Lease(shard, true, ME, EPOCH, "100", null, List.of(), false, null);
        table.put(held.claimedBy("other", "2026-01-31T08:00:00Z"));
        assertThatThrownBy(() -> at("101").storeWith(count()))
                .isInstanceOf(CheckpointRefusedException.class)
                .hasMessageContaining("nothing was stored: this worker is me under epoch 7, the row is held by other"
                        + " under epoch 8");
        table.put(held.claimedBy(ME, "2026-01-31T08:00:00Z"));
        assertThatThrownBy(() -> at("101").storeWith(count())).isInstanceOf(CheckpointRefusedException.class);
        table.put(held.released());
        assertThatThrownBy(() -> at("101").storeWith(count())).isInstanceOf(CheckpointRefusedException.class);
        table.put(new Lease(shard, true, ME, EPOCH, "100", null, List.of(), true, null));
        assertThatThrownBy(() -> at("101").storeWith(count()))
                .isInstanceOf(CheckpointRefusedException.class)
                .hasMessageContaining("ended");
        table.delete(stream, SHARD);
        assertThatThrownBy(() -> at("101").storeWith(count()))
                .isInstanceOf(CheckpointRefusedException.class)
                .hasMessageContaining("the row is gone");
        assertThat(at("101").isStored()).isFalse();
        assertThat(counted()).isZero();
    }

    @Test
    void whatTheNextHolderHasStoredIsStoredForTheLateOneToo() {
        given("100");
        KinesisCheckpoint late = at("101");
        table.put(new Lease(shard, true, "other", EPOCH + 1, "102", null, List.of(), false, null));
        assertThat(late.storeWith(count())).isFalse();
        assertThat(counted()).isZero();
    }

    @Test
    void aConditionOfTheRouteKeepsTheCheckpointWhereItIs() {
        given("100");
        assertThat(at("101").storeWith(newRow())).isTrue();
        assertThatThrownBy(() -> at("102").storeWith(newRow())).isInstanceOf(TransactionCanceledException.class);
        assertThat(stored()).isEqualTo("101");
        assertThat(at("101").storeWith(newRow()))
                .as("both conditions fail: it was stored before")
                .isFalse();
    }

    @Test
    void aLostReplyIsFoundInTheRow() {
        given("100");
        AtomicInteger calls = new AtomicInteger();
        KinesisCheckpoint unlucky = over(client -> {
                    calls.incrementAndGet();
                    client.run();
                    throw SdkClientException.create("no answer");
                })
                .behind(GivenDelivery.of(shard, EPOCH, SequenceNumber.of("101")));
        assertThatThrownBy(() -> unlucky.storeWith(count())).isInstanceOf(SdkClientException.class);
        assertThat(calls).hasValue(1);
        assertThat(at("101").storeWith(count())).as("the replay").isFalse();
        assertThat(counted()).isOne();
    }

    @Test
    void anotherWriteAtTheSameMomentIsWaitedForAFewTimes() {
        given("100");
        AtomicInteger calls = new AtomicInteger();
        RowCheckpoints crowded = over(client -> {
            if (calls.incrementAndGet() % 3 != 0) {
                throw cancelled("TransactionConflict", "None");
            }
            client.run();
        });
        assertThat(crowded.behind(GivenDelivery.of(shard, EPOCH, SequenceNumber.of("101")))
                        .storeWith(count()))
                .isTrue();
        assertThat(calls).hasValue(3);
        RowCheckpoints blocked = over(client -> {
            calls.incrementAndGet();
            throw cancelled("None", "TransactionConflict");
        });
        calls.set(0);
        assertThatThrownBy(() -> blocked.behind(GivenDelivery.of(shard, EPOCH, SequenceNumber.of("102")))
                        .storeWith(count()))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(calls).hasValue(5);
        calls.set(0);
        RowCheckpoints throttled = over(client -> {
            calls.incrementAndGet();
            throw cancelled("TransactionConflict", "ThrottlingError");
        });
        assertThatThrownBy(() -> throttled
                        .behind(GivenDelivery.of(shard, EPOCH, SequenceNumber.of("102")))
                        .storeWith(count()))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(calls).hasValue(1);
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .message("cancelled")
                .cancellationReasons(List.of(codes).stream()
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }

    /** What the client does with a transaction. */
    private interface Fate {
        void of(Runnable transaction);
    }

    private RowCheckpoints over(Fate fate) {
        DynamoDbClient client = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (self, method, arguments) -> {
                    Object[] answer = new Object[1];
                    Runnable call = () -> {
                        try {
                            answer[0] = method.invoke(dynamo.client(), arguments);
                        } catch (InvocationTargetException e) {
                            throw (RuntimeException) e.getCause();
                        } catch (IllegalAccessException e) {
                            throw new AssertionError(e);
                        }
                    };
                    if (method.getName().equals("transactWriteItems")) {
                        fate.of(call);
                    } else {
                        call.run();
                    }
                    return answer[0];
                });
        return new DynamoDbLeaseStore(
                        client, TestTable.NAME, Duration.ofSeconds(15), Runnable::run, Runnable::run, TestTable.CLOCK)
                .checkpoints(ME, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no number", "00000000000000000000000100", "~ a text that is longer than a number is ~"})
    void aRowThatSomebodyEditedDoesNotGetStuck(String text) {
        givenText(text);
        assertThat(at("101").storeWith(count())).isTrue();
        assertThat(stored()).isEqualTo("101");
        assertThat(counted()).isOne();
    }

    @Test
    void aSequenceNumberThatIsNoTextCountsAsNone() {
        given(null);
        Map<String, AttributeValue> row = new HashMap<>(table.get(stream, SHARD));
        row.put("SequenceNumber", AttributeValue.fromN("5"));
        row.remove("StreamID");
        row.remove("ShardID");
        table.put(stream, SHARD, row);
        assertThat(at("101").isStored()).isFalse();
        assertThat(at("101").storeWith(count())).isTrue();
        assertThat(stored()).isEqualTo("101");
    }

    @Test
    void aRowThatIsKeyedByTheNumberOfTheShardIsWrittenWhereItStands() throws Exception {
        table.put(
                stream,
                "0",
                Map.of(
                        "ClientID", AttributeValue.fromS(ME),
                        "LeaseEpoch", AttributeValue.fromN("7"),
                        "SequenceNumber", AttributeValue.fromS("100")));
        store.view(stream).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(at("101").storeWith(count())).isTrue();
        assertThat(table.get(stream, "0").get("SequenceNumber").s()).isEqualTo("101");
        assertThat(table.get(stream, SHARD)).isEmpty();
        assertThat(at("101").isStored()).isTrue();
    }

    @Test
    void whatStandsInTheWayIsSaid() {
        given("100");
        GivenDelivery delivery = GivenDelivery.of(shard, EPOCH, SequenceNumber.of("101"));
        KinesisCheckpoint checkpoint =
                store.checkpoints(ME, "set ordering=SHARD").behind(delivery);
        assertThatThrownBy(checkpoint::item)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(stream + "/" + SHARD)
                .hasMessageContaining("set ordering=SHARD");
        assertThatThrownBy(() -> checkpoint.storeWith(count())).isInstanceOf(IllegalStateException.class);
        assertThat(delivery.stored()).hasValue(0);
        assertThat(counted()).isZero();
        assertThat(checkpoint).hasToString("KinesisCheckpoint[" + stream + "/" + SHARD + " to 101]");
    }

    @Test
    void theWorkerHearsThatTheRouteStoresItself() {
        given("100");
        GivenDelivery delivery = GivenDelivery.of(shard, EPOCH, SequenceNumber.of("101"));
        KinesisCheckpoint checkpoint = store.checkpoints(ME, null).behind(delivery);
        assertThat(checkpoint.isStored()).isFalse();
        assertThat(delivery.stored()).hasValue(0);
        checkpoint.item();
        assertThat(delivery.stored()).hasPositiveValue();
    }
}
