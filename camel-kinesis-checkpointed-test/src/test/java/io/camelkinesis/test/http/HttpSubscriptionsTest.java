// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.Subscribed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

/** Event streams as the SDK's own client reads them. */
class HttpSubscriptionsTest {

    private static final String SHARD = "shardId-000000000000";

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();

    private String consumer(String name) {
        return kinesis.client()
                .registerStreamConsumer(
                        r -> r.streamARN(kinesis.arnOf("orders")).consumerName(name))
                .consumer()
                .consumerARN();
    }

    /** The model settles a new consumer at the next look. */
    private void settle() {
        kinesis.client().listStreamConsumers(l -> l.streamARN(kinesis.arnOf("orders")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP1_1", "HTTP2"})
    void eventsComeUntilTheShardEnds(Protocol protocol) {
        kinesis.createStream("orders", 1);
        kinesis.put("orders", "key", "a");
        String arn = consumer("billing");
        settle();
        try (HttpKinesis server = HttpKinesis.start(kinesis);
                KinesisAsyncClient client = SdkClients.async(server.endpoint(), Wire.JSON, protocol)) {
            Subscribed subscribed = Subscribed.to(client, arn, SHARD, Subscribed.horizon(), Long.MAX_VALUE);
            await().until(() -> subscribed.texts().size() == 1);
            kinesis.put("orders", "key", "b");
            await().until(() -> subscribed.texts().size() == 2);
            var children = kinesis.split("orders", SHARD);
            await().until(subscribed::completed);
            assertThat(subscribed.texts()).containsExactly("a", "b");
            var last = subscribed.events().get(subscribed.events().size() - 1);
            assertThat(last.childShards()).extracting(ChildShard::shardId).isEqualTo(children);
            assertThat(last.continuationSequenceNumber()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP1_1", "HTTP2"})
    void failuresComeAsThemselves(Protocol protocol) {
        kinesis.createStream("orders", 1);
        String arn = consumer("billing");
        settle();
        try (HttpKinesis server = HttpKinesis.start(kinesis);
                KinesisAsyncClient client = SdkClients.async(server.endpoint(), Wire.JSON, protocol)) {
            kinesis.failNext(Operation.SUBSCRIBE_TO_SHARD, Fault.REQUEST_LOST, Fault.SUBSCRIPTION_BROKEN);
            Subscribed lost = Subscribed.to(client, arn, SHARD, Subscribed.horizon(), 9);
            await().until(lost::isOver);
            assertThat(lost.failure()).isInstanceOf(SdkClientException.class);
            Subscribed broken = Subscribed.to(client, arn, SHARD, Subscribed.horizon(), 9);
            await().until(broken::isOver);
            assertThat(broken.failure()).hasMessageContaining("Internal service failure");
            assertThat(broken.events()).as("before it broke").hasSize(1);
            Subscribed early = Subscribed.to(client, arn, SHARD, Subscribed.horizon(), 9);
            await().until(early::isOver);
            assertThat(early.failure()).isInstanceOf(ResourceInUseException.class);
        }
    }
}
