// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.test.kinesis.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;

/** Routes with retrieval=FAN_OUT. */
class FanOutRouteTest {

    private final RunningRoutes routes = new RunningRoutes();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        routes.close();
    }

    private void consume(String streams, String... options) throws Exception {
        String uri = routes.uri(streams, options);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
            }
        });
    }

    private String register(String name) {
        return routes.kinesis()
                .client()
                .registerStreamConsumer(
                        r -> r.streamARN(routes.kinesis().arnOf("orders")).consumerName(name))
                .consumer()
                .consumerARN();
    }

    @Test
    void aNameIsRegisteredWithEveryStream() throws Exception {
        routes.kinesis().createStream("orders", 2);
        routes.kinesis().createStream("payments", 1);
        routes.put("orders", 3);
        routes.put("payments", 2);
        consume("orders,payments", "retrieval=FAN_OUT", "fanOutConsumerName=billing");
        await().until(() -> bodies.size() == 5);
        routes.put("payments", 1);
        await().until(() -> bodies.size() == 6);
        for (String stream : new String[] {"orders", "payments"}) {
            assertThat(routes.kinesis()
                            .client()
                            .listStreamConsumers(
                                    l -> l.streamARN(routes.kinesis().arnOf(stream)))
                            .consumers())
                    .extracting(Consumer::consumerName)
                    .containsExactly("billing");
        }
        assertThat(routes.kinesis().calls(Operation.GET_RECORDS)).isZero();
        routes.awaitCommitted("payments", 3);
    }

    @Test
    void aConsumerMayBeGivenByItsArn() throws Exception {
        routes.kinesis().createStream("orders", 1);
        String arn = register("billing");
        routes.put("orders", 3);
        consume("orders", "retrieval=FAN_OUT", "fanOutConsumerArn=" + arn);
        await().until(() -> bodies.size() == 3);
        assertThat(routes.kinesis().calls(Operation.REGISTER_STREAM_CONSUMER)).isEqualTo(1);
        assertThat(routes.kinesis().calls(Operation.GET_RECORDS)).isZero();
    }

    @Test
    void aggregatesAreTakenApart() throws Exception {
        routes.kinesis().createStream("orders", 1);
        List<UserRecord> users = IntStream.range(0, 10)
                .mapToObj(i -> new UserRecord("key-" + i, null, ("u" + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        routes.kinesis().putAggregated("orders", users);
        consume("orders", "retrieval=FAN_OUT", "fanOutConsumerName=billing");
        await().until(() -> bodies.size() == 10);
        routes.awaitCommitted("orders", 1);
        assertThat(bodies).doesNotHaveDuplicates();
    }

    @Test
    void aConsumerThatIsNotThereIsSaidAtTheStart() {
        routes.kinesis().createStream("orders", 1);
        String arn = routes.kinesis().arnOf("orders") + "/consumer/billing:1";
        Throwable failure = catchThrowable(() -> consume("orders", "retrieval=FAN_OUT", "fanOutConsumerArn=" + arn));
        assertThat(failure)
                .hasRootCauseInstanceOf(RuntimeException.class)
                .hasStackTraceContaining("Consumer " + arn + " of stream orders does not exist. Register it");
    }

    @Test
    void aStreamWithoutRoomForAConsumerIsPolledWhereThatIsAllowed() throws Exception {
        routes.kinesis().createStream("orders", 1);
        for (int i = 0; i < 20; i++) {
            register("other-" + i);
            routes.kinesis()
                    .client()
                    .listStreamConsumers(l -> l.streamARN(routes.kinesis().arnOf("orders")));
        }
        routes.put("orders", 3);
        consume("orders", "retrieval=FAN_OUT", "fanOutConsumerName=billing", "fanOutFallback=true");
        await().until(() -> bodies.size() == 3);
        assertThat(routes.kinesis().calls(Operation.SUBSCRIBE_TO_SHARD)).isZero();
    }
}
