// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Rows as Redpanda Connect leaves them. */
class RedpandaImportTest extends ToolsFixture {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";

    private String other;
    private String arn;

    @BeforeEach
    void createTables() {
        other = table + "-redpanda";
        dynamoDb().createTable(t -> t.tableName(other)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("StreamID"), attribute("ShardID"))
                .keySchema(key("StreamID", KeyType.HASH), key("ShardID", KeyType.RANGE)));
        kinesis.createStream(STREAM, 2);
        arn = kinesis.arnOf(STREAM);
        putRecords("1");
    }

    /** A row after a clean stop. */
    private void left(String anyTable, String streamId, String shardId, String sequence) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of("StreamID", s(streamId), "ShardID", s(shardId)));
        if (sequence != null) {
            item.put("SequenceNumber", s(sequence));
        }
        put(anyTable, item);
    }

    @Test
    void anotherTable() {
        left(other, STREAM, S0, last(S0));
        left(other, STREAM, "1", last(S1));
        left(other, STREAM, "shardId-000000000002", null);
        Result result = run("import", "--from-redpanda", other).done();
        assertThat(result.err()).contains("shardId-000000000002 is left out: it has no checkpoint");
        assertThat(view().leases()).hasSize(2).allMatch(lease -> lease.isFree() && lease.epoch() == 1);

        putRecords("2");
        TestConsumer consumer = new TestConsumer("c", ORDERS, store(), kinesis, time).start();
        consumer.await(8);
        assertThat(consumer.bodies).containsExactlyInAnyOrderElementsOf(bodies("2"));
    }

    @Test
    void theOtherSpellingInTheSameTable() {
        left(table, STREAM, S0, "41");
        Result result = call("import", "--table", table, "--stream", arn, "--from-redpanda", table)
                .done();
        assertThat(result.out()).contains(arn + "/" + S0 + ": new row, SequenceNumber = 41");
        assertThat(view(StreamId.of(arn)).leases()).singleElement().satisfies(lease -> assertThat(lease.checkpoint())
                .isEqualTo(SequenceNumber.of("41")));
        assertThat(view().leases()).as("the rows of the other program stay").hasSize(1);
    }

    @Test
    void intoAGroup() {
        left(table, STREAM, S0, "41");
        run("import", "--from-redpanda", table, "--group", "billing").done();
        assertThat(view(new StreamId(STREAM, "billing")).leases()).hasSize(1);
    }

    @Test
    void aKeyOfItsOwn() {
        left(other, "orders-old", S0, "41");
        Result guessed = run("import", "--from-redpanda", other);
        assertThat(guessed.exitCode()).isEqualTo(1);
        assertThat(guessed.err()).contains("holds no rows under StreamID orders or " + arn);
        run("import", "--from-redpanda", other, "--from-stream", "orders-old").done();
        assertThat(view().leases()).hasSize(1);
    }

    @Test
    void rowsThatNeedNoImport() {
        left(table, STREAM, S0, "41");
        Result result = run("import", "--from-redpanda", table);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("rows under orders need no import, the consumers use them as they are");
    }

    @Test
    void aProcessThatLivesIsFoundOut() {
        left(other, STREAM, S0, "41");
        Runnable commit = () -> put(
                other,
                Map.of(
                        "StreamID", s(STREAM),
                        "ShardID", s(S0),
                        "SequenceNumber", s("41"),
                        "ClientID", s("redpanda"),
                        "LeaseTimeout", s(time.now().toString())));
        commit.run();
        whilePausing = commit;
        List<Map<String, AttributeValue>> before = rows();
        Result result = run("import", "--from-redpanda", other);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("owner redpanda of orders/" + S0);
        assertThat(rows()).isEqualTo(before);
        run("import", "--from-redpanda", other, "--force").done();
        assertThat(row(S0).sequenceText()).isEqualTo("41");
    }
}
