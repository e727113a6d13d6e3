// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.StreamRows.Found;
import io.camelkinesis.checkpointed.redpanda.RedpandaClient;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** One table, used by Redpanda Connect and by this store in turn. */
class RedpandaTableTest {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";
    private static final String SEVEN = "49590338271490256608559692538361571095921575989136588807";
    private static final String EIGHT = "49590338271490256608559692538361571095921575989136588808";
    private static final Instant NOW = Instant.parse("2026-11-21T01:02:03.456789Z");

    private static DynamoDbLocal dynamo;
    private static TestTable table;

    private final StreamId stream = StreamId.of("orders-" + UUID.randomUUID());
    private final String key = stream.tableKey();
    private final DynamoDbLeaseStore store = table.store();
    private final RedpandaClient redpanda = new RedpandaClient(client(), TestTable.NAME);

    @BeforeAll
    static void open() {
        dynamo = DynamoDbLocal.inProcess();
        table = new TestTable(dynamo);
    }

    @AfterAll
    static void close() {
        table.close();
    }

    private static DynamoDbClient client() {
        return dynamo.client();
    }

    private static <T> T answerOf(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Lease applied(CompletionStage<LeaseWrite> write) throws Exception {
        LeaseWrite outcome = answerOf(write);
        assertThat(outcome).isInstanceOf(LeaseWrite.Applied.class);
        return ((LeaseWrite.Applied) outcome).lease();
    }

    private Lease onlyLease() throws Exception {
        LeaseTableView view = answerOf(store.view(stream));
        assertThat(view.oddities()).isEmpty();
        assertThat(view.leases()).hasSize(1);
        return view.leases().get(0);
    }

    private Lease absent(String shard) {
        return Lease.absent(new Shard(stream.shard(shard), List.of("shardId-000000000009"), false));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "2026-11-21T01:02:03Z, UTC, 2026-11-21T01:02:33Z",
        "2026-11-21T01:02:03.5Z, UTC, 2026-11-21T01:02:33.5Z",
        "2026-11-21T01:02:03.123456789Z, Europe/Berlin, 2026-11-21T02:02:33.123456789+01:00",
        "2026-11-21T01:02:03Z, America/St_Johns, 2026-11-20T21:32:33-03:30",
        "2026-11-21T01:02:03.000001Z, Asia/Kolkata, 2026-11-21T06:32:33.000001+05:30"
    })
    void aTimeIsUnderstoodInWhateverFormItWritesIt(Instant now, ZoneId zone, String written) throws Exception {
        RedpandaClient local = new RedpandaClient(client(), TestTable.NAME, zone);
        local.claim(key, S0, now);
        local.checkpoint(key, S0, SEVEN, now);
        assertThat(redpanda.row(key, S0)).containsEntry("LeaseTimeout", AttributeValue.fromS(written));

        Lease seen = onlyLease();
        assertThat(seen.leaseTimeout()).isEqualTo(written);
        assertThat(applied(store.claim(seen, "a")).checkpoint()).isEqualTo(SequenceNumber.of(SEVEN));
    }

    @Test
    void aShardThatItGaveBackIsFreeWithItsCheckpoint() throws Exception {
        redpanda.claim(key, S0, NOW);
        redpanda.checkpoint(key, S0, SEVEN, NOW);
        assertThat(redpanda.finalCheckpoint(key, S0, EIGHT)).isTrue();

        Lease seen = onlyLease();
        assertThat(seen.isFree()).isTrue();
        Lease held = applied(store.claim(seen, "a"));
        assertThat(held.isHeldBy("a", 1)).isTrue();
        assertThat(held.checkpoint()).isEqualTo(SequenceNumber.of(EIGHT));
    }

