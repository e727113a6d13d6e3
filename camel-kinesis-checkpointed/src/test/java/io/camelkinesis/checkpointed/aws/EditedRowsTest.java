// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows that a person or another program wrote: none stops a shard, all are reported. */
class EditedRowsTest {

    private static final String SHARD = "shardId-000000000000";
    private static final AttributeValue NOTHING = AttributeValue.fromNul(true);
    private static final AttributeValue TRUE = AttributeValue.fromBool(true);

    private static TestTable table;

    private final StreamId stream = StreamId.of("edited-" + UUID.randomUUID());
    private final DynamoDbLeaseStore store = table.store();

    @BeforeAll
    static void open() {
        table = new TestTable(DynamoDbLocal.inProcess());
    }

    @AfterAll
    static void close() {
        table.close();
    }

    private static <T> T answerOf(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(String number) {
        return AttributeValue.fromN(number);
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                odd("ClientID", n("7"), "ClientID is the number 7, not a text"),
                odd("ClientID", NOTHING, "ClientID is of type NUL, not a text"),
                odd("ClientID", s(""), "ClientID is empty"),
                odd("LeaseEpoch", s("three"), "LeaseEpoch is the text 'three', not a whole number"),
                odd("LeaseEpoch", n("-1"), "LeaseEpoch is the number -1, not a whole number"),
                odd("LeaseEpoch", n("0.5"), "it is treated as 0"),
                odd("LeaseEpoch", n("2.5"), "it is treated as 2"),
                odd("LeaseEpoch", n("1e100"), "it is treated as 0"),
                odd("LeaseEpoch", TRUE, "LeaseEpoch is of type BOOL"),
                odd("SequenceNumber", s("LATEST"), "SequenceNumber is 'LATEST', not 1 to 128 decimal digits"),
                odd("SequenceNumber", s(""), "SequenceNumber is ''"),
                odd("SequenceNumber", n("123"), "SequenceNumber is the number 123, not a text"),
                odd("SequenceNumber", s("9".repeat(200)), "SequenceNumber is '" + "9".repeat(60) + "...'"),
                odd("SubSequenceNumber", s("1"), "SubSequenceNumber is the text '1'"),
                odd("SubSequenceNumber", n("-3"), "SubSequenceNumber is the number -3"),
                odd("SubSequenceNumber", n("1.25"), "it is treated as 1"),
                odd("SubSequenceNumber", NOTHING, "SubSequenceNumber is of type NUL"),
                odd("AggregateSequenceNumber", n("7"), "AggregateSequenceNumber is the number 7, not a text"),
                odd("AggregateSequenceNumber", s("x"), "AggregateSequenceNumber is 'x', not 1 to 128 decimal digits"),
                odd("LeaseTimeout", s("next week"), "LeaseTimeout is 'next week', not a time"),
                odd("LeaseTimeout", n("1700000000"), "LeaseTimeout is the number 1700000000"),
                odd("ParentShardIDs", s("shardId-000000000009"), "ParentShardIDs is the text"),
                odd("ParentShardIDs", AttributeValue.fromL(List.of(n("1"))), "ParentShardIDs holds the number 1"),
                odd("StartPosition", s("soon"), "StartPosition is neither TRIM_HORIZON nor AT_TIMESTAMP and a time"),
                odd("EndedAt", NOTHING, "EndedAt is of type NUL"),
                odd("EndedAt", TRUE, "EndedAt is of type BOOL, not a text; it is treated as absent"),
                odd("EndedAt", s(""), "EndedAt is empty"),
                odd("Comment", s("do not touch"), "Comment is not known here; it is ignored and kept"),
                odd("Blob", AttributeValue.fromB(SdkBytes.fromUtf8String("x")), "Blob is not known here"));
    }

