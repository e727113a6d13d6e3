package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes waiting records into the window, hands them to the sink as their lanes allow, and treats what failed. Lives on
 * the worker's loop; only {@link Ticket} is touched by other threads.
 */
final class ShardDispatcher {

    /** Whom it delivers for. */
    interface Listener {
        /** The prefix of records that are done has grown to here. */
        void done(SequenceNumber prefixEnd);

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
    private final RecordBatcher batcher = RecordBatcher.SINGLE;
    private final Backoff replayDelays;
    private final Map<InFlight, Cancellable> replays = new LinkedHashMap<>();
    /** Units that failed while nothing is replayed. */
    private final List<InFlight> parked = new ArrayList<>();
    /** Units that the sink could not start because the term was over. */
    private final List<InFlight> fenced = new ArrayList<>();

    private long epoch;
    private int running;
    private boolean admitting;
    private boolean replaying = true;
    private long lastAdmission;
    private @Nullable SequenceNumber lastAdmitted;
    private @Nullable InFlight failing;
    /** The present term; a term that is over stays so. */
    private BooleanSupplier inTerm;
    /** Read by the threads of the route: nothing may start any more. */
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
        this.window = new InFlightWindow(settings.ordering() == Ordering.SHARD ? 1 : settings.checkpointLimit());
        this.lanes = new RecordLanes(settings.ordering());
        this.replayDelays = new Backoff(
                settings.failure().replayDelay(), settings.failure().maxReplayDelay());
    }

    /** New records are taken in from now on, or no more. What is in the window already goes on in both cases. */
    void admit(boolean on) {
        admitting = on;
        pump();
    }

    /** Failed deliveries are tried again from now on, or not. */
    void replay(boolean on) {
        replaying = on;
        if (on) {
            redeliver(parked);
        } else {
            replays.values().forEach(Cancellable::cancel);
            parked.addAll(replays.keySet());
            replays.clear();
        }
    }

    /** The lease goes on under another epoch and in another term. */
    void renewed(long newEpoch, BooleanSupplier inNewTerm) {
        epoch = newEpoch;
        inTerm = inNewTerm;
        redeliver(fenced);
        pump();
    }

    /** Nothing may start any more, what is running may end unheard. Gives back all the room that this shard held. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        admitting = false;
        replay(false);
        parked.clear();
        fenced.clear();
        window.forEachUndone(unit -> {
            if (!unit.running) {
                context.budget().free(unit.memoryBytes);
            }
        });
        context.budget().delivered(waiting.size());
        context.budget().free(waiting.memoryBytes());
        waiting.clear();
    }

    /** Takes in and delivers what is possible now. */
    void pump() {
        boolean moved = false;
        while (admitting && !waiting.isEmpty() && window.admits(1)) {
            long lag = waiting.millisBehindLatest();
            List<StreamRecord> records = batcher.next(waiting);
            if (records.isEmpty()) {
                break;
            }
            InFlight unit = new InFlight(records, lag);
            context.budget().delivered(records.size());
            window.admit(unit);
            lastAdmitted = unit.last();
            moved = true;
            if (lanes.enter(unit)) {
                deliver(unit);
            }
        }
        if (moved) {
            lastAdmission = context.loop().nanoTime();
            listener.moved();
        }
    }

    boolean isIdle() {
        return running == 0;
    }

    /** Whether every record that was taken in is done. */
    boolean isEmpty() {
        return window.isEmpty();
    }

    boolean canAdmit() {
        return admitting && window.admits(1);
    }

    int running() {
        return running;
    }

    /** Records that were taken in and are not done: running, in line behind one of their key, or to be replayed. */
    int inFlight() {
        return window.undone();
    }

    int uncommitted() {
        return window.span();
    }

    @Nullable
    SequenceNumber lastAdmitted() {
        return lastAdmitted;
    }

    long lastAdmissionNanos() {
        return lastAdmission;
    }

    /** The unit that fails now, longest waiting first; null when none does. */
    @Nullable
    InFlight failing() {
        return failing;
    }

    private void deliver(InFlight unit) {
        unit.running = true;
        running++;
        Ticket ticket = new Ticket(this, unit, epoch, inTerm);
        try {
            context.sink().deliver(ticket);
        } catch (RuntimeException notTaken) {
            ticket.failed(notTaken);
        }
    }

    private void redeliver(List<InFlight> units) {
        List<InFlight> again = new ArrayList<>(units);
        units.clear();
        again.forEach(this::deliver);
    }