    @Test
    void insideAnAggregateItGoesOnAtTheAggregateSoThatNothingOfItIsLost() throws Exception {
        Lease held = applied(store.claim(absent(S0), "a"));
        Lease inside = applied(store.commit(held, SequenceNumber.of(EIGHT, 3), SequenceNumber.of(SEVEN)));
        applied(store.release(inside));
        assertThat(onlyLease().checkpoint()).isEqualTo(SequenceNumber.of(EIGHT, 3));

        assertThat(redpanda.claim(key, S0, NOW)).as("it goes on behind").isEqualTo(SEVEN);
        assertThat(onlyLease().checkpoint())
                .as("before it has stored anything, our place is right still")
                .isEqualTo(SequenceNumber.of(EIGHT, 3));
        redpanda.checkpoint(key, S0, EIGHT, NOW);
        redpanda.finalCheckpoint(key, S0, EIGHT);
        assertThat(applied(store.claim(onlyLease(), "b")).checkpoint()).isEqualTo(SequenceNumber.of(EIGHT));
    }

    @Test
    void aShardThatItGaveBackBeforeAnyRecordWasDoneIsFreeWithoutACheckpoint() throws Exception {
        redpanda.claim(key, S0, NOW);
        redpanda.checkpoint(key, S0, "", NOW);
        redpanda.finalCheckpoint(key, S0, "");
        assertThat(redpanda.row(key, S0)).containsOnlyKeys("StreamID", "ShardID");

        Lease seen = onlyLease();
        assertThat(seen.isFree()).isTrue();
        assertThat(seen.checkpoint()).isNull();
        Lease held = applied(store.claim(seen, "a"));
        assertThat(applied(store.commit(held, SequenceNumber.of(SEVEN))).checkpoint())
                .isEqualTo(SequenceNumber.of(SEVEN));
    }

    @Test
    void aShardOfItsThatCrashedIsTakenOverAsItWasSeen() throws Exception {
        redpanda.claim(key, S0, NOW);
        Lease uncommitted = onlyLease();
        assertThat(uncommitted.owner()).isEqualTo(redpanda.id());
        assertThat(uncommitted.checkpoint()).isNull();

        redpanda.checkpoint(key, S0, SEVEN, NOW.plusSeconds(5));
        assertThat(answerOf(store.claim(uncommitted, "a"))).isInstanceOf(LeaseWrite.Refused.class);
        Lease seen = onlyLease();
        redpanda.checkpoint(key, S0, SEVEN, NOW.plusSeconds(10));
        assertThat(answerOf(store.claim(seen, "a")))
                .as("it lives: its LeaseTimeout has moved since")
                .isInstanceOf(LeaseWrite.Refused.class);

        Lease held = applied(store.claim(onlyLease(), "a"));
        assertThat(held.isHeldBy("a", 1)).isTrue();
        assertThat(redpanda.checkpoint(key, S0, EIGHT, NOW.plusSeconds(15))).isFalse();
        assertThat(redpanda.finalCheckpoint(key, S0, EIGHT)).isFalse();
        assertThat(applied(store.commit(held, SequenceNumber.of(EIGHT))).checkpoint())
                .isEqualTo(SequenceNumber.of(EIGHT));
    }

    @Test
    void whatItYieldsTooLateIsTheBaseOfTheNextCommit() throws Exception {
        redpanda.claim(key, S0, NOW);
        redpanda.checkpoint(key, S0, SEVEN, NOW);
        Lease committed = applied(store.commit(applied(store.claim(onlyLease(), "a")), SequenceNumber.of(EIGHT)));
        redpanda.yield(key, S0, SEVEN);

        LeaseWrite refused = answerOf(store.commit(committed, SequenceNumber.of(EIGHT + "0")));
        assertThat(refused).isInstanceOf(LeaseWrite.Refused.class);
        Lease now = ((LeaseWrite.Refused) refused).current();
        assertThat(now).isNotNull();
        assertThat(now.isHeldBy("a", 1)).isTrue();
        assertThat(applied(store.commit(now, SequenceNumber.of(EIGHT + "0"))).checkpoint())
                .isEqualTo(SequenceNumber.of(EIGHT + "0"));
    }

