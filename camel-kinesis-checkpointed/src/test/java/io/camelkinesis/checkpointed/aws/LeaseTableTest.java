// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.StubAws.Answer;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class LeaseTableTest {

    @Nested
    class OnDynamoDbLocal {

        private DynamoDbLocal dynamo;
        private DynamoDbClient client;

        @BeforeEach
        void open() {
            dynamo = DynamoDbLocal.inProcess();
            client = dynamo.client();
        }

        @AfterEach
        void close() {
            dynamo.close();
        }

        private LeaseTable table() {
            return new LeaseTable(client, "leases", "in region eu-west-1");
        }

        private TableDescription described() {
            return client.describeTable(d -> d.tableName("leases")).table();
        }

        @Test
        void aMissingTableIsNotCreatedUnasked() {
            assertThatThrownBy(() -> table().ensure(null))
                    .isInstanceOf(LeaseTableException.class)
                    .hasMessage(
                            "Lease table leases in region eu-west-1 does not exist. Create it, name another one with"
                                    + " leaseTable, or set leaseTableCreate=true");
            assertThat(client.listTables().tableNames()).isEmpty();
        }

        @Test
        void aMissingTableIsCreatedOnDemandWithTimeToLive() {
            assertThat(table().ensure(LeaseTableBilling.payPerRequest())).isEmpty();
            assertThat(described().billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
            var ttl = client.describeTimeToLive(d -> d.tableName("leases")).timeToLiveDescription();
            assertThat(ttl.timeToLiveStatus()).isIn(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING);
            assertThat(ttl.attributeName()).isEqualTo("ExpiresAt");

            assertThat(table().ensure(LeaseTableBilling.payPerRequest())).isEmpty();
            assertThat(table().ensure(null)).isEmpty();
        }

        @Test
        void aMissingTableIsCreatedWithCapacity() {
            table().ensure(LeaseTableBilling.provisioned(3, 4));
            assertThat(described().provisionedThroughput().readCapacityUnits()).isEqualTo(3);
            assertThat(described().provisionedThroughput().writeCapacityUnits()).isEqualTo(4);
        }

        @Test
        void manyCreatorsMakeOneTable() throws Exception {
            int creators = 8;
            CyclicBarrier together = new CyclicBarrier(creators);
            ExecutorService threads = Executors.newFixedThreadPool(creators);
            try {
                List<Future<List<String>>> created = new ArrayList<>();
                for (int i = 0; i < creators; i++) {
                    created.add(threads.submit(() -> {
                        together.await();
                        return new LeaseTable(client, "leases", "here", Duration.ofSeconds(30), Duration.ofMillis(1))
                                .ensure(LeaseTableBilling.payPerRequest());
                    }));
                }
                for (Future<List<String>> one : created) {
                    one.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(client.listTables().tableNames()).containsExactly("leases");
        }

        @Test
        void aTableWithOtherKeysIsRefused() {
            client.createTable(t -> t.tableName("leases")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(a -> a.attributeName("leaseKey").attributeType(ScalarAttributeType.S))
                    .keySchema(k -> k.attributeName("leaseKey").keyType(KeyType.HASH)));
            for (LeaseTableBilling create : Arrays.asList(null, LeaseTableBilling.payPerRequest())) {
                assertThatThrownBy(() -> table().ensure(create))
                        .isInstanceOf(LeaseTableException.class)
                        .hasMessageContaining("has the keys leaseKey (S, HASH)")
                        .hasMessageContaining("StreamID (S, HASH) and ShardID (S, RANGE)");
            }
        }

        @Test
        void timeToLiveOnAnotherAttributeIsLeftAndReported() {
            client.createTable(t -> t.tableName("leases")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            a -> a.attributeName("StreamID").attributeType(ScalarAttributeType.S),
                            a -> a.attributeName("ShardID").attributeType(ScalarAttributeType.S))
                    .keySchema(k -> k.attributeName("StreamID").keyType(KeyType.HASH), k -> k.attributeName("ShardID")
                            .keyType(KeyType.RANGE)));
            client.updateTimeToLive(u -> u.tableName("leases")
                    .timeToLiveSpecification(s -> s.attributeName("Other").enabled(true)));
            assertThat(table().ensure(LeaseTableBilling.payPerRequest()))
                    .singleElement()
                    .asString()
                    .contains("time to live on the attribute Other, not on ExpiresAt");
        }
    }

    @Test
    void capacitiesMustBePositive() {
        assertThatThrownBy(() -> LeaseTableBilling.provisioned(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaseTableReadCapacity and leaseTableWriteCapacity of at least 1, not 0 and 5");
    }

    /** The life of a table as scripted: one answer to each DescribeTable, the last one for ever. */
    @Nested
    class OnAScript {

        private final Deque<Answer> descriptions = new ArrayDeque<>();
        private Answer toTimeToLive = Answer.json("{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}");
        private Answer toCreate = Answer.json("{}");
        private final StubAws stub = StubAws.start(this::answer);
        private final DynamoDbClient client = AwsClients.dynamoDb(stub.access(), 2);

        @AfterEach
        void close() {
            client.close();
            stub.close();
        }

        private Answer answer(StubAws.Request request) {
            return switch (request.operation()) {
                case "DescribeTable" -> descriptions.size() > 1 ? descriptions.poll() : descriptions.peek();
                case "CreateTable" -> toCreate;
                case "DescribeTimeToLive" -> toTimeToLive;
                default -> Answer.json("{}");
            };
        }

        private Answer table(String status) {
            return Answer.json("{\"Table\":{\"TableStatus\":\"" + status + "\",\"AttributeDefinitions\":["
                    + "{\"AttributeName\":\"ShardID\",\"AttributeType\":\"S\"},"
                    + "{\"AttributeName\":\"StreamID\",\"AttributeType\":\"S\"}],\"KeySchema\":["
                    + "{\"AttributeName\":\"StreamID\",\"KeyType\":\"HASH\"},"
                    + "{\"AttributeName\":\"ShardID\",\"KeyType\":\"RANGE\"}]}}");
        }

        private Answer missing() {
            return Answer.error(400, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
        }

        private List<String> ensure(LeaseTableBilling create) {
            return ensure(create, Duration.ofMinutes(1));
        }

        private List<String> ensure(LeaseTableBilling create, Duration longestWait) {
            return new LeaseTable(client, "leases", "here", longestWait, Duration.ofMillis(1)).ensure(create);
        }

        private List<String> operations() {
            return stub.requests().stream().map(StubAws.Request::operation).toList();
        }

        @Test
        void aTableThatIsBeingCreatedIsWaitedFor() {
            descriptions.addAll(List.of(table("CREATING"), table("CREATING"), table("ACTIVE")));
            assertThat(ensure(null)).isEmpty();
            assertThat(operations()).containsExactly("DescribeTable", "DescribeTable", "DescribeTable");
        }

        @Test
        void aTableThatNeverBecomesActiveIsGivenUp() {
            descriptions.add(table("CREATING"));
            assertThatThrownBy(() -> ensure(LeaseTableBilling.payPerRequest(), Duration.ofMillis(100)))
                    .isInstanceOf(LeaseTableException.class)
                    .hasMessageContaining("did not become ACTIVE")
                    .hasMessageContaining("it was CREATING at last");
        }

        @Test
        void aTableThatIsBeingDeletedIsCreatedAgainWhenItIsGone() {
            descriptions.addAll(List.of(table("DELETING"), missing(), table("CREATING"), table("ACTIVE")));
            assertThat(ensure(LeaseTableBilling.payPerRequest())).isEmpty();
            assertThat(operations())
                    .containsExactly(
                            "DescribeTable",
                            "DescribeTable",
                            "CreateTable",
                            "DescribeTable",
                            "DescribeTable",
                            "DescribeTimeToLive",
                            "UpdateTimeToLive");
        }

        @Test
        void aTableThatIsBeingDeletedIsAnErrorUnlessItMayBeCreated() {
            descriptions.add(table("DELETING"));
            assertThatThrownBy(() -> ensure(null))
                    .isInstanceOf(LeaseTableException.class)
                    .hasMessageContaining("is being deleted");
        }

        @Test
        void aTableThatCannotBeUsedIsAnError() {
            descriptions.add(table("INACCESSIBLE_ENCRYPTION_CREDENTIALS"));
            assertThatThrownBy(() -> ensure(null))
                    .isInstanceOf(LeaseTableException.class)
                    .hasMessageContaining("is INACCESSIBLE_ENCRYPTION_CREDENTIALS; it must be ACTIVE");
        }

        @Test
        void aMissingPermissionForTimeToLiveIsReportedOnly() {
            descriptions.add(table("ACTIVE"));
            toTimeToLive = Answer.error(400, "AccessDeniedException");
            assertThat(ensure(LeaseTableBilling.payPerRequest()))
                    .singleElement()
                    .asString()
                    .contains("got no time to live on ExpiresAt");
        }

        @Test
        void aMissingPermissionToCreateOrToLookIsAnError() {
            descriptions.add(missing());
            toCreate = Answer.error(400, "AccessDeniedException");
            assertThatThrownBy(() -> ensure(LeaseTableBilling.payPerRequest()))
                    .isInstanceOf(LeaseTableException.class)
                    .hasMessageContaining("cannot be created (CreateTable)");
            descriptions.clear();
            descriptions.add(Answer.error(400, "AccessDeniedException"));
            assertThatThrownBy(() -> ensure(null))
                    .isInstanceOf(LeaseTableException.class)
                    .hasMessageContaining("cannot be looked at (DescribeTable)");
        }

        @Test
        void anotherCreatorIsNoError() {
            descriptions.addAll(List.of(missing(), table("CREATING"), table("ACTIVE")));
            toCreate = Answer.error(400, "com.amazonaws.dynamodb.v20120810#ResourceInUseException");
            assertThat(ensure(LeaseTableBilling.payPerRequest())).isEmpty();
        }
    }
}
