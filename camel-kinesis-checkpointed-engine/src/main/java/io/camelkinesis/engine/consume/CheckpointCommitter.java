// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the lease row of one shard that is held: checkpoints every commitPeriod when there is something new, and the
 * last word, release or end, after a last checkpoint. What routes store themselves is read instead, at the same pace. At
 * most one write is on its way. Whether a write that was not answered was done is found out by reading the row back; a row
 * that is not held any more means the lease is lost.
 */
final class CheckpointCommitter {

    /** Delays after a write or read of the table without an answer. */
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** Whom it writes for. */
    interface Listener {
        /** The row says that the lease is not ours any more. */
        void lost(String reason);

        /** The last word has been written. */
        void closed();
    }

    private final String clientId;
    private final ConsumeContext context;
    private final SerialLoop loop;
    private final Listener listener;

    private Lease held;
    private @Nullable SequenceNumber wanted;
    private @Nullable SequenceNumber wantedWhole;
    private @Nullable SequenceNumber committed;
    private @Nullable Function<Lease, CompletionStage<LeaseWrite>> lastWord;
    private @Nullable Cancellable timer;
    private boolean writing;
    /** Routes have moved the stored checkpoint: what is known of it is old. */
    private boolean readFirst;

    private boolean closed;
    private boolean suspended;
    private int failures;
    private boolean first = true;
    /** Something is done that is not stored. */
    private boolean unstored;

    private long unstoredNanos;
    /** The last commit was not taken. */
    private boolean refused;

    /** Before this no commit is tried again; the last word does not wait for it. */
    private long retryNanos;

    private boolean hasStored;
    private long storedNanos;
    private long failedNanos;
    private @Nullable Throwable lastError;

    CheckpointCommitter(String clientId, Lease held, ConsumeContext context, Listener listener) {
        this.clientId = clientId;
        this.held = held;
        this.context = context;
        this.loop = context.loop();
        this.listener = listener;
        this.committed = held.checkpoint();
    }

    /** All up to here is done. */
    void done(SequenceNumber prefixEnd) {
        done(prefixEnd, prefixEnd.isPartial() ? null : prefixEnd, false);
    }

    /**
     * All up to here is done.
     *
     * @param whole the last record of the service of which all is done, null when that is not known
     * @param storedByRoute whether the route says that it has stored that itself: the row is read before it is written
     */
    void done(SequenceNumber prefixEnd, @Nullable SequenceNumber whole, boolean storedByRoute) {
        wanted = prefixEnd;
        wantedWhole = whole;
        readFirst |= storedByRoute;
        if (!unstored) {
            unstored = true;
            unstoredNanos = loop.nanoTime();
        }
        arm();
    }

    /** Stores what is done and then gives the lease back. */
    void release() {
        close(context.table()::release);
    }

    /** Stores what is done and then marks the shard as consumed. */
    void end() {
        close(context.table()::end);
    }

    /** Writes nothing until the lease is {@link #renewed}. */
    void suspend() {
        suspended = true;
    }

    /** The lease goes on as this row. */
    void renewed(Lease lease) {
        cancelTimer();
        adopt(lease);
        suspended = false;
        failures = 0;
        proceed();
    }

    /** Writes nothing any more. */
    void abandon() {
        closed = true;
        cancelTimer();
    }

    /** The row as it was last known: behind the last word it is as that has left it. */
    Lease held() {
        return held;
    }

    @Nullable
    SequenceNumber committed() {
        return committed;
    }

