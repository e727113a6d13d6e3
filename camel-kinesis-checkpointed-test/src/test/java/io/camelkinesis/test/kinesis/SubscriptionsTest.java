// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static io.camelkinesis.test.kinesis.ModelFixture.SHARD_0;
import static io.camelkinesis.test.kinesis.ModelFixture.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/** Enhanced fan-out of the model, on virtual time. */
class SubscriptionsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PROTECTION = Duration.ofSeconds(5);

    private final ModelFixture model = new ModelFixture(1);
    private final KinesisAsyncClient async = model.kinesis.asyncClient(model.time);
    private final String stream = model.kinesis.arnOf(STREAM);

    private String consumer(String name) {
        return model.client
                .registerStreamConsumer(r -> r.streamARN(stream).consumerName(name))
                .consumer()
                .consumerARN();
    }

    private Subscribed subscribe(String consumer) {
        Subscribed subscribed = Subscribed.to(async, consumer, SHARD_0, Subscribed.horizon(), Long.MAX_VALUE);
        model.time.runDue();
        return subscribed;
    }

    private void put(String... texts) {
        for (String text : texts) {
            model.kinesis.put(STREAM, "key", text);
        }
    }

    @Test
    void aConsumerIsRegisteredListedDescribedAndDeregistered() {
        String arn = consumer("billing");
        assertThat(arn).startsWith(stream + "/consumer/billing:");
        consumer("audit");
        assertThat(model.client.listStreamConsumers(l -> l.streamARN(stream)).consumers())
                .extracting(Consumer::consumerName)
                .containsExactly("audit", "billing");
        assertThat(model.client.describeStreamConsumer(d -> d.consumerARN(arn)).consumerDescription())
                .satisfies(description -> {
                    assertThat(description.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
                    assertThat(description.streamARN()).isEqualTo(stream);
                });
        assertThatThrownBy(() -> consumer("billing")).isInstanceOf(ResourceInUseException.class);
        model.client.deregisterStreamConsumer(d -> d.streamARN(stream).consumerName("billing"));
        assertThatThrownBy(() -> model.client.describeStreamConsumer(d -> d.consumerARN(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void consumersAreListedInPages() {
        for (int i = 0; i < 5; i++) {
            consumer("c" + i);
            model.client.describeStreamConsumer(d -> d.streamARN(stream).consumerName("c0"));
        }
        var page = model.client.listStreamConsumers(l -> l.streamARN(stream).maxResults(3));
        var rest = model.client.listStreamConsumers(
                l -> l.streamARN(stream).maxResults(3).nextToken(page.nextToken()));
        assertThat(page.consumers()).hasSize(3);
        assertThat(rest.consumers()).extracting(Consumer::consumerName).containsExactly("c3", "c4");
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void aStreamHasTwentyConsumersAtMost() {
        for (int i = 0; i < 20; i++) {
            consumer("c" + i);
            model.time.advance(SECOND);
        }
        assertThatThrownBy(() -> consumer("one-more")).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void aStreamWithConsumersIsDeletedOnlyWhenThatIsMeant() {
        consumer("billing");
        assertThatThrownBy(() -> model.client.deleteStream(d -> d.streamName(STREAM)))
                .isInstanceOf(ResourceInUseException.class);
        model.client.deleteStream(d -> d.streamName(STREAM).enforceConsumerDeletion(true));
        assertThat(model.client.listStreams().streamNames()).isEmpty();
    }

    @Test
    void recordsAreSentAsTheyCome() {
        put("a", "b");
        Subscribed subscribed = subscribe(consumer("billing"));
        assertThat(subscribed.texts()).containsExactly("a", "b");
        put("c");
        model.time.advance(SECOND);
        assertThat(subscribed.texts()).containsExactly("a", "b", "c");
        assertThat(subscribed.events()).hasSize(2);
    }

    @Test
    void nothingIsSentThatWasNotAskedFor() {
        put("a");
        Subscribed subscribed = Subscribed.to(async, consumer("billing"), SHARD_0, Subscribed.horizon(), 0);
        model.time.advance(SECOND);
        assertThat(subscribed.events()).isEmpty();
        subscribed.request(1);
        model.time.advance(SECOND);
        put("b");
        model.time.advance(SECOND);
        assertThat(subscribed.texts()).containsExactly("a");
    }

    @Test
    void anEventWithoutRecordsIsSentEveryFiveSeconds() {
        Subscribed subscribed = subscribe(consumer("billing"));
        model.time.advance(Duration.ofSeconds(26));
        assertThat(subscribed.events()).hasSize(6);
        SubscribeToShardEvent last = subscribed.events().get(5);
        assertThat(last.records()).isEmpty();
        assertThat(last.millisBehindLatest()).isZero();
        subscribed.cancel();
        put("a");
        Subscribed next = Subscribed.to(
                async, consumer("audit"), SHARD_0, Subscribed.after(last.continuationSequenceNumber()), 1);
        model.time.advance(SECOND);
        assertThat(next.texts()).containsExactly("a");
    }

    @Test
    void aSubscriptionEndsAfterFiveMinutes() {
        Subscribed subscribed = subscribe(consumer("billing"));
        model.time.advance(Duration.ofSeconds(299));
        assertThat(subscribed.completed()).isFalse();
        model.time.advance(SECOND.multipliedBy(2));
        assertThat(subscribed.completed()).isTrue();
    }

    @Test
    void aLaterCallTakesOverButNotAtOnce() {
        String arn = consumer("billing");
        Subscribed first = subscribe(arn);
        assertThat(subscribe(arn).failure()).isInstanceOf(ResourceInUseException.class);
        first.cancel();
        assertThat(subscribe(arn).failure()).as("also when it was left").isInstanceOf(ResourceInUseException.class);
        model.time.advance(PROTECTION);
        Subscribed second = subscribe(arn);
        assertThat(second.events()).hasSize(1);
        model.time.advance(PROTECTION);
        Subscribed third = subscribe(arn);
        model.time.advance(SECOND);
        assertThat(second.failure()).isInstanceOf(ResourceInUseException.class);
        assertThat(third.isOver()).isFalse();
        assertThat(subscribe(consumer("audit")).events()).as("another consumer").hasSize(1);
    }

    @Test
    void theEndOfAShardComesWithItsChildren() {
        put("a");
        Subscribed subscribed = subscribe(consumer("billing"));
        put("b");
        List<String> children = model.kinesis.split(STREAM, SHARD_0);
        model.time.advance(SECOND);
        SubscribeToShardEvent last = subscribed.events().get(1);
        assertThat(last.continuationSequenceNumber()).isNull();
        assertThat(last.childShards()).extracting(ChildShard::shardId).isEqualTo(children);
        assertThat(subscribed.texts()).containsExactly("a", "b");
        assertThat(subscribed.completed()).isTrue();
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String arn = consumer("billing");
        assertThat(subscribe(arn + "0").failure()).isInstanceOf(ResourceNotFoundException.class);
        assertThat(failureOf(arn, "shardId-000000000007", Subscribed.horizon()))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(failureOf(arn, SHARD_0, Subscribed.after("7"))).isInstanceOf(InvalidArgumentException.class);
    }

    private Throwable failureOf(
            String arn, String shard, software.amazon.awssdk.services.kinesis.model.StartingPosition from) {
        Subscribed subscribed = Subscribed.to(async, arn, shard, from, 1);
        model.time.runDue();
        return subscribed.failure();
    }

    @Test
    void faultsHappenToCallsAndToWhatTheyBegan() {
        String arn = consumer("billing");
        put("a");
        model.kinesis.failNext(
                Operation.SUBSCRIBE_TO_SHARD, Fault.THROTTLED, Fault.SUBSCRIPTION_BROKEN, Fault.SUBSCRIPTION_SILENT);
        assertThat(subscribe(arn).failure()).isInstanceOf(LimitExceededException.class);
        Subscribed broken = subscribe(arn);
        assertThat(broken.texts()).containsExactly("a");
        assertThat(broken.failure()).isInstanceOf(InternalFailureException.class);
        model.time.advance(PROTECTION);
        Subscribed silent = subscribe(arn);
        put("b");
        model.time.advance(Duration.ofMinutes(10));
        assertThat(silent.texts()).containsExactly("a");
        assertThat(silent.isOver()).isFalse();
    }

    @Test
    void theThroughputOfAConsumerIsItsOwn() {
        model.kinesis.throttling(true);
        Subscribed subscribed = subscribe(consumer("billing"));
        byte[] large = new byte[1 << 19];
        for (int i = 0; i < 16; i++) {
            model.kinesis.put(STREAM, "key", large);
        }
        model.time.advance(SECOND.multipliedBy(2));
        assertThat(subscribed.events().stream()
                        .mapToInt(event -> event.records().size())
                        .sum())
                .as("half mebibytes in two seconds")
                .isBetween(7, 11);
        assertThat(subscribe(consumer("audit")).events().get(0).records()).isNotEmpty();
    }

    @Test
    void aConsumerThatIsGoneIsSentNothingMore() {
        String arn = consumer("billing");
        Subscribed subscribed = subscribe(arn);
        model.client.deregisterStreamConsumer(d -> d.consumerARN(arn));
        model.time.advance(SECOND);
        assertThat(subscribed.failure()).isInstanceOf(ResourceNotFoundException.class);
    }
}
