// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A consumer, and a producer, gets along with the actions that the page on permissions lists, and it needs each of them. */
class IamActionsTest {

    /** Methods of a client that are no calls of the service. */
    private static final Set<String> LOCAL =
            Set.of("close", "serviceName", "serviceClientConfiguration", "toString", "hashCode", "equals");

    private final Set<String> used = new ConcurrentSkipListSet<>();
    private final Set<String> denied = new ConcurrentSkipListSet<>();

    @Test
    void aConsumerNeedsWhatIsListedForAlwaysAndForCreatingItsTable() throws Exception {
        Predicate<String> polling = when -> when.equals("always") || when.startsWith("`retrieval=POLLING`");
        Set<String> always = listed(polling);
        Set<String> creating = listed(polling.or(when -> when.startsWith("`leaseTableCreate=true`")));
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inProcess()) {
            consumeOneRecord("leaseTableCreate=true", creating, dynamoDb);
            assertThat(used).isEqualTo(creating);
            used.clear();
            consumeOneRecord("leaseTableCreate=false", always, dynamoDb);
            assertThat(used).isEqualTo(always);
        }
        assertThat(listed(when -> when.startsWith("to tell"))).containsAll(denied);
    }

    @Test
    void aProducerNeedsWhatIsListedForPutting() throws Exception {
        Set<String> always = listed(when -> when.equals("putting"));
        Set<String> checking = listed(when -> when.startsWith("putting"));
        putOneRecord("checkStream=true", checking);
        assertThat(used).isEqualTo(checking);
        used.clear();
        putOneRecord("checkStream=false", always);
        assertThat(used).isEqualTo(always);
        assertThat(denied).isEmpty();
    }

    private void putOneRecord(String option, Set<String> allowed) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry()
                    .bind("kinesis", restricted(KinesisClient.class, kinesis.client(), "kinesis", allowed));
            context.start();
            context.createProducerTemplate()
                    .sendBodyAndHeader("kinesis-cp:orders?" + option, "tea", "CamelAwsKinesisPartitionKey", "ada");
        }
        assertThat(kinesis.records("orders")).hasSize(1);
    }

    @Test
    void aConsumerWithFanOutNeedsWhatIsListedForThat() throws Exception {
        Predicate<String> fanOut = when -> when.equals("always") || when.startsWith("`retrieval=FAN_OUT`");
        Set<String> registering = listed(
                fanOut.or(when -> when.contains("`fanOutConsumerName`") || when.startsWith("`leaseTableCreate=true`")));
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inProcess()) {
            consumeOneRecord(
                    "retrieval=FAN_OUT&fanOutConsumerName=billing&leaseTableCreate=true", registering, dynamoDb);
            assertThat(used).isEqualTo(registering);
        }
    }

    private void consumeOneRecord(String option, Set<String> allowed, DynamoDbLocal dynamoDb) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        kinesis.put("orders", "ada", "tea");
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        try (KinesisAsyncClient subscriptions = kinesis.asyncClient();
                CamelContext context = new DefaultCamelContext()) {
            context.getRegistry()
                    .bind("kinesis", restricted(KinesisClient.class, kinesis.client(), "kinesis", allowed));
            context.getRegistry()
                    .bind("subscriptions", restricted(KinesisAsyncClient.class, subscriptions, "kinesis", allowed));
            context.getRegistry()
                    .bind("dynamoDb", restricted(DynamoDbClient.class, dynamoDb.client(), "dynamodb", allowed));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:orders?leaseTable=checkpoints&group=" + option.hashCode() + "&" + option)
                            .process(
                                    exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
                }
            });
            context.start();
            await().until(() -> !bodies.isEmpty());
        }
        assertThat(bodies).containsExactly("tea");
    }

    private <C extends SdkClient> C restricted(Class<C> type, C client, String service, Set<String> allowed) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (!LOCAL.contains(method.getName())) {
                        String action =
                                service + ":" + method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                                        + method.getName().substring(1);
                        if (allowed.contains(action)) {
                            used.add(action);
                        } else {
                            denied.add(action);
                            throw SdkClientException.create("AccessDenied: " + action);
                        }
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    /** Actions of Kinesis and DynamoDB from the table of the page, by their last column. */
    private static Set<String> listed(Predicate<String> when) {
        return Markdown.page("docs/how-to/grant-iam-permissions.md")
                .text()
                .lines()
                .filter(line -> line.startsWith("| `kinesis:") || line.startsWith("| `dynamodb:"))
                .map(line -> line.split(" *\\| *", -1))
                .filter(cells -> when.test(cells[3]))
                .map(cells -> cells[1].replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
