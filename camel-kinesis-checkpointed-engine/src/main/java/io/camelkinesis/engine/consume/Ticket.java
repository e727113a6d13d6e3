// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A delivery as the sink sees it. What other threads do with it reaches the dispatcher on the worker's loop, once. */
final class Ticket implements Delivery {

    /** Whom it tells, on the worker's loop. */
    interface Outcome {
        /** Read by the threads of the route: nothing may start any more. */
        boolean isClosed();

        /** The sink asked to start and must not. */
        void refused(InFlight unit);

        void processed(InFlight unit);

        void completed(InFlight unit);

        void failed(InFlight unit, Throwable cause);
    }

    private static final int NEW = 0;
    private static final int STARTED = 1;
    private static final int PROCESSED = 2;
    private static final int SETTLED = 3;

    private final ShardId shard;
    private final ConsumeContext context;
    private final Outcome outcome;
    private final InFlight unit;
    private final long epoch;
    /** The term of that epoch: in the next one the records are delivered again, with its epoch. */
    private final BooleanSupplier inTerm;

    private final int replayCount;
    private final AtomicInteger state = new AtomicInteger(NEW);
    private volatile boolean storedByRoute;

    Ticket(ShardId shard, ConsumeContext context, Outcome outcome, InFlight unit, long epoch, BooleanSupplier inTerm) {
        this.shard = shard;
        this.context = context;
        this.outcome = outcome;
        this.unit = unit;
        this.epoch = epoch;
        this.inTerm = inTerm;
        this.replayCount = unit.attempts;
    }

    @Override
    public ShardId shard() {
        return shard;
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
        if (outcome.isClosed() || !inTerm.getAsBoolean()) {
            settle(() -> outcome.refused(unit));
            return false;
        }
        return state.compareAndSet(NEW, STARTED);
    }

    @Override
    public void processed() {
        if (state.compareAndSet(STARTED, PROCESSED)) {
            context.loop().executeHere(() -> {
                // what came after it on another thread may have been heard before it
                if (unit.ticket == this && unit.running) {
                    outcome.processed(unit);
                }
            });
        }
    }

    @Override
    public void storedByRoute() {
        storedByRoute = true;
    }

    @Override
    public boolean counts() {
        return !outcome.isClosed() && state.get() != SETTLED;
    }

    @Override
    public void completed() {
        settle(() -> {
            unit.storedByRoute = storedByRoute;
            outcome.completed(unit);
        });
    }

    /** Counts as due from now on: whoever waits for replays must not see a moment in which nothing is. */
    @Override
    public void failed(Throwable cause) {
        context.dueReplays().incrementAndGet();
        boolean heard = settle(() -> {
            try {
                outcome.failed(unit, cause);
            } finally {
                context.dueReplays().decrementAndGet();
            }
        });
        if (!heard) {
            context.dueReplays().decrementAndGet();
        }
    }

    /** Whether it is the first outcome, which is the one that is told. */
    private boolean settle(Runnable how) {
        if (state.getAndSet(SETTLED) == SETTLED) {
            return false;
        }
        context.loop().executeHere(how);
        return true;
    }
}
