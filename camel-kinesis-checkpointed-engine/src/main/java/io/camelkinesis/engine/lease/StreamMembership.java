// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.RetryPace;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This worker as a member of one stream: its heartbeat and its term. When the term runs out all leases of the stream are fenced; the next heartbeat that is written opens a new term, in which each lease is claimed
 * again in place: if nobody has taken it in between, what was in flight goes on, else it is lost.
 */
final class StreamMembership {

    /** Heartbeats without an answer beyond which no further one is sent. */
    private static final int MOST_UNANSWERED = 3;

    private static final int RETRIES_PER_HEARTBEAT = 5;
    /** The part of a heartbeat's period after which one that was not taken is tried again first. */
    private static final int FIRST_RETRY = 20;

    private final StreamId stream;
    private final LeaseContext context;
    private final SerialLoop loop;
    private final PacedCalls calls;
    private final Consumer<Lease> wrote;
    private final MemberWatch watch;
    private final Attempts heartbeats = new Attempts();
    private final RetryPace retries;
    private @Nullable Cancellable retry;

    private @Nullable List<String> only;
    private final ReadOutage outage;
    /** Whether the shards were listed when they were last asked for. */
    private boolean listing = true;

    private LeaseTerm term = LeaseTerm.over();
    private long beat;
    private int unanswered;
    /** Completes when every heartbeat that was sent has had its answer. */
    private CompletionStage<Boolean> answers = CompletableFuture.completedFuture(true);

    private boolean joined;
    private boolean left;
    private boolean fenced = true;
    private @Nullable Cancellable fenceTimer;

    /**
     * @param changed called when members came or went, or their shares moved
     * @param wrote takes each row that was found to be of this worker when leases were claimed again
     */
    StreamMembership(
            StreamSelection selection,
            LeaseContext context,
            PacedCalls calls,
            Runnable changed,
            Consumer<Lease> wrote) {
        this.stream = selection.stream();
        this.only = selection.shards().isEmpty() ? null : selection.shards();
        this.context = context;
        this.loop = context.loop();
        this.calls = calls;
        this.wrote = wrote;
        Duration period = context.settings().heartbeatPeriod();
        this.retries = new RetryPace(new Backoff(period.dividedBy(FIRST_RETRY), period.dividedBy(2)), context.random());
        this.outage = new ReadOutage(context.settings().rebalancePeriod(), context.random());
        this.watch = new MemberWatch(stream, context, stored -> beat = Math.max(beat, stored), changed);
    }

    Membership membership() {
        return watch.membership();
    }

    boolean inTerm() {
        return term.holds(loop.nanoTime());
    }

    /** The present term, for deliveries: once it is over it stays so. */
    BooleanSupplier term() {
        LeaseTerm present = term;
        return () -> present.holds(loop.nanoTime());
    }

