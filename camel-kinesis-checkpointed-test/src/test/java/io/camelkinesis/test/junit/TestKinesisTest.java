// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

@KinesisTest(clockBehind = "PT2H")
class TestKinesisTest {

    private final TestKinesis kinesis;

    TestKinesisTest(TestKinesis kinesis) {
        this.kinesis = kinesis;
    }

    @AfterEach
    void empty() {
        kinesis.reset();
    }

    @Test
    void whatIsPutIsRead() {
        kinesis.createStream("orders", 4);
        StoredRecord text = kinesis.put("orders", "ada", "tea");
        StoredRecord bytes = kinesis.put("orders", "ada", new byte[] {1, 2});

        assertThat(kinesis.records("orders"))
                .extracting(StoredRecord::sequence)
                .containsExactly(text.sequence(), bytes.sequence());
        assertThat(text.text()).isEqualTo("tea");
        assertThat(text.shard()).isEqualTo(kinesis.shardFor("orders", "ada"));
        assertThatThrownBy(() -> kinesis.put("nobody", "ada", "tea"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void shardsAreSplitAndMerged() {
        kinesis.createStream("orders", 1);

        List<String> children = kinesis.split("orders", kinesis.shardFor("orders", "ada"));
        assertThat(kinesis.openShards("orders")).isEqualTo(children).hasSize(2);

        String child = kinesis.merge("orders", children.get(0), children.get(1));
        assertThat(kinesis.openShards("orders")).containsExactly(child);
    }

    @Test
    void theNextCallsFail() {
        kinesis.createStream("orders", 1);
        kinesis.failNext(Operation.LIST_SHARDS, Fault.INTERNAL_FAILURE);

        assertThatThrownBy(() -> kinesis.client().listShards(b -> b.streamName("orders")))
                .hasMessageContaining("500");
        assertThat(kinesis.client().listShards(b -> b.streamName("orders")).shards())
                .hasSize(1);
        assertThatThrownBy(() -> kinesis.failNext(Operation.PUT_RECORD, Fault.ITERATOR_EXPIRED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot happen to PUT_RECORD");
    }

    @Test
    void recordsAreAsOldAsTheClockIsBehindAndFallOutOfRetention() {
        kinesis.createStream("orders", 1);
        StoredRecord old = kinesis.put("orders", "ada", "tea");
        assertThat(old.arrival()).isBefore(Instant.now().minus(Duration.ofMinutes(119)));

        kinesis.advanceTime(Duration.ofHours(25));
        StoredRecord fresh = kinesis.put("orders", "ada", "coffee");

        assertThat(kinesis.records("orders")).extracting(StoredRecord::sequence).containsExactly(fresh.sequence());
        assertThat(Duration.between(old.arrival(), fresh.arrival())).isGreaterThanOrEqualTo(Duration.ofHours(25));
        assertThatThrownBy(() -> kinesis.advanceTime(Duration.ofHours(-1))).hasMessageContaining("forward only");
    }

    @Test
    void aResetLeavesNothing() {
        kinesis.createStream("orders", 1);
        createLeaseTable("checkpoints");
        assertThatThrownBy(() -> kinesis.createStream("orders", 1)).isInstanceOf(ResourceInUseException.class);
        kinesis.failNext(Operation.LIST_SHARDS, Fault.INTERNAL_FAILURE);

        kinesis.reset();

        assertThat(kinesis.client().listStreams().streamNames()).isEmpty();
        assertThat(kinesis.dynamoDb().listTables().tableNames()).isEmpty();
        kinesis.createStream("orders", 2);
        assertThat(kinesis.client().listShards(b -> b.streamName("orders")).shards())
                .hasSize(2);
    }

    @Test
    void theCheckpointIsReadFromTheTable() {
        kinesis.createStream("orders", 1);
        StoredRecord record = kinesis.put("orders", "ada", "tea");
        assertThat(kinesis.checkpoint("checkpoints", "orders", record.shard())).isEmpty();
        createLeaseTable("checkpoints");
        assertThat(kinesis.checkpoint("checkpoints", "orders", record.shard())).isEmpty();

        kinesis.dynamoDb().putItem(put -> put.tableName("checkpoints")
                .item(Map.of(
                        "StreamID", AttributeValue.fromS("orders"),
                        "ShardID", AttributeValue.fromS(record.shard()),
                        "SequenceNumber", AttributeValue.fromS(record.sequence().digits()))));

        assertThat(kinesis.checkpoint("checkpoints", "orders", record.shard())).contains(record.sequence());
    }

    @Test
    void theBeansAreTheClients() {
        assertThat(kinesis.beans())
                .hasEntrySatisfying("kinesisClient", bean -> assertThat(bean).isInstanceOf(KinesisClient.class))
                .hasEntrySatisfying(
                        "kinesisAsyncClient", bean -> assertThat(bean).isInstanceOf(KinesisAsyncClient.class))
                .hasEntrySatisfying("dynamoDbClient", bean -> assertThat(bean).isInstanceOf(DynamoDbClient.class))
                .hasSize(3);
    }

    @KinesisTest(clockBehind = "two hours")
    private static final class Wrong {}

    @Test
    void aWrongClockIsSaidAtTheStart() {
        assertThatThrownBy(() -> Setup.of(Wrong.class.getAnnotation(KinesisTest.class)))
                .hasMessage("@KinesisTest(clockBehind = \"two hours\"): must be a duration such as PT2H");
        assertThatThrownBy(() -> KinesisExtension.inMemory().clockBehind(Duration.ofHours(-1)))
                .hasMessageContaining("must not be negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT2H"})
    void otherPeoplesKinesisHasAClockOfItsOwn(String behind) {
        assertThatThrownBy(() -> KinesisExtension.kinesisLocal().clockBehind(Duration.parse(behind)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use Backend.IN_MEMORY");
    }

    private void createLeaseTable(String name) {
        kinesis.dynamoDb().createTable(table -> table.tableName(name)
                .attributeDefinitions(
                        a -> a.attributeName("StreamID").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("ShardID").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("StreamID").keyType(KeyType.HASH), k -> k.attributeName("ShardID")
                        .keyType(KeyType.RANGE))
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }
}
