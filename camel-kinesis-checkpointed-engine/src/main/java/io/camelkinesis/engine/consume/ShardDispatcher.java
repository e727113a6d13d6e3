// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes waiting records into the window, hands them to the sink as their lanes allow, and takes from the window what is
 * done; what failed is a matter of {@link FailedDeliveries}. Lives on the worker's loop.
 */
final class ShardDispatcher implements Ticket.Outcome, FailedDeliveries.Deliverer {

    /** Whom it delivers for. */
    interface Listener {
        /**
         * The prefix of records that are done has grown to here.
         *
         * @param storedByRoute whether the route has stored that itself, as far as is known
         */
        void done(SequenceNumber prefixEnd, boolean storedByRoute);

        /** Something was delivered or done: there may be room to read, or nothing left to wait for. */
        void moved();

        /** onFailure=STOP: the shard must be given up. */
        void stopped(SequenceNumber sequence, Throwable cause);
    }

    private final ShardId shard;
    private final ConsumeContext context;
    private final WaitingRecords waiting;
    private final Listener listener;
    private final InFlightWindow window;
    private final RecordLanes lanes;
    private final RecordBatcher batcher;
    private final FailedDeliveries failures;
    private final Redeliveries redeliveries;
    private final Consumer<InFlight> delivering = this::deliver;

    private long epoch;
    private int running;
    private int processed;
    private long windowBytes;
    /** Records that the route has completed. */
    private long completed;

    /** The delivery that would have come next when what waited was given back. */
    private int nextRecords = 1;

    private long nextBytes;
    private boolean admitting;
    private boolean nothingMore;
    private long lastAdmission;
    /** When the oldest record in the window was done last. */
    private long lastMove;

    private @Nullable SequenceNumber lastAdmitted;
    private @Nullable Cancellable batchTimer;
    /** The present term; a term that is over stays so. */
    private BooleanSupplier inTerm;

    private volatile boolean closed;

    ShardDispatcher(
            ShardId shard,
            long epoch,
            ConsumeContext context,
            BooleanSupplier inTerm,
            WaitingRecords waiting,
            Listener listener) {
        this.shard = shard;
        this.epoch = epoch;
        this.context = context;
        this.inTerm = inTerm;
        this.waiting = waiting;
        this.listener = listener;
        ConsumeSettings settings = context.settings();
        // without manual commits a second delivery under SHARD could not start before the first is done
        boolean lockStep = settings.ordering() == Ordering.SHARD && !settings.manualCommit();
        this.window = new InFlightWindow(lockStep ? 1 : settings.checkpointLimit());
        this.lanes = new RecordLanes(settings.ordering());
        this.batcher = new RecordBatcher(settings.batch(), settings.checkpointLimit());
        this.failures = new FailedDeliveries(shard, context, this);
        this.redeliveries = failures.redeliveries();
        this.lastAdmission = context.loop().nanoTime();
        this.lastMove = lastAdmission;
    }

    /** New records are taken in from now on, or no more. What is in the window already goes on in both cases. */
    void admit(boolean on) {
        admitting = on;
        pump();
    }

    /** Failed deliveries are tried again from now on, or not. */
    void replay(boolean on) {
        redeliveries.allow(on);
    }

    /** Nothing is taken in, and nothing that failed is tried again. */
    void rest() {
        admit(false);
        replay(false);
    }

    /** Nothing is taken in any more, and of what failed only what is due within the limit is tried again, once. */
    void settle(Duration limit) {
        admit(false);
        redeliveries.allowOnce(context.loop().nanoTime() + limit.toNanos());
    }

    /** The shard is given up: as {@link #settle}, unless that came before. */
    void drain(Duration limit) {
        if (redeliveries.areTried()) {
            rest();
        } else {
            settle(limit);
        }
    }

    /** What waits is the last of the shard, or is not: no batch waits for more. */
    void last(boolean on) {
        nothingMore = on;
        pump();
    }

    /** The lease goes on under another epoch and in another term. */
    void renewed(long newEpoch, BooleanSupplier inNewTerm) {
        epoch = newEpoch;
        inTerm = inNewTerm;
        redeliveries.renewed();
        pump();
    }

