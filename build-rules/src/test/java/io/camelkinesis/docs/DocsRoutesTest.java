// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.aws.KinesisCheckpoint;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Runs the routes that the pages show. */
class DocsRoutesTest {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final Queue<String> orders = new ConcurrentLinkedQueue<>();
    private DynamoDbLocal dynamoDb;
    private CamelContext context;

    @BeforeEach
    void begin() {
        kinesis.createStream("orders", 2);
        dynamoDb = DynamoDbLocal.inProcess();
        context = new DefaultCamelContext();
        context.addComponent("aws2-sqs", new MockComponent());
    }

    @AfterEach
    void end() throws Exception {
        context.close();
        dynamoDb.close();
    }

    @Test
    void theRouteOfTheReadmeGetsEveryOrderOnce() throws Exception {
        start(new DocsRoutes.Orders(), exchange -> orders.add(body(exchange)));
        kinesis.put("orders", "ada", "1 tea");
        kinesis.put("orders", "grace", "2 coffee");
        await().until(() -> orders.size() >= 2);
        context.stop();
        assertThat(orders).containsExactlyInAnyOrder("1 tea", "2 coffee");
        assertThat(storedCheckpoints())
                .isEqualTo(kinesis.records("orders").stream()
                        .map(record -> kinesis.shardFor("orders", record.partitionKey()))
                        .distinct()
                        .count());
    }

