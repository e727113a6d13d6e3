// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.LeaseTableEditor;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a reset writes, row by row. */
class ResetTest extends ToolsFixture {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";
    private static final String S2 = "shardId-000000000002";
    private static final String S3 = "shardId-000000000003";

    /** Shard 0 is consumed and split into 2 and 3, of which 3 has no row; shard 1 is held by one who died. */
    @BeforeEach
    void fill() {
        kinesis.createStream(STREAM, 2);
        putRecords("1");
        kinesis.split(STREAM, S0);
        putRecords("2");
        put(
                STREAM,
                S0,
                Map.of("SequenceNumber", s(last(S0)), "LeaseEpoch", n(3), "EndedAt", s("2026-01-01T00:00:00Z")));
        put(
                STREAM,
                S1,
                Map.of(
                        "SequenceNumber", s(last(S1)),
                        "SubSequenceNumber", n(4),
                        "LeaseEpoch", n(5),
                        "ClientID", s("dead"),
                        "LeaseTimeout", s("2026-01-01T00:00:00Z")));
        put(STREAM, S2, Map.of("StartPosition", s("TRIM_HORIZON"), "LeaseEpoch", n(1), "ParentShardIDs", texts(S0)));
        put(
                STREAM,
                "group",
                Map.of(
                        "StartPosition",
                        s("AT_TIMESTAMP 2025-12-31T00:00:00Z"),
                        "StartedAt",
                        s("2025-12-31T00:00:00Z")));
        time.advance(Duration.ofHours(1));
    }

    private static AttributeValue texts(String... texts) {
        return AttributeValue.fromL(
                List.of(texts).stream().map(AttributeValue::fromS).toList());
    }