    /** On the loop: the sink asked to start and must not. */
    private void refused(InFlight unit) {
        ended(unit);
        if (closed) {
            context.budget().free(unit.memoryBytes);
        } else if (inTerm.getAsBoolean()) {
            // the lease was renewed after the sink had asked
            deliver(unit);
        } else {
            fenced.add(unit);
        }
        listener.moved();
    }

    private void ended(InFlight unit) {
        unit.running = false;
        running--;
    }

    /** On the loop: a delivery was completed. */
    private void completed(InFlight unit) {
        ended(unit);
        finish(unit);
    }

    private void finish(InFlight unit) {
        context.budget().free(unit.memoryBytes);
        if (closed) {
            listener.moved();
            return;
        }
        if (unit == failing) {
            failing = null;
        }
        SequenceNumber prefixEnd = window.complete(unit);
        InFlight next = lanes.leave(unit);
        if (next != null) {
            deliver(next);
        }
        if (prefixEnd != null) {
            listener.done(prefixEnd);
        }
        pump();
        listener.moved();
    }

    /** On the loop: a delivery failed. */
    private void failed(InFlight unit, Throwable cause) {
        if (closed) {
            ended(unit);
            context.budget().free(unit.memoryBytes);
            listener.moved();
            return;
        }
        unit.lastError = cause;
        switch (context.settings().failure().onFailure()) {
            case REPLAY -> {
                ended(unit);
                replayLater(unit, cause);
                listener.moved();
            }
            case DEAD_LETTER -> {
                ended(unit);
                replayLater(unit, cause);
                listener.moved();
            }
            case SKIP -> {
                context.events()
                        .on(new WorkerEvent.Skipped(
                                shard, unit.first(), unit.records.size(), GiveUpReason.FAILED, cause));
                completed(unit);
            }
            case STOP -> {
                ended(unit);
                failing = unit;
                parked.add(unit);
                listener.stopped(unit.first(), cause);
            }
        }
    }

    private void replayLater(InFlight unit, Throwable cause) {
        unit.replays++;
        if (failing == null || failing.replays < unit.replays) {
            failing = unit;
        }
        if (!replaying) {
            parked.add(unit);
            return;
        }
        Duration delay = replayDelays.after(unit.replays, context.random());
        context.events().on(new WorkerEvent.Replay(shard, unit.first(), unit.replays, delay, cause));
        replays.put(
                unit,
                context.loop()
                        .schedule(
                                () -> {
                                    replays.remove(unit);
                                    deliver(unit);
                                },
                                delay));
    }

    /** A delivery as the sink sees it. */
    private static final class Ticket implements Delivery {
        private static final int NEW = 0;
        private static final int STARTED = 1;
        private static final int SETTLED = 2;

        private final ShardDispatcher dispatcher;
        private final InFlight unit;
        private final long epoch;
        /** The term of that epoch: in the next one the records are delivered again, with its epoch. */
        private final BooleanSupplier inTerm;

        private final int replayCount;
        private final AtomicInteger state = new AtomicInteger(NEW);

        private Ticket(ShardDispatcher dispatcher, InFlight unit, long epoch, BooleanSupplier inTerm) {
            this.dispatcher = dispatcher;
            this.unit = unit;
            this.epoch = epoch;
            this.inTerm = inTerm;
            this.replayCount = unit.replays;
        }

        @Override
        public ShardId shard() {
            return dispatcher.shard;
        }

        @Override
        public List<StreamRecord> records() {
            return unit.records;
        }

        @Override
        public long leaseEpoch() {
            return epoch;
        }

        @Override
        public int replayCount() {
            return replayCount;
        }

        @Override
        public long millisBehindLatest() {
            return unit.millisBehindLatest;
        }

        @Override
        public boolean start() {
            if (dispatcher.closed || !inTerm.getAsBoolean()) {
                settle(() -> dispatcher.refused(unit));
                return false;
            }
            return state.compareAndSet(NEW, STARTED);
        }

        @Override
        public void processed() {}

        @Override
        public void completed() {
            settle(() -> dispatcher.completed(unit));
        }

        @Override
        public void failed(Throwable cause) {
            settle(() -> dispatcher.failed(unit, cause));
        }

        private void settle(Runnable outcome) {
            if (state.getAndSet(SETTLED) != SETTLED) {
                dispatcher.context.loop().executeHere(outcome);
            }
        }
    }
}
