// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A shard under a lease that this worker holds: joins reading, delivery and checkpoints, and takes them through the states
 * of {@link ShardState}. Lives on the worker's loop.
 */
final class ShardConsumer {

    /** The moves there are; each state says when. */
    static final Map<ShardState, Set<ShardState>> MOVES = new EnumMap<>(Map.of(
            ShardState.READING, EnumSet.of(ShardState.FINISHING, ShardState.DRAINING, ShardState.LOST),
            ShardState.FINISHING,
                    EnumSet.of(ShardState.READING, ShardState.ENDED, ShardState.DRAINING, ShardState.LOST),
            ShardState.DRAINING, EnumSet.of(ShardState.RELEASED, ShardState.LOST),
            ShardState.ENDED, EnumSet.noneOf(ShardState.class),
            ShardState.RELEASED, EnumSet.noneOf(ShardState.class),
            ShardState.LOST, EnumSet.noneOf(ShardState.class)));

    /** Whom it belongs to. */
    interface Owner {
        /** It is in one of the three last states. */
        void closed(ShardConsumer consumer);

        /** An answer names no place to go on: the owner may say that the shard is {@link #listedClosed}. */
        void seemsEnded(ShardConsumer consumer);

        /** The service does not know the shard; the owner may {@link #finish} it. */
        void gone(ShardConsumer consumer);

        /** onFailure=STOP gave the shard up. */
        void stopped(ShardConsumer consumer, SequenceNumber sequence, Throwable cause);

        /** What was running when the lease was lost has ended. */
        void quiet(ShardConsumer consumer);
    }

    private final ShardId shard;
    private final ConsumeContext context;
    private final Owner owner;
    private final WaitingRecords waiting = new WaitingRecords();
    private final ShardFetcher fetcher;
    private final ShardDispatcher dispatcher;
    private final CheckpointCommitter committer;
    private final Position start;

    private ShardState state = ShardState.READING;
    private boolean paused;
    private boolean closing;
    private long closingNanos;
    /** What the route had completed when the drain began; what was not done when it ended, and what is repeated for it. */
    private long completedBefore;

    private int undone;
    private int repeated;
    /** What was read ahead has been given back, to be read again. */
    private boolean givenBack;
    /** The lease was lost because its row is not there any more. */
    private boolean rowGone;

    private @Nullable Cancellable drainLimit;

    ShardConsumer(
            String clientId, Lease held, Position from, BooleanSupplier inTerm, ConsumeContext context, Owner owner) {
        this.shard = held.shard();
        this.context = context;
        this.owner = owner;
        this.start = from;
        this.fetcher = new ShardFetcher(shard, from, context, waiting, new Reading());
        this.dispatcher = new ShardDispatcher(shard, held.epoch(), context, inTerm, waiting, new Delivering());
        this.committer = new CheckpointCommitter(clientId, held, context, new Committing());
    }

    void begin(boolean startPaused) {
        context.budget().join();
        paused = startPaused;
        if (!paused) {
            dispatcher.admit(true);
            fetcher.open();
        }
    }

    /** Stops reading and taking in; the lease is kept and what is in the window goes on. */
    void pause() {
        pause(dispatcher::rest);
    }

    /** As {@link #pause()}, but of what failed, what is due within the limit is tried again, once. */
    void settle(Duration limit) {
        pause(() -> dispatcher.settle(limit));
    }

    private void pause(Runnable deliveries) {
        paused = true;
        if (state == ShardState.READING || state == ShardState.FINISHING) {
            fetcher.stop();
            deliveries.run();
        }
    }

    void resume() {
        paused = false;
        if (state == ShardState.READING || state == ShardState.FINISHING) {
            dispatcher.replay(true);
            dispatcher.admit(true);
            if (state == ShardState.READING) {
                fetcher.open();
                readOn();
            }
        }
    }

    private void readOn() {
        if (givenBack && dispatcher.canGoOn()) {
            givenBack = false;
            fetcher.wanted();
        } else {
            fetcher.kick();
        }
    }

