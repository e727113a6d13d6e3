// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ShowTest extends ToolsFixture {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";
    private static final String S2 = "shardId-000000000002";

    /** Shard 0 is ended, 1 is held and one minute behind, its children wait; a row is left of a shard that is gone. */
    @BeforeEach
    void fill() {
        kinesis.createStream(STREAM, 2);
        putRecords("1");
        put(
                STREAM,
                S0,
                Map.of("SequenceNumber", s(last(S0)), "LeaseEpoch", n(3), "EndedAt", s("2026-01-01T00:00:00Z")));
        put(
                STREAM,
                S1,
                Map.of(
                        "SequenceNumber",
                        s(last(S1)),
                        "LeaseEpoch",
                        n(5),
                        "ClientID",
                        s("w1"),
                        "SubSequenceNumber",
                        n(2)));
        kinesis.split(STREAM, S0);
        time.advance(Duration.ofMinutes(1));
        put(STREAM, S2, Map.of("StartPosition", s("TRIM_HORIZON"), "Comment", s("mine")));
        put(STREAM, "shardId-000000000099", Map.of("SequenceNumber", s("7")));
        put(STREAM, "group", Map.of("StartPosition", s("TRIM_HORIZON"), "StartedAt", s("2025-12-31T00:00:00Z")));
        store().beat(ORDERS, new Member("w1", 17, time.now(), "host-1", 1, List.of(S1)))
                .toCompletableFuture()
                .join();
    }

    @Test
    void asTextForPeople() {
        putRecords("2");
        time.advance(Duration.ofSeconds(90));
        Result result = run("show").done();
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "stream orders, table " + table + ", StreamID orders",
                        "begun at TRIM_HORIZON, decided 2025-12-31T00:00:00Z",
                        "SHARD STATE OWNER EPOCH BEHIND NEXT RECORD ARRIVED POSITION",
                        S0 + " ended - 3 - - end",
                        "MEMBER HOST BEAT SEEN AT SHARDS ONLY",
                        "w1 host-1 17 2026-01-01T00:01:00Z 1 " + S1,
                        "note: Row orders/" + S2 + ": Comment is not known here; it is ignored and kept")
                .anyMatch(line -> line.startsWith(S1 + " owned w1 5 ") && line.endsWith(last1() + ".2"))
                .anyMatch(line -> line.matches(S2 + " free - 0 .*s 2026-01-01T00:01:00Z TRIM_HORIZON"))
                .anyMatch(line -> line.startsWith("shardId-000000000099 gone"));
    }

    private String last1() {
        return row(S1).sequenceText();
    }

    @Test
    void asJsonForPrograms() throws Exception {
        putRecords("2");
        time.advance(Duration.ofSeconds(90));
        JsonNode report =
                new ObjectMapper().readTree(run("show", "--json").done().out());
        JsonNode stream = report.get("streams").get(0);
        assertThat(report.get("table").asText()).isEqualTo(table);
        assertThat(stream.get("streamId").asText()).isEqualTo(STREAM);
        assertThat(stream.get("start").get("position").asText()).isEqualTo("TRIM_HORIZON");
        JsonNode shard = stream.get("shards").get(1);
        assertThat(shard.get("shard").asText()).isEqualTo(S1);
        assertThat(shard.get("state").asText()).isEqualTo("owned");
        assertThat(shard.get("owner").asText()).isEqualTo("w1");
        assertThat(shard.get("epoch").asLong()).isEqualTo(5);
        assertThat(shard.get("subSequenceNumber").asLong()).isEqualTo(2);
        assertThat(shard.get("millisBehindLatest").asLong()).isGreaterThan(60_000);
        assertThat(stream.get("members").get(0).get("beat").asLong()).isEqualTo(17);
        assertThat(stream.get("notes")).hasSize(1);
    }

    @Test
    void aShardWithoutLagIsAtItsTip() throws Exception {
        put(STREAM, S1, Map.of("SequenceNumber", s(last(S1))));
        JsonNode shard = new ObjectMapper()
                .readTree(run("show", "--json").done().out())
                .get("streams")
                .get(0)
                .get("shards")
                .get(1);
        assertThat(shard.get("millisBehindLatest").asLong()).isZero();
        assertThat(shard.has("nextRecordArrival")).isFalse();
        assertThat(shard.get("state").asText()).isEqualTo("free");
    }

    @Test
    void nothingIsReadOfShardsIfTheLagIsNotWanted() {
        long reads = kinesis.calls(Operation.GET_RECORDS);
        assertThat(run("show", "--no-lag").done().out()).contains("? (not asked for)");
        assertThat(kinesis.calls(Operation.GET_RECORDS)).isEqualTo(reads);
        run("show").done();
        assertThat(kinesis.calls(Operation.GET_RECORDS)).isEqualTo(reads + 3);
    }

    @Test
    void aStreamThatIsGoneStillHasRows() {
        put("gone", S0, Map.of("SequenceNumber", s("5")));
        Result result = call("show", "--table", table, "--stream", "gone").done();
        assertThat(result.out()).contains("note: Stream gone does not exist", S0 + "  gone", "not begun", "no members");
    }

    @Test
    void whatIsLookedAtIsNotChanged() {
        List<Map<String, AttributeValue>> before = rows();
        run("show").done();
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void childrenOfAShardThatIsReadWait() {
        put(STREAM, S0, Map.of("SequenceNumber", s(last(S0))));
        assertThat(run("show")
                        .done()
                        .out()
                        .lines()
                        .filter(line -> line.startsWith(S2) || line.startsWith("shardId-000000000003")))
                .hasSize(2)
                .allMatch(line -> line.contains("waiting"));
    }

    @Test
    void aGroupThatHasNotBegunHasNoPositions() {
        Result result = run("show", "--group", "new").done();
        assertThat(result.out()).contains("not begun", "undecided", "? (the group has not begun)");
    }
}