    /** Whether the present term goes on. */
    boolean isInTerm() {
        return inTerm.getAsBoolean();
    }

    /** Nothing may start any more, what is running may end unheard. Gives back all the room that this shard held. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        admitting = false;
        failures.close();
        if (batchTimer != null) {
            batchTimer.cancel();
            batchTimer = null;
        }
        window.forEachUndone(unit -> {
            if (!unit.running) {
                context.budget().done(unit.memoryBytes);
            }
        });
        context.budget().dropped(waiting.memoryBytes(), waiting.size());
        waiting.clear();
    }

    /** Takes in and delivers what is possible now. */
    void pump() {
        pump(nothingMore);
    }

    /** Delivers what waits as a batch although it could grow, if the window has room for it. */
    void closeBatch() {
        pump(true);
    }

    private void pump(boolean atOnce) {
        boolean moved = false;
        long now = batcher.isOn() || !waiting.isEmpty() ? context.loop().nanoTime() : 0;
        while (admitting && !waiting.isEmpty()) {
            int count = batcher.next(waiting, context.budget().largestDelivery(), now, atOnce);
            if (count == 0 || !admits(count, batcher.memoryBytes(waiting))) {
                break;
            }
            moved = true;
            take(count, now);
        }
        if (batcher.isOn()) {
            watchPeriod(now);
        }
        if (moved) {
            lastAdmission = now;
            listener.moved();
        }
    }

    private void take(int count, long now) {
        long lag = waiting.millisBehindLatest();
        int waited = waiting.size();
        long held = waiting.memoryBytes();
        List<StreamRecord> records = count == 1 ? List.of(waiting.poll()) : waiting.poll(count);
        batcher.reset();
        InFlight unit = new InFlight(records, lag, now);
        context.budget().admitted(unit.memoryBytes, held - waiting.memoryBytes(), waited - waiting.size());
        windowBytes += unit.memoryBytes;
        window.admit(unit);
        lastAdmitted = unit.checkpoint();
        if (lanes.enter(unit)) {
            deliver(unit);
        }
    }

    private boolean admits(int records, long bytes) {
        return window.isEmpty() || (window.admits(records) && context.budget().windowAdmits(windowBytes, bytes));
    }

    private void watchPeriod(long now) {
        if (admitting && batchTimer == null) {
            long nanos = batcher.nanosUntilDue(waiting, now);
            if (nanos > 0) {
                batchTimer = context.loop().schedule(this::periodIsOver, Duration.ofNanos(nanos));
            }
        }
    }

    private void periodIsOver() {
        batchTimer = null;
        pump();
    }

    /** What waits, and cannot be taken in now, is given back to be read again when it {@link #canGoOn}. */
    void forget() {
        nextRecords = Math.max(1, batcher.gathered());
        nextBytes = batcher.memoryBytes(waiting);
        batcher.reset();
        nothingMore = false;
    }

    /** Whether no delivery is running. */
    boolean isIdle() {
        return running == 0;
    }

    /** Whether no delivery is running or due, and none waits for its commit. */
    boolean isSettled() {
        return running == 0 && processed == 0 && !redeliveries.areDue();
    }

    /** Whether every record that was taken in is done. */
    boolean isEmpty() {
        return window.isEmpty();
    }

    /** Whether what was given back could be taken in now. */
    boolean canGoOn() {
        return admitting && admits(nextRecords, nextBytes);
    }

    /** Whether the records that wait are too few for a delivery. */
    boolean wantsMore() {
        return batcher.isOn()
                && !waiting.isEmpty()
                && batcher.next(
                                waiting,
                                context.budget().largestDelivery(),
                                context.loop().nanoTime(),
                                nothingMore)
                        == 0;
    }

    int running() {
        return running;
    }

    /**
     * Records that were taken in and are not done: running, in line behind one of their key, to be replayed, or to be
     * committed by hand.
     */
    int inFlight() {
        return window.undone();
    }

    int uncommitted() {
        return window.span();
    }

    /** Records that the route has completed, each once; not those that were skipped or went to the dead letter endpoint. */
    long completed() {
        return completed;
    }

    /** The checkpoint when all that was taken in is done. */
    @Nullable
    SequenceNumber lastAdmitted() {
        return lastAdmitted;
    }