    /**
     * Gives the shard up: what is in the window may finish within the limit, then the lease is given back. A limit of zero
     * also ends a wait that is under way.
     */
    void drain(Duration limit) {
        if (state == ShardState.DRAINING && limit.isZero()) {
            drainTimeIsUp();
        }
        if (closing || (state != ShardState.READING && state != ShardState.FINISHING)) {
            return;
        }
        move(ShardState.DRAINING);
        fetcher.close();
        completedBefore = dispatcher.completed();
        dispatcher.drain(limit);
        drainLimit = context.loop().schedule(this::drainTimeIsUp, limit);
        checkDrained();
    }

    /** The lease is somebody else's, or may be. */
    void lose(String reason) {
        if (isClosed()) {
            return;
        }
        long epoch = epoch();
        move(ShardState.LOST);
        rowGone = reason.equals(WorkerEvent.LeaseLost.ROW_IS_GONE);
        context.events().on(new WorkerEvent.LeaseLost(shard, epoch, reason));
        shutDown();
    }

    /** The term is over: nothing is read, nothing starts and nothing is written until {@link #renew}. */
    void fence() {
        committer.suspend();
        fetcher.rest();
    }

    /** The lease has been claimed again in place: nobody had it in between. */
    void renew(Lease lease, BooleanSupplier inTerm) {
        if (!isClosed()) {
            committer.renewed(lease);
            dispatcher.renewed(lease.epoch(), inTerm);
            if (!paused && state == ShardState.READING) {
                readOn();
            }
        }
    }

    /** A listing that was asked for after it seemed to have ended shows the shard closed. */
    void listedClosed() {
        fetcher.listedClosed();
    }

    /** The shard will bring no more records, although its end could not be read. */
    void finish() {
        if (state == ShardState.READING) {
            fetcher.close();
            move(ShardState.FINISHING);
            dispatcher.last(true);
            checkFinished();
        }
    }

    /** There may be room that other shards have left. */
    void lookForRoom() {
        if (!paused && (state == ShardState.READING || state == ShardState.FINISHING)) {
            dispatcher.pump();
        }
        if (!paused && state == ShardState.READING) {
            readOn();
        }
    }

    /**
     * Another shard waits for room: delivers what only waited for its batch to grow, or gives back what was fetched and
     * cannot be delivered for now.
     */
    void spare(long now, Duration idleFor) {
        if (paused
                || closing
                || waiting.isEmpty()
                || (state != ShardState.READING && state != ShardState.FINISHING)
                || now - dispatcher.lastAdmissionNanos() < idleFor.toNanos()) {
            return;
        }
        int before = waiting.parts();
        dispatcher.closeBatch();
        if (waiting.parts() == before && fetcher.canEvict()) {
            dispatcher.forget();
            SequenceNumber last = dispatcher.lastAdmitted();
            fetcher.evict(last == null ? start : new Position.After(last));
            givenBack = true;
            if (state == ShardState.FINISHING) {
                move(ShardState.READING);
            }
        }
    }

    ShardId shard() {
        return shard;
    }

    ShardState state() {
        return state;
    }

    long epoch() {
        return committer.held().epoch();
    }

    Lease held() {
        return committer.held();
    }

    boolean isClosed() {
        return MOVES.getOrDefault(state, Set.of()).isEmpty();
    }

    /** Records that the route has completed under this lease. */
    long completed() {
        return dispatcher.completed();
    }

    /** Whether the lease was lost because somebody deleted its row. */
    boolean isRowGone() {
        return rowGone;
    }

    /** Whether anything was stored under this lease, or there is nothing to store: all that there is has been read and done. */
    boolean hasProgressed() {
        return committer.hasStored()
                || (fetcher.millisBehindLatest() == 0 && dispatcher.isEmpty() && waiting.isEmpty());
    }

    /** Whether no delivery of it is running. */
    boolean isQuiet() {
        return dispatcher.isIdle();
    }

    /** How reading goes; null while nothing is to be read. */
    @Nullable
    ReadStatus reading() {
        boolean isRead = !paused && state == ShardState.READING && dispatcher.isInTerm();
        return isRead ? fetcher.status(context.loop().nanoTime()) : null;
    }