    /** Writes the first heartbeat; fails when {@link #leave()} has come first. */
    CompletionStage<Void> join() {
        if (left) {
            return CompletableFuture.failedFuture(leftBefore());
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        long sent = loop.nanoTime();
        loop.when(send(), (applied, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (left) {
                done.completeExceptionally(leftBefore());
            } else {
                joined = true;
                watch.start();
                answered(Boolean.TRUE.equals(applied), sent);
                context.events()
                        .on(new WorkerEvent.Joined(stream, context.settings().clientId()));
                done.complete(null);
            }
        });
        return done;
    }

    private IllegalStateException leftBefore() {
        return new IllegalStateException("The worker was stopped before it had joined " + stream);
    }

    /** Writes a heartbeat, then looks at those of the others. */
    void heartbeat() {
        if (!joined || unanswered >= MOST_UNANSWERED) {
            return;
        }
        long sent = loop.nanoTime();
        CompletionStage<Boolean> written = send();
        unanswered++;
        loop.when(written, (applied, failure) -> {
            unanswered--;
            if (failure != null) {
                missed(failure);
                tryAgain();
            } else {
                retries.succeeded();
                answered(Boolean.TRUE.equals(applied), sent);
            }
            if (joined) {
                watch.look();
            }
        });
    }

    /**
     * A heartbeat that was not taken is followed by another before its time, so that a table that refuses some of what it is
     * asked for does not cost a term: it asks for little, and what asks for much waits longer.
     */
    private void tryAgain() {
        if (joined && retry == null) {
            retry = loop.schedule(
                    () -> {
                        retry = null;
                        heartbeat();
                    },
                    retries.failed());
        }
    }

    /** Tells the others that this worker takes no more shards, so that they share out what it gives up. */
    void takeNoMore() {
        only = List.of();
        heartbeat();
    }

    /**
     * Sees whether the shards are better left to the others for a while, because this worker's reads are not answered and theirs
     * are.
     */
    void judgeReads(boolean isListing) {
        listing = isListing;
        Duration unread = context.holder().unread(stream);
        ReadOutage.Signs signs = new ReadOutage.Signs(
                unread,
                isAnswered(),
                isListing,
                membership().hasOthers(),
                membership().othersRead());
        if (outage.look(signs, loop.nanoTime())) {
            membership().pause(outage.isPausing());
            context.events()
                    .on(
                            outage.isPausing() && unread != null
                                    ? new WorkerEvent.LeftToOthers(stream, unread, outage.pause())
                                    : new WorkerEvent.TakesPartAgain(stream));
            heartbeat();
        }
    }

    /** What this worker says of itself: its last read was answered; without shards, the last listing. */
    private boolean canRead(int shards) {
        return shards == 0 ? listing && !outage.isPausing() : isAnswered();
    }

    private boolean isAnswered() {
        Duration since = context.holder().sinceRead(stream);
        return since != null && since.compareTo(context.settings().rebalancePeriod()) < 0;
    }

    /** Whether the shards are left to the others. */
    boolean isPausing() {
        return outage.isPausing();
    }

    private CompletionStage<Boolean> send() {
        CompletionStage<Boolean> beat = context.table().beat(stream, member());
        answers = beat.handle((applied, failure) -> true).thenCombine(answers, (one, others) -> true);
        return beat;
    }

    /** Looks at the member rows. */
    CompletionStage<Void> observe() {
        return watch.observe();
    }

    /**
     * Deletes the member row; the worker is no member any more. A heartbeat on its way is waited for: it would bring the row
     * back, and the others would wait a leasePeriod for somebody who is gone.
     */
    CompletionStage<Boolean> leave() {
        fallSilent();
        return answers.thenComposeAsync(
                all -> context.table()
                        .leave(stream, new Member(context.settings().clientId(), beat, null, "", 0)),
                loop);
    }

    /** Writes no more heartbeats; the member row stays. */
    void fallSilent() {
        joined = false;
        left = true;
        watch.stop();
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        if (fenceTimer != null) {
            fenceTimer.cancel();
            fenceTimer = null;
        }
    }

    private Member member() {
        beat++;
        LeaseSettings settings = context.settings();
        int shards = (int) context.holder().shards().stream()
                .filter(shard -> shard.stream().equals(stream))
                .count();
        return new Member(
                settings.clientId(),
                beat,
                context.clock().now(),
                settings.host(),
                shards,
                outage.isPausing() ? List.of() : only,
                canRead(shards));
    }

    private void answered(boolean applied, long sent) {
        if (!joined) {
            return;
        }
        if (!applied) {
            // somebody wrote a higher beat into our row: the next look takes it over
            missed(null);
            return;
        }
        heartbeats.succeeded(sent);
        long now = loop.nanoTime();
        context.events().on(new WorkerEvent.Heartbeat(stream, Duration.ofNanos(now - sent)));
        long deadline = sent + context.settings().termNanos();
        if (term.extend(now, deadline)) {
            return;
        }
        if (!fenced) {
            fence();
        }
        if (deadline - now > 0) {
            term = new LeaseTerm(deadline);
            fenced = false;
            watchTerm();
            calls.startOver();
            for (ShardId shard : List.copyOf(context.holder().shards())) {
                Lease held = context.holder().held(shard);
                if (shard.stream().equals(stream) && held != null) {
                    reclaim(held, term());
                }
            }
        }
    }

    private void missed(@Nullable Throwable cause) {
        heartbeats.failed(cause, loop.nanoTime());
        context.events().on(new WorkerEvent.HeartbeatMissed(stream, cause));
    }

    StreamStatus status(StreamShards shards) {
        long now = loop.nanoTime();
        return new StreamStatus(
                stream,
                inTerm(),
                heartbeats.sinceSuccess(now),
                heartbeats.trouble(now),
                shards.looks().sinceSuccess(now),
                shards.unanswered(now),
                shards.looks().isFailing()
                        ? shards.looks().trouble(now)
                        : shards.listings().trouble(now),
                watch.seen(),
                shards.leases(),
                shards.ids(),
                shards.contradicted(),
                shards.unread().status(now),
                shards.isRecreated(),
                outage.since(now));
    }

    private void watchTerm() {
        if (fenceTimer != null) {
            fenceTimer.cancel();
        }
        long remaining = Math.max(term.remaining(loop.nanoTime()), 0);
        fenceTimer = loop.schedule(this::termMayBeOver, Duration.ofNanos(remaining + 1));
    }

    private void termMayBeOver() {
        fenceTimer = null;
        if (inTerm()) {
            watchTerm();
        } else if (!fenced) {
            fence();
        }
    }

    private void fence() {
        fenced = true;
        context.events().on(new WorkerEvent.Fenced(stream));
        for (ShardId shard : List.copyOf(context.holder().shards())) {
            if (shard.stream().equals(stream)) {
                context.events().guard(() -> context.holder().fence(shard));
            }
        }
    }

    /** Claims a lease again in place. What comes of it counts only while the term for which it was asked goes on. */
    private void reclaim(Lease seen, BooleanSupplier inNewTerm) {
        ShardId shard = seen.shard();
        calls.call(
                () -> isOver(shard, inNewTerm)
                        ? null
                        : context.table().claim(seen, context.settings().clientId()),
                (write, failure) -> {
                    if (write instanceof LeaseWrite.Applied applied) {
                        compare(shard, applied.lease(), inNewTerm);
                    } else if (write instanceof LeaseWrite.Refused refused) {
                        compare(shard, refused.current(), inNewTerm);
                    } else if (write instanceof LeaseWrite.Throttled) {
                        reclaim(seen, inNewTerm);
                    } else {
                        readBack(shard, inNewTerm);
                    }
                });
    }

    private boolean isOver(ShardId shard, BooleanSupplier inNewTerm) {
        return context.holder().held(shard) == null || !inNewTerm.getAsBoolean();
    }

    private void readBack(ShardId shard, BooleanSupplier inNewTerm) {
        calls.call(() -> isOver(shard, inNewTerm) ? null : context.table().read(shard), (row, failure) -> {
            if (row != null) {
                compare(shard, row.orElse(null), inNewTerm);
            } else {
                readBack(shard, inNewTerm);
            }
        });
    }

    /**
     * What a row says of a lease that is to go on in a new term. A row of ours of an earlier epoch is old news. One of
     * another owner is not: another program, which took the lease, dropped the epoch.
     */
    private void compare(ShardId shard, @Nullable Lease row, BooleanSupplier inNewTerm) {
        if (row != null && context.settings().clientId().equals(row.owner())) {
            wrote.accept(row);
        }
        Lease held = context.holder().held(shard);
        if (held == null || !inNewTerm.getAsBoolean()) {
            return;
        }
        if (row == null || row.ended() || !context.settings().clientId().equals(row.owner())) {
            context.holder()
                    .lose(
                            shard,
                            row == null
                                    ? WorkerEvent.LeaseLost.ROW_IS_GONE
                                    : "taken over by " + row.owner() + " under epoch " + row.epoch());
        } else if (row.epoch() < held.epoch()) {
            return;
        } else if (row.epoch() == held.epoch()) {
            loop.schedule(
                    () -> reclaim(row, inNewTerm),
                    context.settings().heartbeatPeriod().dividedBy(RETRIES_PER_HEARTBEAT));
        } else {
            context.events().on(new WorkerEvent.LeaseRenewed(shard, row.epoch()));
            context.holder().renew(row, inNewTerm);
        }
    }
}
