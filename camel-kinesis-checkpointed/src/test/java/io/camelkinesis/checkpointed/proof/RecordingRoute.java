// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.junit.TestKinesis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A Camel context with one route that keeps what was delivered to it, then does what the test wants. */
final class RecordingRoute implements AutoCloseable {

    private static final String ID = "proof";

    /** A delivery of a record to the route. */
    record Delivered(String key, String body, String shard, SequenceNumber sequence) {

        private static Delivered of(Exchange exchange) {
            Message message = exchange.getMessage();
            return new Delivered(
                    message.getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class),
                    message.getBody(String.class),
                    message.getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class),
                    SequenceNumber.of(message.getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER, String.class)));
        }
    }

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Delivered> delivered = new ArrayList<>();

    private RecordingRoute() {}

    /**
     * Starts one.
     *
     * @param kinesis where its clients lead
     * @param uri of the endpoint
     * @param work what it does with a record; it fails when this does, without a redelivery of Camel's
     */
    static RecordingRoute start(TestKinesis kinesis, String uri, Consumer<Delivered> work) throws Exception {
        return start(kinesis.client(), kinesis.asyncClient(), kinesis.dynamoDb(), uri, work);
    }

    /** Starts one with these clients. */
    static RecordingRoute start(
            KinesisClient kinesis,
            KinesisAsyncClient subscriptions,
            DynamoDbClient dynamoDb,
            String uri,
            Consumer<Delivered> work)
            throws Exception {
        RecordingRoute route = new RecordingRoute();
        route.camel.getRegistry().bind("kinesis", kinesis);
        route.camel.getRegistry().bind("subscriptions", subscriptions);
        route.camel.getRegistry().bind("dynamoDb", dynamoDb);
        route.camel.getRegistry().bind("silence", new Silence());
        route.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri + "&exceptionHandler=#silence").routeId(ID).process(exchange -> {
                    Delivered record = Delivered.of(exchange);
                    route.keep(record);
                    work.accept(record);
                });
            }
        });
        route.camel.start();
        return route;
    }

    private void keep(Delivered record) {
        synchronized (delivered) {
            delivered.add(record);
        }
    }

    /** All deliveries in the order in which they began. */
    List<Delivered> delivered() {
        synchronized (delivered) {
            return List.copyOf(delivered);
        }
    }

    void stopRoute() throws Exception {
        camel.getRouteController().stopRoute(ID);
    }

    void startRoute() throws Exception {
        camel.getRouteController().startRoute(ID);
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** Failures are what these tests are about; nobody needs to read of them. */
    static final class Silence implements ExceptionHandler {
        @Override
        public void handleException(Throwable exception) {}

        @Override
        public void handleException(String message, Throwable exception) {}

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {}
    }
}