    ShardStatus status() {
        long now = context.loop().nanoTime();
        return new ShardStatus(
                shard,
                state,
                paused,
                epoch(),
                committer.committed(),
                waiting.size(),
                dispatcher.inFlight(),
                dispatcher.uncommitted(),
                fetcher.millisBehindLatest(),
                dispatcher.status(now),
                fetcher.status(now),
                committer.status(now),
                closing && !isClosed() ? Duration.ofNanos(now - closingNanos) : null);
    }

    private void move(ShardState next) {
        if (!MOVES.getOrDefault(state, Set.of()).contains(next)) {
            throw new IllegalStateException("No move from " + state + " to " + next);
        }
        ShardState from = state;
        state = next;
        context.events().on(new WorkerEvent.StateChanged(shard, from, next));
    }

    private void drainTimeIsUp() {
        drainLimit = null;
        if (state == ShardState.DRAINING && !closing) {
            release();
        }
    }

    private void checkDrained() {
        if (state == ShardState.DRAINING && !closing && dispatcher.isSettled()) {
            release();
        }
    }

    private void release() {
        beginClosing();
        undone = dispatcher.inFlight();
        repeated = dispatcher.uncommitted();
        dispatcher.close();
        if (drainLimit != null) {
            drainLimit.cancel();
            drainLimit = null;
        }
        committer.release();
    }

    private void checkFinished() {
        if (state == ShardState.FINISHING && !closing && waiting.isEmpty() && dispatcher.isEmpty()) {
            beginClosing();
            committer.end();
        }
    }

    private void beginClosing() {
        closing = true;
        closingNanos = context.loop().nanoTime();
    }

    private void shutDown() {
        committer.abandon();
        fetcher.close();
        dispatcher.close();
        if (drainLimit != null) {
            drainLimit.cancel();
            drainLimit = null;
        }
        context.budget().leave();
        owner.closed(this);
    }

    private final class Reading implements ShardFetcher.Reader {
        @Override
        public boolean mayRead() {
            return dispatcher.isInTerm();
        }

        @Override
        public void fetched() {
            dispatcher.pump();
        }

        @Override
        public boolean wantsMore() {
            return dispatcher.wantsMore();
        }

        @Override
        public void endOfShard() {
            move(ShardState.FINISHING);
            dispatcher.last(true);
            checkFinished();
        }

        @Override
        public void seemsEnded() {
            owner.seemsEnded(ShardConsumer.this);
        }

        @Override
        public void gone(Throwable cause) {
            context.events().on(new WorkerEvent.ShardGone(shard, cause));
            owner.gone(ShardConsumer.this);
        }
    }

    private final class Delivering implements ShardDispatcher.Listener {
        @Override
        public void done(SequenceNumber prefixEnd, boolean storedByRoute) {
            committer.done(prefixEnd, dispatcher.wholeDone(), storedByRoute);
        }

        @Override
        public void moved() {
            switch (state) {
                case READING -> readOn();
                case FINISHING -> checkFinished();
                case DRAINING -> checkDrained();
                default -> {
                    if (dispatcher.isIdle()) {
                        owner.quiet(ShardConsumer.this);
                    }
                }
            }
        }

        @Override
        public void stopped(SequenceNumber sequence, Throwable cause) {
            if (state == ShardState.READING || state == ShardState.FINISHING) {
                context.events().on(new WorkerEvent.ShardStopped(shard, sequence, cause));
                owner.stopped(ShardConsumer.this, sequence, cause);
            }
            moved();
        }
    }

    private final class Committing implements CheckpointCommitter.Listener {
        @Override
        public void lost(String reason) {
            lose(reason);
        }

        @Override
        public void closed() {
            long epoch = epoch();
            if (state == ShardState.FINISHING) {
                move(ShardState.ENDED);
                context.events().on(new WorkerEvent.ShardEnded(shard, epoch));
            } else {
                move(ShardState.RELEASED);
                context.events()
                        .on(new WorkerEvent.LeaseReleased(
                                shard, epoch, dispatcher.completed() - completedBefore, undone, repeated));
            }
            shutDown();
        }
    }
}