    @Test
    void aShardNamedByItsNumberIsUsedWhereItStands() throws Exception {
        redpanda.claim(key, "0", NOW);
        redpanda.checkpoint(key, "0", SEVEN, NOW);
        redpanda.finalCheckpoint(key, "0", SEVEN);

        Lease seen = onlyLease();
        assertThat(seen.shard()).isEqualTo(stream.shard(S0));
        Lease held = applied(store.claim(seen, "a"));
        Lease committed = applied(store.commit(held, SequenceNumber.of(EIGHT)));
        assertThat(answerOf(store.read(stream.shard(S0)))).contains(committed);
        applied(store.release(committed));

        assertThat(redpanda.row(key, S0)).isEmpty();
        assertThat(redpanda.claim(key, "0", NOW)).isEqualTo(EIGHT);
    }

    @Test
    void aShardWithTwoRowsIsReadByItsId() throws Exception {
        redpanda.claim(key, "1", NOW);
        redpanda.finalCheckpoint(key, "1", SEVEN);
        redpanda.claim(key, "00000001", NOW);
        redpanda.finalCheckpoint(key, "00000001", SEVEN);
        redpanda.claim(key, S1, NOW);
        redpanda.finalCheckpoint(key, S1, EIGHT);

        LeaseTableView view = answerOf(store.view(stream));
        assertThat(view.leases()).singleElement().satisfies(lease -> assertThat(lease.checkpoint())
                .isEqualTo(SequenceNumber.of(EIGHT)));
        assertThat(view.oddities())
                .hasSize(2)
                .allMatch(oddity -> oddity.contains("ShardID means " + S1 + ", which has another row"));
        applied(store.claim(view.leases().get(0), "a"));
        assertThat(redpanda.row(key, S1)).containsEntry("ClientID", AttributeValue.fromS("a"));
    }

    @Test
    void aNumberedRowThatIsGoneGivesWayToTheId() throws Exception {
        redpanda.claim(key, "0", NOW);
        applied(store.retire(onlyLease()));
        assertThat(redpanda.row(key, "0")).isEmpty();
        assertThat(answerOf(store.view(stream)).leases()).isEmpty();
        applied(store.claim(absent(S0), "a"));
        assertThat(redpanda.row(key, S0)).containsEntry("ClientID", AttributeValue.fromS("a"));
    }

