// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Positions as JSON, out of one table and into another. */
class ExportImportTest extends ToolsFixture {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";
    private static final String S2 = "shardId-000000000002";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("positions.json");
        kinesis.createStream(STREAM, 2);
        AttributeValue parents = AttributeValue.fromL(List.of(s(S0)));
        put(STREAM, S0, Map.of("SequenceNumber", s("41"), "LeaseEpoch", n(3), "EndedAt", s("2026-01-01T00:00:00Z")));
        put(STREAM, S1, Map.of("SequenceNumber", s("42"), "SubSequenceNumber", n(7), "LeaseEpoch", n(5)));
        put(
                STREAM,
                S2,
                Map.of(
                        "StartPosition",
                        s("AT_TIMESTAMP 2026-01-01T00:00:00Z"),
                        "LeaseEpoch",
                        n(1),
                        "ParentShardIDs",
                        parents));
        put(STREAM, "group", Map.of("StartPosition", s("TRIM_HORIZON"), "StartedAt", s("2025-12-31T00:00:00Z")));
    }

    private String emptyTable() {
        String name = table + "-empty";
        dynamoDb().createTable(t -> t.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("StreamID"), attribute("ShardID"))
                .keySchema(key("StreamID", KeyType.HASH), key("ShardID", KeyType.RANGE)));
        return name;
    }

    private List<Map<String, AttributeValue>> rowsOf(String anyTable) {
        return dynamoDb().scan(s -> s.tableName(anyTable)).items();
    }

    private static List<Object> position(Lease lease) {
        return List.of(
                lease.shard().name(),
                String.valueOf(lease.checkpoint()),
                String.valueOf(lease.startPosition()),
                lease.ended(),
                lease.parents());
    }

    @Test
    void intoAnEmptyTableAllPositionsComeBack() {
        run("export", file.toString()).done();
        String empty = emptyTable();
        Result dry =
                call("import", "--table", empty, file.toString(), "--dry-run").done();
        assertThat(rowsOf(empty)).isEmpty();
        assertThat(dry.out().lines())
                .startsWith(
                        "orders/group: StartPosition = TRIM_HORIZON, StartedAt = 2025-12-31T00:00:00Z",
                        "orders/" + S0 + ": new row, SequenceNumber = 41, EndedAt = now, LeaseEpoch = 4",
                        "orders/" + S1 + ": new row, SequenceNumber = 42, SubSequenceNumber = 7, LeaseEpoch = 6");

        call("import", "--table", empty, file.toString()).done();
        Result again = call("export", "--table", empty, "--stream", STREAM).done();
        LeaseDocument first = read();
        LeaseDocument second = LeaseDocument.parse(again.out(), "again");
        assertThat(second.streams().get(0).start())
                .isEqualTo(first.streams().get(0).start());
        assertThat(second.streams().get(0).shards())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("epoch")
                .isEqualTo(first.streams().get(0).shards());
        assertThat(second.streams().get(0).shards())
                .extracting(LeaseDocument.ShardPosition::epoch)
                .as("above those that were exported, so that what relies on epochs goes on")
                .containsExactly(4L, 6L, 2L);
    }

    private LeaseDocument read() {
        try {
            return LeaseDocument.parse(Files.readString(file), "file");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void backIntoItsOwnTableItUndoesAReset() {
        List<List<Object>> before =
                view().leases().stream().map(ExportImportTest::position).toList();
        run("export", file.toString()).done();
        run("reset", "--to", "horizon").done();
        Result result = call("import", "--table", table, file.toString()).done();
        assertThat(view().leases().stream().map(ExportImportTest::position).toList())
                .isEqualTo(before);
        assertThat(row(S1).epoch()).isEqualTo(7);
        assertThat(result.out()).contains("StartPosition removed (was TRIM_HORIZON)");
    }

    @Test
    void intoAnotherGroup() {
        run("export", file.toString()).done();
        call("import", "--table", table, "--group", "billing", file.toString()).done();
        StreamId billing = new StreamId(STREAM, "billing");
        assertThat(view(billing).leases()).hasSize(3);
        assertThat(view(billing).leases().get(1).checkpoint()).isEqualTo(row(S1).checkpoint());
    }

    @Test
    void chosenStreamsOfAFile() {
        kinesis.createStream("payments", 1);
        put("payments", S0, Map.of("SequenceNumber", s("1")));
        call("export", "--table", table, "--stream", STREAM, "--stream", "payments", file.toString())
                .done();
        String empty = emptyTable();
        call("import", "--table", empty, "--stream", "payments", file.toString())
                .done();
        assertThat(rowsOf(empty)).hasSize(1);
        Result missing = call("import", "--table", empty, "--stream", "refunds", file.toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("holds no stream refunds; it holds orders, payments");
    }

    @Test
    void whatIsOddInARowIsSaidAndLeftOut() {
        put(STREAM, S1, Map.of("SequenceNumber", s("yesterday")));
        Result result = run("export").done();
        assertThat(result.err()).contains("SequenceNumber is 'yesterday'");
        assertThat(result.out()).doesNotContain("yesterday");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kinesis-cp-positions\" | \"positions\" | no document of format kinesis-cp-positions",
                "\"version\" : 1 | \"version\" : 2 | version 1",
                "\"sequenceNumber\" : \"42\" | \"sequenceNumber\" : \"x\" | shardId-000000000001: A sequence number is",
                "\"sequenceNumber\" : \"42\", | | shardId-000000000001: A sequence number is",
                "\"subSequenceNumber\" : 7 | \"subSequenceNumber\" : -7 | shardId-000000000001: A sub-sequence number",
                "AT_TIMESTAMP 2026-01-01T00:00:00Z | LATEST | the position 'LATEST' is neither TRIM_HORIZON nor",
                "shardId-000000000001 | shardId-000000000000 | shardId-000000000000 is there twice",
                "\"ended\" | \"finished\" | line",
                "\"group\" : \"\", | | each stream needs 'stream' and 'group'",
                "\"startedAt\" : \"2025-12-31T00:00:00Z\" | \"startedAt\" : \"soon\" | startedAt is 'soon'",
                "\"streams\" : [ | \"streams\" : [[ | line",
                "\"streams\" : [ | \"streams\" : [ null, | names no streams",
                "\"shards\" : [ | \"shards\" : [ null, | a shard has no id",
                "\"epoch\" : 5 | \"epoch\" : null | line",
            })
    void aFileThatMakesNoSenseIsRefusedAsAWhole(String text, String other, String message) throws Exception {
        run("export", file.toString()).done();
        String json = Files.readString(file);
        assertThat(json).contains(text);
        Files.writeString(file, json.replace(text, other == null ? "" : other));
        List<Map<String, AttributeValue>> before = rows();
        Result result = call("import", "--table", table, file.toString());
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(message);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    @ParameterizedTest(name = "import {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 2 | Give one of FILE, --from-kcl and --from-redpanda",
                "a.json --from-kcl t | 2 | Give one of FILE",
                "--from-kcl t --from-stream x --stream orders | 2 | --from-stream goes with --from-redpanda",
                "a.json --timestamp 5 | 2 | --timestamp with --from-kcl",
                "--from-kcl t | 2 | --stream",
                "--from-kcl nowhere --stream orders | 1 | Table nowhere does not exist",
                "--from-redpanda nowhere --stream orders | 1 | nowhere",
                "missing.json | 1 | there is no such file",
            })
    void whatMakesNoSenseIsSaid(String arguments, int exitCode, String message) {
        Result result =
                call(("import --table " + table + " " + arguments).trim().split(" +"));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains(message);
    }
}