    private static Arguments odd(String attribute, AttributeValue value, String sentence) {
        return Arguments.of(attribute, value, sentence);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("odd")
    void anEditedRowIsReportedClaimedCommittedAndReleased(String attribute, AttributeValue value, String sentence)
            throws Exception {
        Map<String, AttributeValue> row = new HashMap<>(Map.of("SequenceNumber", s("5")));
        row.put(attribute, value);
        table.put(stream, SHARD, row);

        LeaseTableView view = answerOf(store.view(stream));
        assertThat(view.oddities())
                .singleElement()
                .asString()
                .startsWith("Row " + stream + "/")
                .contains(sentence);
        Lease seen = view.leases().get(0);
        assertThat(seen.isFree()).isTrue();

        Lease held = applied(store.claim(seen, "a"));
        assertThat(held.isHeldBy("a", seen.epoch() + 1)).isTrue();
        assertThat(held.sequenceText()).isEqualTo(seen.sequenceText());
        assertThat(held.subSequence()).isEqualTo(seen.subSequence());
        Lease committed = applied(store.commit(held, SequenceNumber.of("77")));
        assertThat(committed.checkpoint()).isEqualTo(SequenceNumber.of("77"));
        assertThat(applied(store.release(committed)).isFree()).isTrue();
        if (attribute.equals("Comment")) {
            assertThat(table.get(stream, SHARD)).containsEntry("Comment", value);
        }
    }

    @Test
    void anOddRowThatSomebodyHoldsIsRetiredAsSeen() throws Exception {
        table.put(
                stream,
                SHARD,
                Map.of(
                        "ClientID", s("b"),
                        "LeaseEpoch", n("2.5"),
                        "SequenceNumber", n("123"),
                        "SubSequenceNumber", s("x"),
                        "LeaseTimeout", n("1")));
        Lease seen = answerOf(store.read(stream.shard(SHARD))).orElseThrow();
        assertThat(answerOf(store.retire(seen))).isInstanceOf(LeaseWrite.Applied.class);
        assertThat(answerOf(store.read(stream.shard(SHARD)))).isEmpty();
    }

    @Test
    void aTimeOfEndThatIsNoTimeStillEnds() throws Exception {
        table.put(stream, SHARD, Map.of("EndedAt", s("on Monday")));
        LeaseTableView view = answerOf(store.view(stream));
        assertThat(view.leases().get(0).ended()).isTrue();
        assertThat(view.oddities()).singleElement().asString().contains("EndedAt is 'on Monday'", "treated as ended");
    }

    @Test
    void aRowWithNothingInItIsAFreeShard() throws Exception {
        table.put(stream, SHARD, Map.of());
        LeaseTableView view = answerOf(store.view(stream));
        assertThat(view.oddities()).isEmpty();
        assertThat(applied(store.claim(view.leases().get(0), "a")).isHeldBy("a", 1))
                .isTrue();
    }

    @Test
    void anOddMemberRowIsReadAndWrittenOver() throws Exception {
        table.put(
                stream,
                "member/a",
                Map.of("Beat", s("often"), "SeenAt", s("now"), "Host", n("1"), "Shards", n("-2"), "Mood", s("fine")));
        LeaseTableView view = answerOf(store.view(stream));
        assertThat(view.members()).containsExactly(new Member("a", 0, null, "", 0));
        assertThat(view.oddities()).hasSize(5);

        Member next = new Member("a", 1, Instant.parse("2026-01-31T08:00:00Z"), "host", 2);
        assertThat(answerOf(store.beat(stream, next))).isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(next);
    }

    @Test
    void aMemberRowIsKeptForADayByTimeToLive() throws Exception {
        assertThat(answerOf(store.beat(stream, new Member("a", 1, null, "h", 0))))
                .isTrue();
        long expires =
                Long.parseLong(table.get(stream, "member/a").get("ExpiresAt").n());
        assertThat(Instant.ofEpochSecond(expires))
                .isBetween(Instant.now().plusSeconds(23 * 3600), Instant.now().plusSeconds(25 * 3600));
    }

    static Stream<Arguments> starts() {
        Instant time = Instant.parse("2026-01-31T08:00:00Z");
        return Stream.of(
                Arguments.of(s("TRIM_HORIZON"), Position.TRIM_HORIZON, 0),
                Arguments.of(s("AT_TIMESTAMP 2026-01-31T08:00:00Z"), new Position.AtTimestamp(time), 0),
                Arguments.of(s("AT_TIMESTAMP 2026-01-31T09:00:00+01:00"), new Position.AtTimestamp(time), 0),
                Arguments.of(s("LATEST"), new Position.AtTimestamp(Instant.parse("2026-02-01T00:00:00Z")), 0),
                Arguments.of(s("AT_TIMESTAMP soon"), Position.TRIM_HORIZON, 1),
                Arguments.of(s("somewhere"), Position.TRIM_HORIZON, 1),
                Arguments.of(s(""), Position.TRIM_HORIZON, 2),
                Arguments.of(n("17"), Position.TRIM_HORIZON, 2));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aGroupRowThatMakesNoSenseSkipsNothing(AttributeValue stored, Position expected, int oddities)
            throws Exception {
        table.put(stream, "group", Map.of("StartPosition", stored, "StartedAt", s("2026-02-01T00:00:00Z")));
        assertThat(answerOf(store.begin(stream, Position.LATEST)).position()).isEqualTo(expected);
        assertThat(answerOf(store.view(stream)).oddities()).hasSize(oddities);
        assertThat(table.get(stream, "group")).containsEntry("StartPosition", stored);
    }

    @Test
    void aStartOfAShardThatMakesNoSenseSkipsNothing() throws Exception {
        for (AttributeValue odd : List.of(s("LATEST"), s("AT_TIMESTAMP soon"), s(""), n("17"))) {
            table.put(stream, SHARD, Map.of("StartPosition", odd));
            assertThat(answerOf(store.read(stream.shard(SHARD))).orElseThrow().startPosition())
                    .isEqualTo(Position.TRIM_HORIZON);
        }
    }

    @Test
    void aGroupRowWithoutAPositionIsDecidedAnew() throws Exception {
        table.put(stream, "group", Map.of("Comment", s("reset by hand")));
        Instant time = Instant.parse("2026-01-31T08:00:00Z");
        assertThat(answerOf(store.begin(stream, new Position.AtTimestamp(time))).position())
                .isEqualTo(new Position.AtTimestamp(time));
        assertThat(table.get(stream, "group"))
                .containsEntry("StartPosition", s("AT_TIMESTAMP 2026-01-31T08:00:00Z"))
                .containsKey("Comment");
    }

    @Test
    void theRowsHaveTheFormThatTheReferenceDescribes() throws Exception {
        Lease absent = new Lease(stream.shard(SHARD), false, null, 0, null, null, List.of("shardId-9"), false, null);
        Lease held = applied(store.claim(absent, "a"));
        Lease committed = applied(store.commit(held, SequenceNumber.of("123", 4), SequenceNumber.of("122")));
        Map<String, AttributeValue> row = table.get(stream, SHARD);
        assertThat(row)
                .containsOnlyKeys(
                        "StreamID",
                        "ShardID",
                        "ClientID",
                        "LeaseEpoch",
                        "LeaseTimeout",
                        "SequenceNumber",
                        "SubSequenceNumber",
                        "AggregateSequenceNumber",
                        "ParentShardIDs");
        assertThat(row)
                .containsEntry("ClientID", s("a"))
                .containsEntry("LeaseEpoch", n("1"))
                .containsEntry("SequenceNumber", s("122"))
                .containsEntry("AggregateSequenceNumber", s("123"))
                .containsEntry("SubSequenceNumber", n("4"))
                .containsEntry("ParentShardIDs", AttributeValue.fromL(List.of(s("shardId-9"))));
        assertThat(row.get("LeaseTimeout").s()).endsWith("Z");
        applied(store.end(committed));
        assertThat(table.get(stream, SHARD)).containsKey("EndedAt").doesNotContainKeys("ClientID", "LeaseTimeout");
    }

    @Test
    void manyOddRowsAreNotAllListed() throws Exception {
        for (int i = 0; i < 150; i++) {
            table.put(stream, "shardId-" + i, Map.of("Comment", s("x")));
        }
        List<String> oddities = answerOf(store.view(stream)).oddities();
        assertThat(oddities).hasSize(101);
        assertThat(oddities.get(100)).contains("50");
    }

    private static Lease applied(CompletionStage<LeaseWrite> write) throws Exception {
        LeaseWrite outcome = answerOf(write);
        assertThat(outcome).isInstanceOf(LeaseWrite.Applied.class);
        return ((LeaseWrite.Applied) outcome).lease();
    }
}
