// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks which shards a stream has. One call at most is on its way. Who asks meanwhile has a question that is younger than that
 * call, which may show what was so before: all of them share the next one. An answer without shards is a failed look, because
 * every stream has shards.
 */
final class ShardListing {

    /** Longer than a lister tries by itself; an answer that comes later is not taken. */
    static final Duration LONGEST = Duration.ofMinutes(4);

    /** Whom it tells, before those who asked. */
    interface Listener {
        void listed(List<Shard> all, long askedNanos);
    }

    private final StreamId stream;
    private final LeaseContext context;
    private final Listener listener;

    private CompletableFuture<Void> present = CompletableFuture.completedFuture(null);
    private long presentAskedNanos;
    private @Nullable CompletableFuture<Void> next;
    private @Nullable Cancellable limit;
    private boolean stopped;

    ShardListing(StreamId stream, LeaseContext context, Listener listener) {
        this.stream = stream;
        this.context = context;
        this.listener = listener;
    }

    /** A listing that is asked for now or later, never one that was asked for before; completes on the loop. */
    CompletionStage<Void> ask() {
        if (present.isDone()) {
            present = call();
            return present;
        }
        if (presentAskedNanos == context.loop().nanoTime()) {
            return present;
        }
        if (next == null) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    /** For how long the present listing has not been answered; null when none is on its way. */
    @Nullable
    Duration unanswered(long now) {
        return present.isDone() || stopped ? null : Duration.ofNanos(now - presentAskedNanos);
    }

    /** Asks no more; what is on its way is not waited for. */
    void stop() {
        stopped = true;
        cancelLimit();
    }

    boolean isStopped() {
        return stopped;
    }

    private CompletableFuture<Void> call() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        long asked = context.loop().nanoTime();
        presentAskedNanos = asked;
        limit = context.loop()
                .schedule(
                        () -> settle(
                                done,
                                new TimeoutException("ListShards of " + stream + " was not answered for " + LONGEST)),
                        LONGEST);
        context.loop().when(answer(), (all, failure) -> {
            if (done.isDone()) {
                return;
            }
            if (failure != null) {
                settle(done, failure);
            } else if (all == null || all.isEmpty()) {
                settle(
                        done,
                        new NoShardListedException("ListShards of " + stream
                                + " answered no shard at all, which no stream has; nothing is concluded from it"));
            } else {
                listener.listed(all, asked);
                settle(done, null);
            }
        });
        return done;
    }

    private CompletionStage<List<Shard>> answer() {
        try {
            return context.lister().list(stream);
        } catch (RuntimeException | Error thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private void settle(CompletableFuture<Void> done, @Nullable Throwable failure) {
        cancelLimit();
        CompletableFuture<Void> waiting = next;
        next = null;
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
        if (waiting == null) {
            return;
        }
        if (stopped) {
            waiting.cancel(false);
            return;
        }
        ask().whenComplete((listed, late) -> {
            if (late == null) {
                waiting.complete(null);
            } else {
                waiting.completeExceptionally(late);
            }
        });
    }

    private void cancelLimit() {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
    }
}