    /** The last record of the service up to which all is done; null before the first. */
    @Nullable
    SequenceNumber wholeDone() {
        return window.wholeEnd();
    }

    long lastAdmissionNanos() {
        return lastAdmission;
    }

    /** The unit that fails now, most often tried first; null when none does. */
    @Nullable
    InFlight failing() {
        return failures.worst();
    }

    private boolean isFull() {
        return !window.isEmpty()
                && !(waiting.isEmpty()
                        ? admits(nextRecords, nextBytes)
                        : admits(1, waiting.peek().memoryBytes()));
    }

    WindowStatus status(long now) {
        return window.status(isFull(), lastMove, failing(), now);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void deliver(InFlight unit) {
        unit.running = true;
        running++;
        DeadLetter why = unit.deadLetter;
        int tooOld = why == null ? failures.tooOld(unit) : 0;
        if (tooOld > 0) {
            // not here: what follows may deliver the next, which may be too old as well
            context.loop().execute(() -> tooOld(unit, tooOld));
            return;
        }
        Ticket ticket = new Ticket(shard, context, this, unit, epoch, inTerm);
        unit.ticket = ticket;
        if (why == null) {
            context.sink().deliver(ticket);
        } else {
            context.sink().deadLetter(ticket, why);
        }
    }

    @Override
    public void refused(InFlight unit) {
        if (ended(unit)) {
            if (isInTerm()) {
                // the lease was renewed after the sink had asked
                deliver(unit);
            } else {
                redeliveries.fence(unit);
            }
        }
        listener.moved();
    }

    @Override
    public void processed(InFlight unit) {
        if (ended(unit)) {
            unit.processed = true;
            processed++;
            lanes.leave(unit, delivering);
            pump();
        }
        listener.moved();
    }

    @Override
    public void completed(InFlight unit) {
        if (ended(unit)) {
            DeadLetter why = unit.deadLetter;
            if (why != null) {
                context.events()
                        .on(new WorkerEvent.DeadLettered(
                                shard, unit.first(), unit.size(), why.reason(), why.attempts(), why.lastError()));
            } else {
                completed += unit.size();
            }
            finish(unit);
        }
        listener.moved();
    }

    @Override
    public void failed(InFlight unit, Throwable cause) {
        if (ended(unit)) {
            failures.failed(unit, cause);
        }
        listener.moved();
    }

    private void tooOld(InFlight unit, int records) {
        if (ended(unit)) {
            failures.giveUpOld(unit, records);
        }
        listener.moved();
    }

    /** The unit is not with the sink, or not waiting for its commit, any more. False if nobody cares any more. */
    private boolean ended(InFlight unit) {
        if (unit.running) {
            unit.running = false;
            running--;
            if (closed) {
                context.budget().done(unit.memoryBytes);
            }
        } else if (unit.processed) {
            unit.processed = false;
            processed--;
        }
        return !closed;
    }

    @Override
    public void finish(InFlight unit) {
        context.budget().done(unit.memoryBytes);
        windowBytes -= unit.memoryBytes;
        failures.forget(unit);
        SequenceNumber prefixEnd = window.complete(unit);
        if (unit.inLane) {
            lanes.leave(unit, delivering);
        }
        if (prefixEnd != null) {
            lastMove = context.loop().nanoTime();
            listener.done(prefixEnd, unit.storedByRoute && prefixEnd.equals(unit.checkpoint()));
        }
        pump();
    }

    @Override
    public boolean isItsTurn(InFlight unit) {
        return unit.inLane || lanes.enter(unit);
    }

    @Override
    public void stopped(SequenceNumber sequence, Throwable cause) {
        listener.stopped(sequence, cause);
    }

    @Override
    public List<InFlight> split(InFlight unit, int records) {
        InFlight first = unit.part(0, records);
        InFlight second = unit.part(records, unit.size());
        window.split(unit, first, second);
        failures.replaced(unit, first, second);
        if (unit.inLane) {
            lanes.split(unit, first, second);
        } else {
            lanes.enter(first);
            lanes.enter(second);
        }
        return Stream.of(first, second).filter(part -> part.waitsIn == 0).toList();
    }
}
