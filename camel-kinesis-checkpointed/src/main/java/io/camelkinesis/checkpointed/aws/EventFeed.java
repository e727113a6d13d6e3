// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * One call of SubscribeToShard: from a reactive stream to one event at a time. An event is asked for when somebody waits
 * for it, so none is ever kept here. May be used by many threads; nothing is called while the lock is held.
 */
final class EventFeed implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream> {

    /** What a call brings next. */
    sealed interface Signal {

        /** Records, perhaps none. */
        record Event(SubscribeToShardEvent event) implements Signal {}

        /** The service has ended the subscription because its time was over. */
        record Ended() implements Signal {}

        /** There was no subscription, or it broke off. */
        record Broken(Throwable cause) implements Signal {}
    }

    private @Nullable Subscription subscription;
    private @Nullable CompletableFuture<Signal> waiting;
    private @Nullable Signal last;
    private @Nullable CompletableFuture<Void> call;
    private boolean hasBrought;

    /** The call that feeds this. */
    void startedBy(CompletableFuture<Void> started) {
        boolean over;
        synchronized (this) {
            call = started;
            over = last != null;
        }
        if (over) {
            started.cancel(true);
        }
        CompletionStage<Void> ends = started;
        ends.whenComplete((nothing, failure) -> {
            if (failure != null) {
                end(new Signal.Broken(rootOf(failure)));
            }
        });
    }

    /** What comes next; to be asked again only when it has come. */
    CompletableFuture<Signal> next() {
        CompletableFuture<Signal> next = new CompletableFuture<>();
        Subscription ask;
        synchronized (this) {
            if (last != null) {
                return CompletableFuture.completedFuture(last);
            }
            waiting = next;
            ask = subscription;
        }
        if (ask != null) {
            ask.request(1);
        }
        return next;
    }

    /** Whether an event has come. */
    synchronized boolean hasBrought() {
        return hasBrought;
    }

    /** Nothing more is wanted; who waits is told the cause. */
    void cancel(Throwable cause) {
        Subscription stop;
        CompletableFuture<Void> abort;
        synchronized (this) {
            stop = subscription;
            abort = call;
        }
        end(new Signal.Broken(cause));
        if (stop != null) {
            stop.cancel();
        }
        if (abort != null) {
            abort.cancel(true);
        }
    }

    @Override
    public void responseReceived(SubscribeToShardResponse response) {}

    @Override
    public void onEventStream(SdkPublisher<SubscribeToShardEventStream> events) {
        events.subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription started) {
        boolean over;
        boolean wanted;
        synchronized (this) {
            subscription = started;
            over = last != null;
            wanted = waiting != null;
        }
        if (over) {
            started.cancel();
        } else if (wanted) {
            started.request(1);
        }
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        CompletableFuture<Signal> told = null;
        Subscription ask;
        synchronized (this) {
            ask = subscription;
            if (event instanceof SubscribeToShardEvent) {
                hasBrought = true;
                told = waiting;
                waiting = null;
            }
        }
        if (event instanceof SubscribeToShardEvent records) {
            if (told != null) {
                told.complete(new Signal.Event(records));
            }
        } else if (ask != null) {
            // a kind of event that this version of the SDK does not know
            ask.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(new Signal.Broken(rootOf(failure)));
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        end(new Signal.Broken(rootOf(failure)));
    }

    @Override
    public void onComplete() {
        end(new Signal.Ended());
    }

    /** {@link #onComplete} says the same, behind the last event. */
    @Override
    public void complete() {}

    private void end(Signal signal) {
        CompletableFuture<Signal> told;
        synchronized (this) {
            if (last != null) {
                return;
            }
            last = signal;
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.complete(signal);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
