// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A subscription as a test sees it. */
public final class Subscribed implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream> {

    private final List<SubscribeToShardEvent> events = new ArrayList<>();
    private final long wanted;
    private @Nullable CompletableFuture<Void> call;
    private @Nullable Subscription subscription;
    private boolean completed;

    private Subscribed(long wanted) {
        this.wanted = wanted;
    }

    /**
     * Subscribes.
     *
     * @param wanted how many events are asked for at first
     */
    public static Subscribed to(
            KinesisAsyncClient client, String consumerArn, String shard, StartingPosition from, long wanted) {
        Subscribed subscribed = new Subscribed(wanted);
        subscribed.call = client.subscribeToShard(
                request -> request.consumerARN(consumerArn).shardId(shard).startingPosition(from), subscribed);
        return subscribed;
    }

    public static StartingPosition horizon() {
        return StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();
    }

    public static StartingPosition after(@Nullable String sequence) {
        return StartingPosition.builder()
                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(sequence)
                .build();
    }

    public synchronized List<SubscribeToShardEvent> events() {
        return List.copyOf(events);
    }

    public List<String> texts() {
        return events().stream()
                .flatMap(event -> event.records().stream())
                .map(Record::data)
                .map(data -> data.asUtf8String())
                .toList();
    }

    public synchronized boolean completed() {
        return completed;
    }

    public boolean isOver() {
        return call().isDone();
    }

    private CompletableFuture<Void> call() {
        if (call == null) {
            throw new IllegalStateException("Not subscribed");
        }
        return call;
    }

    /** What it failed with. */
    public Throwable failure() {
        try {
            call().join();
            throw new AssertionError("The subscription did not fail");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    public void request(long more) {
        if (subscription != null) {
            subscription.request(more);
        }
    }

    public void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void responseReceived(SubscribeToShardResponse response) {}

    @Override
    public void onEventStream(SdkPublisher<SubscribeToShardEventStream> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void exceptionOccurred(Throwable failure) {}

    @Override
    public void complete() {}

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        if (wanted > 0) {
            started.request(wanted);
        }
    }

    @Override
    public synchronized void onNext(SubscribeToShardEventStream event) {
        events.add((SubscribeToShardEvent) event);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public synchronized void onComplete() {
        completed = true;
    }
}