    private Map<String, AttributeValue> raw(String shardId) {
        return rows().stream()
                .filter(row -> row.get("ShardID").s().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDryRunSaysWhatEveryRowBecomesAndWritesNothing() {
        List<Map<String, AttributeValue>> before = rows();
        Result dry = run("reset", "--to", "horizon", "--dry-run").done();
        assertThat(dry.out().lines())
                .containsExactly(
                        "orders/group: StartPosition = TRIM_HORIZON (was AT_TIMESTAMP 2025-12-31T00:00:00Z), StartedAt ="
                                + " 2026-01-01T01:00:00Z",
                        "orders/" + S0 + ": SequenceNumber removed (was " + last(S0)
                                + "), StartPosition = TRIM_HORIZON, EndedAt removed, LeaseEpoch = 4 (was 3)",
                        "orders/" + S1 + ": SequenceNumber removed (was " + last(S1)
                                + "), SubSequenceNumber removed (was 4), StartPosition = TRIM_HORIZON, ClientID removed"
                                + " (was dead), LeaseTimeout removed (was 2026-01-01T00:00:00Z), LeaseEpoch = 6 (was 5)",
                        "orders/" + S2 + ": LeaseEpoch = 2 (was 1)",
                        "orders/" + S3 + ": new row, StartPosition = TRIM_HORIZON, LeaseEpoch = 1, ParentShardIDs = "
                                + S0,
                        "orders: dry run, nothing was written, 4 rows of shards would be");
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);

        Result real = run("reset", "--to", "horizon", "--lease-period", "2s").done();
        assertThat(real.out().lines().toList().subList(1, 5))
                .as("what was announced was written")
                .isEqualTo(dry.out().lines().toList().subList(1, 5));
        assertThat(raw(S1))
                .containsOnlyKeys("StreamID", "ShardID", "StartPosition", "LeaseEpoch")
                .containsEntry("StartPosition", s("TRIM_HORIZON"))
                .containsEntry("LeaseEpoch", n(6));
        assertThat(raw(S0)).doesNotContainKeys("EndedAt", "SequenceNumber", "ClientID");
        assertThat(raw(S3)).containsEntry("ParentShardIDs", texts(S0));
        assertThat(raw("group")).containsEntry("StartPosition", s("TRIM_HORIZON"));
    }

    @Test
    void latestIsTheTimeOfTheReset() {
        run("reset", "--to", "latest", "--force").done();
        Instant now = time.now().minus(Duration.ofSeconds(2));
        assertThat(view().leases()).hasSize(4).allMatch(lease -> lease.startPosition()
                .equals(new Position.AtTimestamp(now)));
        assertThat(raw("group")).containsEntry("StartPosition", s("AT_TIMESTAMP " + now));
    }

    @Test
    void aResetThatIsRepeatedWritesNoShardAgain() {
        run("reset", "--to", "horizon", "--force").done();
        Result again = run("reset", "--to", "horizon").done();
        assertThat(again.out()).contains("orders: 0 rows of shards written");
        assertThat(run("reset", "--to", "horizon", "--dry-run").done().out())
                .contains("orders/" + S1 + ": is so already");
        assertThat(row(S1).epoch()).isEqualTo(6);
    }

    @Test
    void singleShardsLeaveTheOthersAndTheGroupAlone() {
        Map<String, AttributeValue> group = raw("group");
        run("reset", "--to", "horizon", "--shard", "0", "--shard", S3, "--force")
                .done();
        assertThat(row(S0).ended()).isFalse();
        assertThat(row(S3).startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(row(S1).epoch()).isEqualTo(5);
        assertThat(raw("group")).isEqualTo(group);
    }

    @Test
    void rowsOfAGroupAreItsOwn() {
        Lease before = row(S1);
        run("reset", "--to", "horizon", "--group", "billing").done();
        assertThat(row(S1)).isEqualTo(before);
        assertThat(view(new StreamId(STREAM, "billing")).leases()).hasSize(4);
    }

    @Test
    void severalStreamsAtOnce() {
        kinesis.createStream("payments", 1);
        run("reset", "--to", "horizon", "--stream", "payments", "--force").done();
        assertThat(view(StreamId.of("payments")).leases()).hasSize(1);
        assertThat(row(S1).epoch()).isEqualTo(6);
    }

    @Test
    void aRowThatIsKeyedByTheNumberOfItsShardIsWrittenWhereItStands() {
        dynamoDb().deleteItem(d -> d.tableName(table).key(Map.of("StreamID", s(STREAM), "ShardID", s(S1))));
        put(STREAM, "1", Map.of("SequenceNumber", s(last(S1))));
        run("reset", "--to", "horizon", "--shard", "1").done();
        assertThat(raw("1")).containsEntry("StartPosition", s("TRIM_HORIZON")).doesNotContainKey("SequenceNumber");
        assertThat(rows()).noneMatch(row -> row.get("ShardID").s().equals(S1));
    }

    @Test
    void rowsThatStandUnderTheArnAreFoundByTheName() {
        kinesis.createStream("payments", 1);
        String arn = kinesis.arnOf("payments");
        put(arn, S0, Map.of("SequenceNumber", s("5")));
        String[] command = {"reset", "--table", table, "--stream", "payments", "--to", "horizon"};
        assertThat(call(command).done().err()).contains("StreamID " + arn);
        assertThat(view(StreamId.of("payments").spelled(arn)).leases())
                .singleElement()
                .satisfies(lease -> assertThat(lease.startPosition()).isEqualTo(Position.TRIM_HORIZON));

        put("refunds", S0, Map.of("SequenceNumber", s("5")));
        command[4] = kinesis.arnOf("refunds");
        Result refused = call(command);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("holds rows under StreamID refunds and none under this ARN");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--to nowhere | 2 | nowhere",
                "--to timestamp | 2 | need a VALUE",
                "--to horizon 5 | 2 | has no meaning",
                "--to timestamp yesterday | 2 | 'yesterday' is no time",
                "--to timestamp 2026-05-01T00:00:00 | 2 | ISO-8601 with a zone",
                "--to timestamp 2999-05-01T00:00:00Z | 2 | lies in the future",
                "--to sequence 5 | 2 | needs one --shard",
                "--to sequence --shard 0 --shard 1 5 | 2 | needs one --shard",
                "--to sequence --shard 1 five | 2 | 'five' is no sequence number",
                "--to sequence --shard 1 5 | 1 | orders/shardId-000000000001 holds the sequence numbers",
                "--to sequence --shard 9 5 | 1 | orders has no shard shardId-000000000009",
                "--to horizon --shard 9 | 1 | Kinesis lists shardId-000000000000, shardId-000000000001",
                "--to horizon --shard nine | 2 | a shard is a number or an id",
                "--to horizon --shard 1 --stream payments | 2 | give one --stream",
                "--to horizon --stream a:b | 2 | a stream is a name",
                "--to horizon --stream nobody | 1 | does not exist",
                "--shard 1 | 2 | --to",
            })
    void whatMakesNoSenseIsSaidAndNothingIsWritten(String arguments, int exitCode, String message) {
        List<Map<String, AttributeValue>> before = rows();
        Result result = run("reset", (arguments + " --force").split(" "));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains(message);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aNumberBeyondTheEndOfAClosedShardIsRefused() {
        String beyond = last(S1);
        Result result = run("reset", "--to", "sequence", "--shard", "0", "9".repeat(60), "--force");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(" is none of them");
        assertThat(row(S1).checkpoint().digits()).isEqualTo(beyond);
    }

    @Test
    void aTableThatIsNotThereIsSaid() {
        Result result = call("reset", "--table", "nowhere", "--stream", STREAM, "--to", "horizon");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Lease table nowhere", "does not exist");
    }

    @Test
    void aShardThatComesIntoBeingMeanwhileIsResetToo() {
        StreamLook look = look();
        StreamEdit before = ResetPlan.of(look, new ResetTarget.Start(Position.TRIM_HORIZON), Set.of());
        kinesis.split(STREAM, S1);
        EditWriter writer = new EditWriter(new LeaseTableEditor(dynamoDb(), table, store(), time), time::advance);
        writer.write(
                before,
                () -> ResetPlan.of(look(), new ResetTarget.Start(Position.TRIM_HORIZON), Set.of()),
                false,
                line -> {});
        assertThat(view().leases()).hasSize(6).allMatch(lease -> lease.isFree() && lease.checkpoint() == null);
    }

    @Test
    void allRowsAreTakenBeforeOneIsGivenBack() {
        List<Lease> between = new ArrayList<>();
        whilePausing = () -> between.addAll(view().leases());
        run("reset", "--to", "horizon", "--force").done();
        assertThat(between)
                .hasSize(4)
                .allMatch(lease -> lease.owner().startsWith("kinesis-cp-tools-") && !lease.ended());
    }

    @Test
    void whenTheTableFailsHalfWayThatIsSaidAndTheCommandCanBeRepeated() {
        int[] left = {3};
        Surroundings failing = new Surroundings(
                access -> kinesis.client(),
                access -> (DynamoDbClient) Proxy.newProxyInstance(
                        DynamoDbClient.class.getClassLoader(),
                        new Class<?>[] {DynamoDbClient.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("updateItem") && left[0]-- == 0) {
                                throw SdkClientException.create("the network is gone");
                            }
                            return method.invoke(dynamoDb(), arguments);
                        }),
                time,
                time::advance);
        StringWriter err = new StringWriter();
        int code = Tools.commandLine(failing)
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(new StringWriter()))
                .execute("reset", "--table", table, "--stream", STREAM, "--to", "horizon", "--force");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("the network is gone")
                .contains("orders: stopped half way, 0 rows are written, 3 are held by kinesis-cp-tools-");
        assertThat(row(S0).owner()).startsWith("kinesis-cp-tools-");
        assertThat(row(S0).ended()).isFalse();

        Result again = run("reset", "--to", "horizon").done();
        assertThat(again.err()).contains("watching for 15 s", "owner kinesis-cp-tools-");
        assertThat(view().leases()).hasSize(4).allMatch(lease -> lease.isFree() && lease.checkpoint() == null);
    }

    private StreamLook look() {
        var editor = new LeaseTableEditor(dynamoDb(), table, store(), time);
        return new StreamLook(
                ORDERS,
                new KinesisShardLister(kinesis.client(), Runnable::run, "here")
                        .list(ORDERS)
                        .toCompletableFuture()
                        .join(),
                view(),
                editor.group(ORDERS));
    }
}