    private void close(Function<Lease, CompletionStage<LeaseWrite>> word) {
        lastWord = word;
        cancelTimer();
        lookOrWrite();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private boolean isBehind() {
        return wanted != null && (committed == null || wanted.compareTo(committed) > 0);
    }

    private void arm() {
        if (timer == null && !writing && !closed && !suspended && isBehind()) {
            long period = context.pace().next().toNanos();
            // the first write of a shard comes at a random moment, so that many shards do not write together for ever
            long delay = first ? context.random().nextLong(period + 1) : period;
            first = false;
            timer = loop.schedule(this::timeHasCome, Duration.ofNanos(Math.max(delay, untilRetry())));
        }
    }

    /** How long until a commit that was not written may be tried again. */
    private long untilRetry() {
        return refused ? Math.max(0, retryNanos - loop.nanoTime()) : 0;
    }

    private void timeHasCome() {
        timer = null;
        lookOrWrite();
    }

    private void lookOrWrite() {
        if (readFirst && isBehind() && !writing) {
            readBack();
        } else {
            write();
        }
    }

    private void write() {
        if (closed || suspended || writing) {
            return;
        }
        if (isBehind() && wanted != null) {
            SequenceNumber next = wanted;
            long started = loop.nanoTime();
            send(context.table().commit(held, next, wantedWhole), () -> {
                committed = next;
                stored();
                Duration latency = Duration.ofNanos(loop.nanoTime() - started);
                context.events().on(new WorkerEvent.Committed(held.shard(), next, latency));
            });
        } else if (lastWord != null) {
            send(lastWord.apply(held), this::wordSaid);
        }
    }

    private void wordSaid() {
        abandon();
        listener.closed();
    }

    private void send(CompletionStage<LeaseWrite> write, Runnable onApplied) {
        writing = true;
        long epoch = held.epoch();
        loop.when(write, (outcome, failure) -> {
            writing = false;
            if (closed) {
                return;
            }
            LeaseWrite result = outcome != null ? outcome : new LeaseWrite.Unknown(causeOf(failure));
            if (held.epoch() != epoch) {
                // the lease was renewed since, and that row told what had become of this write
                proceed();
            } else if (result instanceof LeaseWrite.Applied applied) {
                held = applied.lease();
                failures = 0;
                refused = false;
                context.pace().written(loop.nanoTime());
                onApplied.run();
                proceed();
            } else if (result instanceof LeaseWrite.Refused refused) {
                refused(refused.current());
            } else if (result instanceof LeaseWrite.Unknown unknown) {
                paced();
                later(unknown.cause());
            } else if (result instanceof LeaseWrite.Throttled throttled) {
                paced();
                throttled(throttled.cause());
            }
        });
    }

    /** The table did not take a write: it is tried again when the table may take it, and others wait longer as well. */
    private void paced() {
        long now = loop.nanoTime();
        context.pace().refused(now);
        refused = true;
        retryNanos = now + context.pace().retry().toNanos();
    }

    /** Nothing was written, and nothing will be: the row need not be read. */
    private void throttled(Throwable cause) {
        delayed(cause);
        timer = loop.schedule(
                this::timeHasCome,
                lastWord != null ? RETRY.after(failures, context.random()) : Duration.ofNanos(untilRetry()));
    }

    private static Throwable causeOf(@Nullable Throwable failure) {
        return failure != null ? failure : new IllegalStateException("The lease store answered nothing");
    }

    private void proceed() {
        if (lastWord != null) {
            write();
        } else {
            arm();
        }
    }

    private void refused(@Nullable Lease row) {
        if (row != null && row.equals(held)) {
            later(new IllegalStateException("The write was refused, but the row is as expected"));
        } else {
            compare(row);
        }
    }

    /** What the row says after a write was refused, or not answered. */
    private void compare(@Nullable Lease row) {
        if (row != null && row.isHeldBy(clientId, held.epoch())) {
            adopt(row);
            if (!isBehind()) {
                refused = false;
                failures = lastWord == null ? 0 : failures;
            }
            if (lastWord != null || (!readFirst && untilRetry() == 0)) {
                write();
            }
            if (!writing) {
                arm();
            }
        } else if (row != null && isBeingRenewed(row)) {
            suspended = true;
        } else if (lastWord != null && row != null && isOurWord(row)) {
            held = row;
            wordSaid();
        } else {
            abandon();
            listener.lost(
                    row == null
                            ? WorkerEvent.LeaseLost.ROW_IS_GONE
                            : "held by " + row.owner() + " under epoch " + row.epoch());
        }
    }

    /** What is stored is the base of the next write, and a checkpoint that is further than ours stays. */
    private void adopt(Lease row) {
        held = row;
        SequenceNumber stored = row.checkpoint();
        if (stored != null && (committed == null || stored.compareTo(committed) > 0)) {
            committed = stored;
            stored();
        }
    }

    private void stored() {
        unstored = isBehind();
        unstoredNanos = loop.nanoTime();
        hasStored = true;
        storedNanos = unstoredNanos;
    }

    /** Whether a checkpoint was stored under this lease. */
    boolean hasStored() {
        return hasStored;
    }

    CommitStatus status(long now) {
        Throwable error = failures == 0 ? null : lastError;
        return new CommitStatus(
                unstored && isBehind() ? Duration.ofNanos(now - unstoredNanos) : null,
                hasStored ? Duration.ofNanos(now - storedNanos) : null,
                failures,
                error,
                error == null ? null : Duration.ofNanos(now - failedNanos));
    }

    /** Whether the row has been claimed again in place, of which {@link #renewed} will tell. */
    private boolean isBeingRenewed(Lease row) {
        return clientId.equals(row.owner()) && row.epoch() > held.epoch() && !row.ended();
    }

    /** Whether the row is as our release or end would have left it: nobody has claimed it since. */
    private boolean isOurWord(Lease row) {
        return row.epoch() == held.epoch() && row.owner() == null && !isBehind();
    }

    private void later(Throwable cause) {
        delayed(cause);
        timer = loop.schedule(this::readBack, RETRY.after(failures, context.random()));
    }

    private void delayed(Throwable cause) {
        failures++;
        lastError = cause;
        failedNanos = loop.nanoTime();
        SequenceNumber what = wanted != null ? wanted : committed;
        if (what != null) {
            context.events().on(new WorkerEvent.CommitDelayed(held.shard(), what, cause));
        }
    }

    private void readBack() {
        timer = null;
        if (closed || suspended) {
            return;
        }
        writing = true;
        readFirst = false;
        long epoch = held.epoch();
        loop.when(context.table().read(held.shard()), (row, failure) -> {
            writing = false;
            if (closed || suspended) {
                return;
            }
            if (held.epoch() != epoch) {
                proceed();
            } else if (row != null) {
                compare(row.orElse(null));
            } else {
                later(causeOf(failure));
            }
        });
    }
}
