// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Rows as versions 2 and 3 of the KCL write them. */
class KclImportTest extends ToolsFixture {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";
    private static final String S2 = "shardId-000000000002";
    private static final String S3 = "shardId-000000000003";
    private static final String ACCOUNT = "000000000000";

    private String kcl;

    @BeforeEach
    void createTables() {
        kcl = table + "-kcl";
        dynamoDb().createTable(t -> t.tableName(kcl)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("leaseKey"))
                .keySchema(key("leaseKey", KeyType.HASH)));
        kinesis.createStream(STREAM, 2);
    }

    /** As the KCL's serializer writes a lease. */
    private void lease(String key, String checkpoint, long subSequence, String... parents) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "leaseKey", s(key),
                "leaseCounter", n(17),
                "leaseOwner", s("a5b1c7f0-8c4f-4c0c-a3dd-6d20c93e2b55"),
                "ownerSwitchesSinceCheckpoint", n(0),
                "checkpoint", s(checkpoint),
                "checkpointSubSequenceNumber", n(subSequence),
                "startingHashKey", s("0"),
                "endingHashKey", s("170141183460469231731687303715884105727"),
                "throughputKBps", n(0)));
        if (parents.length > 0) {
            item.put("parentShardId", AttributeValue.fromSs(List.of(parents)));
        }
        put(kcl, item);
    }

    private Result fromKcl(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "--from-kcl";
        all[1] = kcl;
        System.arraycopy(options, 0, all, 2, options.length);
        return run("import", all);
    }

    private StoredRecord record(String shard, int index) {
        return kinesis.records(STREAM, shard).get(index);
    }

    @Test
    void aConsumerGoesOnWhereTheKclStopped() {
        putRecords("1");
        String next = kinesis.split(STREAM, S0).get(0);
        putRecords("2");
        lease(S0, "SHARD_END", 0);
        lease(S1, last(S1), 0);
        lease(S2, last(S2), 0, S0);
        lease(S3, "TRIM_HORIZON", 0, S0);
        assertThat(next).isEqualTo(S2);
        fromKcl().done();
        assertThat(row(S0).ended()).isTrue();
        assertThat(row(S1).checkpoint()).isEqualTo(SequenceNumber.of(last(S1)));
        assertThat(row(S3).startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(row(S2).parents()).containsExactly(S0);

        putRecords("3");
        TestConsumer consumer = new TestConsumer("c", ORDERS, store(), kinesis, time).start();
        List<String> unread = kinesis.records(STREAM, S3).stream()
                .map(StoredRecord::text)
                .filter(body -> body.endsWith("2"))
                .toList();
        consumer.await(8 + unread.size());
        assertThat(consumer.bodies).containsAll(bodies("3")).containsAll(unread).hasSize(8 + unread.size());
    }

    @Test
    void theWordsOfTheKcl() {
        kinesis.createStream("words", 5);
        String[] words = {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP", "SHARD_END", "4242"};
        for (int i = 0; i < words.length; i++) {
            lease("shardId-00000000000" + i, words[i], 0);
        }
        String[] command = {"import", "--table", table, "--stream", "words", "--from-kcl", kcl, "--dry-run"};
        Result unsaid = call(command);
        assertThat(unsaid.exitCode()).isEqualTo(1);
        assertThat(unsaid.err()).contains("Lease " + S2 + " is at AT_TIMESTAMP", "give --timestamp");

        command[7] = "--timestamp=2025-12-01T00:00:00Z";
        Result said = call(command).done();
        assertThat(said.err()).contains("Lease " + S1 + " is at LATEST, nothing of it was committed");
        var leases = view(StreamId.of("words")).leases();
        assertThat(leases).hasSize(5);
        assertThat(leases.get(0).startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(leases.get(1).startPosition()).isInstanceOf(Position.AtTimestamp.class);
        assertThat(leases.get(2).startPosition())
                .isEqualTo(new Position.AtTimestamp(Instant.parse("2025-12-01T00:00:00Z")));
        assertThat(leases.get(3).ended()).isTrue();
        assertThat(leases.get(4).sequenceText()).isEqualTo("4242");
    }

    /** The KCL stores 0 for a record that is no aggregate, and for the first user record of one. */
    @Test
    void theSubSequenceIsKeptForAggregatesOnly() {
        byte[] aggregate = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2, 1, 2, 3};
        String shardOfAggregate = kinesis.put(STREAM, "a", aggregate).shard();
        String plain = shardOfAggregate.equals(S0) ? S1 : S0;
        for (int key = 0; kinesis.records(STREAM, plain).isEmpty(); key++) {
            kinesis.put(STREAM, "key-" + key, "plain");
        }
        lease(shardOfAggregate, record(shardOfAggregate, 0).sequence().digits(), 0);
        lease(plain, record(plain, 0).sequence().digits(), 0);
        fromKcl().done();
        assertThat(row(shardOfAggregate).checkpoint())
                .isEqualTo(
                        SequenceNumber.of(record(shardOfAggregate, 0).sequence().digits(), 0));
        assertThat(row(plain).checkpoint()).isEqualTo(record(plain, 0).sequence());

        lease(plain, record(plain, 0).sequence().digits(), 3);
        fromKcl().done();
        assertThat(row(plain).subSequence()).isEqualTo(3);
    }

    /** The KCL deletes the lease of a consumed shard when it reads the children; Kinesis lists the shard for days. */
    @Test
    void aShardWhoseLeaseTheKclHasDeletedIsNotReadAgain() {
        putRecords("1");
        List<String> children = kinesis.split(STREAM, S0);
        putRecords("2");
        List<String> grandchildren = kinesis.split(STREAM, children.get(0));
        putRecords("3");
        lease(S1, last(S1), 0);
        lease(grandchildren.get(0), "5", 3, children.get(0));
        lease(grandchildren.get(1), "TRIM_HORIZON", 0, children.get(0));
        fromKcl().done();
        assertThat(row(S0).ended()).isTrue();
        assertThat(row(children.get(0)).ended()).isTrue();
        assertThat(row(children.get(1)).startPosition())
                .as("its parent was consumed, it has no lease: not begun")
                .isEqualTo(Position.TRIM_HORIZON);
        assertThat(row(grandchildren.get(1)).startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(view().leases()).hasSize(6);
    }

    @Test
    void aShardThatNoLeaseTellsOfIsLeftToTheStartOfTheGroup() {
        lease(S1, "TRIM_HORIZON", 0);
        lease("shardId-000000000099", "5", 0);
        Result result = fromKcl().done();
        assertThat(result.err()).contains("Lease shardId-000000000099 is left out: Kinesis does not list the shard");
        assertThat(view().leases()).extracting(lease -> lease.shard().name()).containsExactly(S1);
        assertThat(rows()).noneMatch(row -> row.get("ShardID").s().equals("group"));
    }

    @Test
    void anApplicationOfSeveralStreams() {
        kinesis.createStream("payments", 1);
        lease(ACCOUNT + ":orders:1700000000:" + S1, "5", 2);
        lease(ACCOUNT + ":orders:1600000000:" + S1, "4", 2);
        lease(ACCOUNT + ":orders:1600000000:" + S0, "4", 2);
        lease(ACCOUNT + ":payments:1700000000:" + S0, "6", 2);
        Result result = call("import", "--table", table, "--from-kcl", kcl, "--stream", STREAM, "--stream", "payments")
                .done();
        assertThat(result.err()).contains("one deleted and created again");
        assertThat(view().leases()).singleElement().satisfies(lease -> assertThat(lease.checkpoint())
                .isEqualTo(SequenceNumber.of("5", 2)));
        assertThat(view(StreamId.of("payments")).leases()).hasSize(1);

        lease("111122223333:orders:1700000000:" + S0, "5", 2);
        Result twoAccounts = fromKcl();
        assertThat(twoAccounts.exitCode()).isEqualTo(1);
        assertThat(twoAccounts.err()).contains("000000000000 and 111122223333", "give the ARN");
        String arn = kinesis.arnOf(STREAM);
        Result byArn = call("import", "--table", table, "--from-kcl", kcl, "--stream", arn, "--group", "g", "--dry-run")
                .done();
        assertThat(byArn.out()).contains(arn + "@g/" + S1 + ": new row").doesNotContain(S0 + ":");
    }

    @Test
    void severalStreamsOfAnApplicationThatReadsOne() {
        kinesis.createStream("payments", 1);
        lease(S0, "5", 2);
        Result result = call("import", "--table", table, "--from-kcl", kcl, "--stream", STREAM, "--stream", "payments");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("reads one stream, and does not say which");
    }

    @Test
    void anApplicationThatLivesIsFoundOut() {
        lease(S0, "5", 2);
        long[] counter = {18};
        whilePausing = () -> dynamoDb().updateItem(u -> u.tableName(kcl)
                .key(Map.of("leaseKey", s(S0)))
                .updateExpression("SET leaseCounter = :c")
                .expressionAttributeValues(Map.of(":c", n(counter[0]++))));
        Result result = fromKcl();
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("the owner of lease " + S0);
        assertThat(rows()).isEmpty();
        whilePausing = () -> {};
        long start = time.nanoTime();
        fromKcl("--lease-period", "20s").done();
        assertThat(Duration.ofNanos(time.nanoTime() - start)).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "12x"})
    void aCheckpointThatIsNoneIsSaid(String checkpoint) {
        lease(S0, checkpoint, 0);
        Result result = fromKcl();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the checkpoint '" + checkpoint + "' is neither a sequence number nor");
        assertThat(rows()).isEmpty();
    }

    @Test
    void aTableThatIsNoneOfTheKclIsSaid() {
        put(STREAM, S0, Map.of("SequenceNumber", s("5")));
        Result result = run("import", "--from-kcl", table, "--group", "g");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("is no lease table of the KCL");
        assertThat(fromKcl().err()).contains("holds no lease of stream orders, nor any other");
    }
}
