// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbLocalTest {

    @Test
    void inProcessChecksConditionsAndReturnsTheRow() {
        try (DynamoDbLocal dynamo = DynamoDbLocal.inProcess()) {
            assertChecksConditions(dynamo.client());
            assertThatThrownBy(dynamo::endpoint)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("serverProcess()");
        }
        assertThat(Path.of("dynamodb-local-metadata.json")).doesNotExist();
    }

    @Test
    void twoInProcessShareNothing() {
        try (DynamoDbLocal one = DynamoDbLocal.inProcess();
                DynamoDbLocal other = DynamoDbLocal.inProcess()) {
            createTable(one.client());
            assertThat(other.client().listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void serverProcessListensOnLoopbackAndEndsWithClose() {
        ProcessHandle child;
        try (DynamoDbLocal dynamo = DynamoDbLocal.serverProcess()) {
            child = ((DynamoDbProcess) dynamo).process();
            assertThat(dynamo.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertChecksConditions(dynamo.client());
        }
        assertThat(child.isAlive()).isFalse();
        assertThat(Path.of("dynamodb-local-metadata.json")).doesNotExist();
    }

    @Test
    void serverProcessEndsWhenItsParentIsKilled() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), Parent.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process parent = builder.start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            parent.destroyForcibly();
            await().until(() -> !child.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** A program that starts a server process and then waits for ever. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            DynamoDbProcess dynamo = DynamoDbProcess.start(0);
            System.out.println(dynamo.process().pid());
            Thread.currentThread().join();
        }
    }

    private static void assertChecksConditions(DynamoDbClient client) {
        createTable(client);
        Map<String, AttributeValue> key = Map.of("k", AttributeValue.fromS("a"));
        client.updateItem(u -> u.tableName("things")
                .key(key)
                .updateExpression("SET v = :v")
                .expressionAttributeValues(Map.of(":v", AttributeValue.fromN("1"))));
        assertThatThrownBy(() -> client.updateItem(u -> u.tableName("things")
                        .key(key)
                        .updateExpression("SET v = :v")
                        .conditionExpression("attribute_not_exists(v)")
                        .expressionAttributeValues(Map.of(":v", AttributeValue.fromN("2")))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(ConditionalCheckFailedException.class, e -> assertThat(e.item())
                        .containsEntry("v", AttributeValue.fromN("1")));
    }

    private static void createTable(DynamoDbClient client) {
        client.createTable(t -> t.tableName("things")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(a -> a.attributeName("k").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("k").keyType(KeyType.HASH)));
    }
}
