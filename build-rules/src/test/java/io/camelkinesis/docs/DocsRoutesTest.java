package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
