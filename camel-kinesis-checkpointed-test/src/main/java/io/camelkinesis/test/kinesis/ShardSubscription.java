// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.test.kinesis.Subscriptions.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/**
 * The events of one subscription as reactive streams have it: none is sent that was not asked for. One chain of tasks looks
 * every few milliseconds for what there is to send, so signals never overlap.
 */
final class ShardSubscription implements SdkPublisher<SubscribeToShardEventStream>, Subscription {

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Subscriptions.Feed feed;
    private final TaskScheduler scheduler;
    private final AtomicLong wanted = new AtomicLong();
    private volatile Subscriber<? super SubscribeToShardEventStream> subscriber;
    private volatile boolean cancelled;

    ShardSubscription(Subscriptions.Feed feed, TaskScheduler scheduler) {
        this.feed = feed;
        this.scheduler = scheduler;
    }

    @Override
    public void subscribe(Subscriber<? super SubscribeToShardEventStream> to) {
        if (subscriber != null) {
            throw new IllegalStateException("A subscription has one subscriber");
        }
        subscriber = to;
        to.onSubscribe(this);
        scheduler.execute(this::look);
    }

    @Override
    public void request(long events) {
        wanted.accumulateAndGet(events, (has, more) -> has + more < 0 ? Long.MAX_VALUE : has + more);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void look() {
        if (cancelled) {
            return;
        }
        Step step;
        try {
            step = feed.next(wanted.get() > 0);
        } catch (RuntimeException e) {
            subscriber.onError(e);
            return;
        }
        if (step instanceof Step.End) {
            subscriber.onComplete();
        } else if (step instanceof Step.Send send) {
            wanted.decrementAndGet();
            subscriber.onNext(send.event());
            if (send.last()) {
                subscriber.onComplete();
            } else {
                scheduler.execute(this::look);
            }
        } else {
            scheduler.schedule(this::look, LOOK);
        }
    }
}
