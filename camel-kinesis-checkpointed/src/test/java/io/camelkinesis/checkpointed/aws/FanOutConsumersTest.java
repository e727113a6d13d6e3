// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Registration, with a service that takes its time. */
class FanOutConsumersTest {

    private static final StreamId ORDERS = StreamId.of("orders");
    private static final int WORKERS = 8;

    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().changeTime(Duration.ofMillis(100)).build();

    private FanOutConsumers consumers() {
        return FanOutConsumers.named(kinesis.client(), "billing", Duration.ofSeconds(30), Duration.ofMillis(5));
    }

    @Test
    void manyWorkersMayRegisterOneNameAtOnce() throws Exception {
        kinesis.createStream("orders", 1);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<String>> arns = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                FanOutConsumers consumers = consumers();
                arns.add(workers.submit(() -> {
                    consumers.ensure(ORDERS);
                    return consumers.arn(ORDERS);
                }));
            }
            for (Future<String> arn : arns) {
                assertThat(arn.get()).isEqualTo(arns.get(0).get());
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void aConsumerThatIsBeingDeletedIsAwaitedAndMadeAnew() {
        kinesis.createStream("orders", 1);
        consumers().ensure(ORDERS);
        kinesis.client().deregisterStreamConsumer(d -> d.streamARN(kinesis.arnOf("orders"))
                .consumerName("billing"));
        consumers().ensure(ORDERS);
        assertThat(kinesis.calls(Operation.REGISTER_STREAM_CONSUMER)).isEqualTo(2);
    }

    @Test
    void aRefusalForTooManyCallsIsTriedAgainAFewTimes() {
        kinesis.createStream("orders", 1);
        kinesis.failNext(
                Operation.DESCRIBE_STREAM_CONSUMER, Fault.THROTTLED, Fault.INTERNAL_FAILURE, Fault.REQUEST_LOST);
        assertThatCode(() -> consumers().ensure(ORDERS)).doesNotThrowAnyException();
        kinesis.failNext(
                Operation.DESCRIBE_STREAM_CONSUMER,
                Fault.THROTTLED,
                Fault.THROTTLED,
                Fault.THROTTLED,
                Fault.THROTTLED,
                Fault.THROTTLED);
        assertThatThrownBy(() -> consumers().ensure(ORDERS))
                .isInstanceOf(KinesisStreamException.class)
                .hasMessageContaining("Rate exceeded");
    }

    @Test
    void aReplyThatWasLostHasRegisteredTheConsumer() {
        kinesis.createStream("orders", 1);
        kinesis.failNext(Operation.REGISTER_STREAM_CONSUMER, Fault.REPLY_LOST);
        FanOutConsumers consumers = consumers();
        consumers.ensure(ORDERS);
        assertThat(consumers.arn(ORDERS)).startsWith(kinesis.arnOf("orders") + "/consumer/billing:");
        assertThat(kinesis.calls(Operation.REGISTER_STREAM_CONSUMER)).isEqualTo(1);
    }

    @Test
    void aStreamThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> consumers().ensure(ORDERS))
                .isInstanceOf(KinesisStreamException.class)
                .hasMessageContaining("Consumer billing of stream orders");
        assertThat(consumers().look(ORDERS)).isEqualTo(FanOutConsumers.Look.NO_STREAM);
    }

    @Test
    void aConsumerThatDoesNotBecomeActiveInTimeIsAnError() {
        InMemoryKinesis slow =
                InMemoryKinesis.builder().changeTime(Duration.ofDays(1)).build();
        slow.createStream("orders", 1);
        FanOutConsumers consumers =
                FanOutConsumers.named(slow.client(), "billing", Duration.ofMillis(50), Duration.ofMillis(5));
        assertThatThrownBy(() -> consumers.ensure(ORDERS)).hasMessageContaining("did not become ACTIVE");
    }
}