    @Test
    void whereItHasBegunLatestSkipsNothing() throws Exception {
        assertThat(answerOf(store.begin(StreamId.of(key + "-other"), Position.LATEST))
                        .position())
                .isInstanceOf(Position.AtTimestamp.class);
        redpanda.claim(key, S0, NOW);
        assertThat(answerOf(store.begin(stream, Position.LATEST)).position()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(answerOf(store.begin(stream, Position.LATEST)).position()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void aTimeToStartAtIsTakenAlsoWhereItHasBegun() throws Exception {
        redpanda.claim(key, "3", NOW);
        assertThat(answerOf(store.begin(stream, new Position.AtTimestamp(NOW))).position())
                .isEqualTo(new Position.AtTimestamp(NOW));
    }

    @Test
    void whatStandsUnderAKeyIsToldApart() throws Exception {
        StreamRows rows = new StreamRows(client(), TestTable.NAME);
        assertThat(rows.under(key)).isEqualTo(Found.NOTHING);
        answerOf(store.beat(stream, new Member("a", 1, NOW, "host", 0)));
        assertThat(rows.under(key)).isEqualTo(Found.NOTHING);
        redpanda.claim(key, S0, NOW);
        assertThat(rows.under(key)).isEqualTo(Found.LEFT_BEHIND);
        answerOf(store.begin(stream, Position.TRIM_HORIZON));
        assertThat(rows.under(key)).isEqualTo(Found.BEGUN);

        redpanda.claim(key + "-numbered", "12", NOW);
        assertThat(rows.under(key + "-numbered")).isEqualTo(Found.LEFT_BEHIND);
    }

    @Test
    void itGoesOnWhereAWorkerStoppedCleanly() throws Exception {
        answerOf(store.begin(stream, Position.TRIM_HORIZON));
        answerOf(store.beat(stream, new Member("dead", 4, NOW, "host", 1)));
        Lease done = applied(store.claim(absent(S0), "a"));
        applied(store.release(applied(store.commit(done, SequenceNumber.of(SEVEN)))));
        applied(store.release(applied(store.claim(absent(S1), "a"))));
        applied(store.end(applied(store.claim(absent("shardId-000000000002"), "a"))));

        assertThat(redpanda.row(key, S0))
                .containsEntry("SequenceNumber", AttributeValue.fromS(SEVEN))
                .doesNotContainKeys("ClientID", "LeaseTimeout");
        Map<String, String> unclaimed = redpanda.unclaimed(key, List.of(S0, S1), NOW);
        assertThat(unclaimed)
                .as("not the rows of the group, of members, of consumed shards")
                .isEqualTo(Map.of(S0, "", S1, ""));
        assertThat(redpanda.claim(key, S0, NOW)).isEqualTo(SEVEN);
        assertThat(redpanda.claim(key, S1, NOW)).isEmpty();
        assertThat(redpanda.checkpoint(key, S0, EIGHT, NOW)).isTrue();
        assertThat(redpanda.allClaims(key).get(redpanda.id())).hasSize(2);
    }

    @Test
    void itTakesOverFromAWorkerThatCrashed() throws Exception {
        Lease held = applied(store.claim(absent(S0), "a"));
        applied(store.commit(held, SequenceNumber.of(SEVEN)));
        Instant timeout =
                Instant.parse(redpanda.row(key, S0).get("LeaseTimeout").s());

        assertThat(redpanda.unclaimed(key, List.of(S0), timeout.plusSeconds(60)))
                .isEmpty();
        assertThat(redpanda.unclaimed(key, List.of(S0), timeout.plusSeconds(61)))
                .isEqualTo(Map.of(S0, "a"));
        assertThat(redpanda.claimFrom("a", key, S0, timeout.plusSeconds(61))).isEqualTo(SEVEN);
    }

    /** Its own rows have the same fault after a crash: the page on going back says what to do. */
    @Test
    void itDoesNotTakeOverAShardOfWhichNothingWasCommitted() throws Exception {
        applied(store.claim(absent(S0), "a"));
        assertThatThrownBy(() -> redpanda.claimFrom("a", key, S0, NOW))
                .hasMessage("sequence ID was not found in checkpoint");
        RedpandaClient crashed = new RedpandaClient(client(), TestTable.NAME);
        crashed.claim(key, S1, NOW);
        assertThatThrownBy(() -> redpanda.claimFrom(crashed.id(), key, S1, NOW))
                .hasMessage("sequence ID was not found in checkpoint");
    }

    @Test
    void anOwnerThatItRobsWritesNothingMore() throws Exception {
        Lease held = applied(store.commit(applied(store.claim(absent(S0), "a")), SequenceNumber.of(SEVEN)));
        assertThat(redpanda.claimFrom("a", key, S0, NOW)).isEqualTo(SEVEN);
        LeaseWrite outcome = answerOf(store.commit(held, SequenceNumber.of(EIGHT)));
        assertThat(outcome).isInstanceOf(LeaseWrite.Refused.class);
        redpanda.checkpoint(key, S0, SEVEN, NOW);

        Lease row = onlyLease();
        assertThat(row.owner()).isEqualTo(redpanda.id());
        assertThat(row.epoch()).as("it drops attributes that it does not know").isZero();
        assertThat(answerOf(store.commit(held, SequenceNumber.of(EIGHT)))).isEqualTo(new LeaseWrite.Refused(row));
        assertThat(answerOf(store.release(held))).isEqualTo(new LeaseWrite.Refused(row));
        assertThat(answerOf(store.end(held))).isEqualTo(new LeaseWrite.Refused(row));
        assertThat(redpanda.checkpoint(key, S0, EIGHT, NOW)).isTrue();
    }

    @Test
    void itDoesNotClaimWhatAWorkerHolds() throws Exception {
        applied(store.claim(absent(S0), "a"));
        assertThatThrownBy(() -> redpanda.claim(key, S0, NOW)).isInstanceOf(ConditionalCheckFailedException.class);
    }
}