    @Test
    void ordersThatArePutAreReadAndCopied() throws Exception {
        kinesis.createStream("copies", 1);
        context.addRoutes(new DocsRoutes.PutByCustomer());
        start(new DocsRoutes.Orders(), exchange -> orders.add(body(exchange)));
        context.createProducerTemplate().sendBodyAndHeader("direct:orders", "1 tea", "customer", "ada");
        await().until(() -> orders.contains("1 tea"));
        context.addRoutes(new DocsRoutes.CopyOrders());
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint().getEndpointUri().contains("leaseTableCreate")) {
                context.getRouteController().stopRoute(route.getRouteId());
            }
        }
        kinesis.put("orders", "grace", "2 coffee");
        await().atMost(Duration.ofSeconds(30)).until(() -> kinesis.records("copies").stream()
                .anyMatch(record -> record.partitionKey().equals("grace")));
        assertThat(kinesis.records("copies")).hasSize(1);
    }

    @Test
    void theDeadLetterChannelTakesWhatFails() throws Exception {
        MockEndpoint failed = context.getEndpoint("aws2-sqs:failed-orders", MockEndpoint.class);
        start(new DocsRoutes.FailedOrders(), exchange -> {
            if (body(exchange).equals("bad")) {
                throw new IllegalStateException("bad order");
            }
            orders.add(body(exchange));
        });
        kinesis.put("orders", "ada", "bad");
        kinesis.put("orders", "ada", "good");
        await().atMost(Duration.ofSeconds(30)).until(() -> orders.size() == 1);
        assertThat(failed.getExchanges()).extracting(DocsRoutesTest::body).containsExactly("bad");
    }

    @Test
    void anOrderIsDeliveredAgainWhenTheDeadLetterChannelFails() throws Exception {
        MockEndpoint failed = context.getEndpoint("aws2-sqs:failed-orders", MockEndpoint.class);
        failed.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("no queue");
        });
        start(new DocsRoutes.FailedOrders(), exchange -> {
            orders.add(body(exchange));
            throw new IllegalStateException("bad order");
        });
        kinesis.put("orders", "ada", "bad");
        int attemptsOfOneDelivery = 4;
        await().atMost(Duration.ofSeconds(30)).until(() -> orders.size() > attemptsOfOneDelivery);
    }

    @Test
    void groupsAreCommittedWhenTheyAreFlushed() throws Exception {
        Queue<Integer> groups = new ConcurrentLinkedQueue<>();
        start(new DocsRoutes.GroupsOfOrders(), group -> {
            assertThat(storedCheckpoints()).isZero();
            groups.add(group.getMessage().getBody(List.class).size());
        });
        IntStream.range(0, 30).forEach(i -> kinesis.put("orders", "ada", "order " + i));
        await().until(() -> groups.stream().mapToInt(Integer::intValue).sum() == 30);
        context.stop();
        assertThat(groups).hasSizeLessThan(30);
        assertThat(storedCheckpoints()).isOne();
    }

    @Test
    void eachOrderIsInTheTotalsOnce() throws Exception {
        createTotals();
        kinesis.put("orders", "ada", "1 tea");
        kinesis.put("orders", "grace", "2 coffee");
        kinesis.put("orders", "ada", "3 milk");
        start(new DocsRoutes.Totals(), exchange -> {});
        await().until(() -> total("ada") == 2 && total("grace") == 1);
        context.stop();
        assertThat(total("ada")).isEqualTo(2);
    }

    @Test
    void aTransactionOfTheRoutesOwnStoresOnce() throws Exception {
        createTotals();
        AtomicBoolean failed = new AtomicBoolean();
        start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true&checkpointLimit=1"
                                        + "&replayDelay=100")
                                .to("bean:orders");
                    }
                },
                exchange -> {
                    DocsRoutes.Totals.store(
                            dynamoDb.client(),
                            "ada",
                            exchange.getMessage()
                                    .getHeader(KinesisCheckpointedConstants.CHECKPOINT, KinesisCheckpoint.class));
                    orders.add(body(exchange));
                    if (failed.compareAndSet(false, true)) {
                        throw new IllegalStateException("after the transaction");
                    }
                });
        kinesis.put("orders", "ada", "1 tea");
        await().until(() -> orders.size() == 2);
        assertThat(total("ada")).isOne();
    }

    private void createTotals() {
        dynamoDb.client().createTable(table -> table.tableName("totals")
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("Customer")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("Customer")
                        .keyType(KeyType.HASH)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }

    private int total(String customer) {
        AttributeValue orders = dynamoDb.client()
                .getItem(get -> get.tableName("totals").key(Map.of("Customer", AttributeValue.fromS(customer))))
                .item()
                .get("Orders");
        return orders == null ? 0 : Integer.parseInt(orders.n());
    }

    @Test
    void theDeadLetterEndpointTakesWhatFailsInEveryReplay() throws Exception {
        MockEndpoint failed = context.getEndpoint("aws2-sqs:failed-orders", MockEndpoint.class);
        start(new DocsRoutes.DeadOrders(), exchange -> {
            orders.add(body(exchange));
            if (body(exchange).equals("bad")) {
                throw new IllegalStateException("bad order");
            }
        });
        kinesis.put("orders", "ada", "bad");
        kinesis.put("orders", "ada", "good");
        await().atMost(Duration.ofSeconds(30)).until(() -> orders.contains("good"));
        assertThat(orders).containsExactly("bad", "bad", "bad", "bad", "good");
        assertThat(failed.getExchanges()).extracting(DocsRoutesTest::body).containsExactly("bad");
    }

    @Test
    void theBadOrderOfABatchIsFound() throws Exception {
        MockEndpoint failed = context.getEndpoint("aws2-sqs:failed-orders", MockEndpoint.class);
        start(new DocsRoutes.BatchedOrders(), exchange -> {
            List<?> inner = exchange.getMessage().getBody(List.class);
            List<String> batch = inner.stream().map(one -> body((Exchange) one)).toList();
            if (batch.contains("bad")) {
                throw new IllegalStateException("bad order");
            }
            orders.addAll(batch);
        });
        for (String order : List.of("1", "2", "bad", "3", "4")) {
            kinesis.put("orders", "ada", order);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> orders.size() == 4);
        assertThat(orders).containsExactly("1", "2", "3", "4");
        assertThat(failed.getExchanges()).extracting(DocsRoutesTest::body).containsExactly("bad");
    }

    @Test
    void theUriForAnEmulatorIsUnderstood() throws Exception {
        context.setAutoStartup(false);
        context.getRegistry().bind("orders", (Processor) exchange -> {});
        context.addRoutes(new DocsRoutes.Emulator());
        context.start();
        assertThat(context.getRoutes()).hasSize(1);
    }

    @Test
    void theRouteWithFanOutIsSentEveryOrderOnce() throws Exception {
        try (KinesisAsyncClient subscriptions = kinesis.asyncClient()) {
            context.getRegistry().bind("subscriptions", subscriptions);
            start(new DocsRoutes.FanOutOrders(), exchange -> orders.add(body(exchange)));
            kinesis.put("orders", "ada", "1 tea");
            kinesis.put("orders", "grace", "2 coffee");
            await().until(() -> orders.size() >= 2);
            context.stop();
        }
        assertThat(orders).containsExactlyInAnyOrder("1 tea", "2 coffee");
        assertThat(kinesis.calls(Operation.GET_RECORDS)).isZero();
    }

    private void start(RouteBuilder route, Processor bean) throws Exception {
        context.getRegistry().bind("kinesis", kinesis.client());
        context.getRegistry().bind("dynamoDb", dynamoDb.client());
        context.getRegistry().bind("orders", bean);
        context.addRoutes(route);
        context.start();
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private long storedCheckpoints() {
        return dynamoDb.client().scan(scan -> scan.tableName("checkpoints")).items().stream()
                .filter(row -> row.containsKey("SequenceNumber"))
                .map(row -> List.of(row.get("StreamID"), row.get("ShardID")))
                .distinct()
                .count();
    }
}
