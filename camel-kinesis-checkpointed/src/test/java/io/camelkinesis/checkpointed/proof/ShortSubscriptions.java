// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A client whose subscriptions end, as the service ends them after five minutes, much sooner. */
final class ShortSubscriptions implements KinesisAsyncClient {

    private final KinesisAsyncClient client;
    private final ScheduledExecutorService timers;
    private final Duration length;
    private final AtomicInteger granted = new AtomicInteger();

    ShortSubscriptions(KinesisAsyncClient client, ScheduledExecutorService timers, Duration length) {
        this.client = client;
        this.timers = timers;
        this.length = length;
    }

    /** How many subscriptions have brought an event. */
    int granted() {
        return granted.get();
    }

    @Override
    public CompletableFuture<Void> subscribeToShard(
            SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
        return client.subscribeToShard(request, new SubscribeToShardResponseHandler() {
            @Override
            public void responseReceived(SubscribeToShardResponse response) {
                handler.responseReceived(response);
            }

            @Override
            public void onEventStream(SdkPublisher<SubscribeToShardEventStream> events) {
                handler.onEventStream(to -> events.subscribe(new Ending(to)));
            }

            @Override
            public void exceptionOccurred(Throwable failure) {
                handler.exceptionOccurred(failure);
            }

            @Override
            public void complete() {
                handler.complete();
            }
        });
    }

    /** Passes events on until the time is over. */
    private final class Ending implements Subscriber<SubscribeToShardEventStream> {
        private final Subscriber<? super SubscribeToShardEventStream> to;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicBoolean brought = new AtomicBoolean();

        private Ending(Subscriber<? super SubscribeToShardEventStream> to) {
            this.to = to;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            to.onSubscribe(subscription);
            ScheduledFuture<?> unusedTimer = timers.schedule(
                    () -> {
                        if (over.compareAndSet(false, true)) {
                            to.onComplete();
                            subscription.cancel();
                        }
                    },
                    length.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            if (!over.get()) {
                if (brought.compareAndSet(false, true)) {
                    granted.incrementAndGet();
                }
                to.onNext(event);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (over.compareAndSet(false, true)) {
                to.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (over.compareAndSet(false, true)) {
                to.onComplete();
            }
        }
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        client.close();
    }
}
