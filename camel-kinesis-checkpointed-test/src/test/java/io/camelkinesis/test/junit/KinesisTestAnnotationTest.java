// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@KinesisTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KinesisTestAnnotationTest {

    private static String firstStream = "";
    private static InMemoryKinesis firstModel;

    @Test
    @Order(1)
    void everythingIsThere(
            TestKinesis kinesis,
            KinesisClient client,
            KinesisAsyncClient asyncClient,
            DynamoDbClient dynamoDb,
            InMemoryKinesis model,
            @FreshStream(shards = 3) String stream) {
        firstStream = stream;
        firstModel = model;
        model.put(stream, "k", "x");

        assertThat(client.listShards(b -> b.streamName(stream)).shards()).hasSize(3);
        assertThat(asyncClient.listShards(b -> b.streamName(stream)).join().shards())
                .hasSize(3);
        assertThat(dynamoDb.listTables().tableNames()).isEmpty();
        assertThat(kinesis.model()).isSameAs(model);
        try (KinesisClient elsewhere = KinesisClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            assertThat(elsewhere.listShards(b -> b.streamName(stream)).shards()).hasSize(3);
            assertThat(kinesis.endpoint()).isEqualTo(kinesis.endpoint());
        }
        model.failNext(Operation.LIST_SHARDS, Fault.INTERNAL_FAILURE);
        assertThatThrownBy(() -> client.listShards(b -> b.streamName(stream)))
                .isInstanceOf(InternalFailureException.class);
        model.failNext(Operation.LIST_SHARDS, Fault.INTERNAL_FAILURE);
        model.throttling(true);
    }

    @Test
    @Order(2)
    void theNextTestHasItsOwnStreamTheSameModelAndNoFaults(
            KinesisClient client, InMemoryKinesis model, @FreshStream String stream) {
        assertThat(stream).isNotEqualTo(firstStream);
        assertThat(model).isSameAs(firstModel);
        for (int i = 0; i < 30; i++) {
            assertThat(client.describeStreamSummary(b -> b.streamName(stream))
                            .streamDescriptionSummary()
                            .openShardCount())
                    .isEqualTo(1);
        }
        assertThat(client.listShards(b -> b.streamName(stream)).shards()).hasSize(1);
    }

    @Test
    @Order(3)
    void timeCanBeMoved(TestKinesis kinesis, KinesisClient client, @FreshStream String stream) {
        String iterator = client.getShardIterator(b -> b.streamName(stream)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.LATEST))
                .shardIterator();
        kinesis.clock().advance(Duration.ofMinutes(6));

        assertThatThrownBy(() -> client.getRecords(b -> b.shardIterator(iterator)))
                .isInstanceOf(ExpiredIteratorException.class);
    }

    @Nested
    class InANestedClass {

        @Test
        void isTheSameKinesis(InMemoryKinesis model) {
            assertThat(model).isSameAs(firstModel);
        }
    }
}
