// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of one stream: lanes keep the order, the batcher fills requests, what is not accepted comes again. Lives
 * on the putter's loop.
 */
final class StreamPuts {

    private final String stream;
    private final PutContext context;
    private final Runnable emptied;
    private final KeyLanes lanes = new KeyLanes();
    private final PutBatcher batcher;
    private final PutRetry retry;
    /** Parts of a request that the service refused as a whole: each goes alone, to find the record that is the reason. */
    private final ArrayDeque<List<PutUnit>> isolated = new ArrayDeque<>();

    private final Set<PutUnit> underWay = new HashSet<>();
    /** What was sent and is not settled, in the order of its first sending. */
    private final Set<PutUnit> unsettled = new LinkedHashSet<>();

    private int requests;
    private int pending;
    private boolean closed;
    /** An answer is being taken in: what it makes ready goes out together afterwards. */
    private boolean taking;

    private @Nullable Cancellable timer;
    private long timerNanos;

    /** @param emptied called when nothing is pending any more */
    StreamPuts(String stream, PutContext context, Runnable emptied) {
        this.stream = stream;
        this.context = context;
        this.emptied = emptied;
        PutSettings settings = context.settings();
        this.batcher = new PutBatcher(
                settings.batchSize(), settings.batchBytes(), settings.linger().toNanos(), context.packing());
        this.retry = new PutRetry(settings, context.random());
    }

    void add(Pending record) {
        pending++;
        long now = context.loop().nanoTime();
        if (context.settings().ordering() == PutOrdering.NONE) {
            batcher.add(new PutUnit(null, List.of(record), record.record), now);
        } else {
            KeyLane ready = lanes.enter(record);
            if (ready != null) {
                batcher.add(ready, now);
            }
        }
        pump();
    }

    /** Nothing lingers any more, and what waits for its delay is tried once more at once. */
    void flush() {
        long now = context.loop().nanoTime();
        batcher.flush(true);
        retry.drain().forEach(unit -> batcher.again(unit, now));
        pump();
    }

    /** What has not been sent yet waits for no company; what was rejected waits as before. */
    void hurry() {
        batcher.flush(true);
        pump();
    }

    /** Sends what can be sent now. */
    void pump() {
        if (closed || taking) {
            return;
        }
        long now = context.loop().nanoTime();
        retry.due(now).forEach(unit -> batcher.again(unit, now));
        while (isDue(now) && context.slots().take(this)) {
            send(nextUnits());
        }
        arm(now);
    }

    private List<PutUnit> nextUnits() {
        try {
            return isolated.isEmpty() ? batcher.take() : isolated.removeFirst();
        } catch (Throwable bug) {
            context.slots().give();
            throw bug;
        }
    }

    private boolean isDue(long now) {
        return !isolated.isEmpty() || batcher.isDue(now, requests > 0);
    }

    private void arm(long now) {
        long wait = retry.nanosUntilDue(now);
        // what is due already waits for a slot, whose return is a call of its own
        if (!batcher.isEmpty() && !isDue(now)) {
            wait = Math.min(wait, batcher.nanosUntilDue(now, requests > 0));
        }
        if (wait == Long.MAX_VALUE) {
            disarm();
            return;
        }
        long at = now + wait;
        if (timer != null) {
            if (timerNanos - at <= 0) {
                return;
            }
            disarm();
        }
        timerNanos = at;
        timer = context.loop()
                .schedule(
                        () -> {
                            timer = null;
                            pump();
                        },
                        Duration.ofNanos(Math.max(wait, 0)));
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Sends with the slot that was taken; it is given back with the answer, or when there will be none. */
    private void send(List<PutUnit> units) {
        requests++;
        try {
            request(units);
        } catch (Throwable bug) {
            context.events().on(new PutEvent.Bug(stream, bug));
            context.loop()
                    .execute(() -> settled(
                            units, new PutResult.Unknown(bug), 0, context.loop().nanoTime()));
        }
    }

    private void request(List<PutUnit> units) {
        List<PutRecord> records = new ArrayList<>(units.size());
        long bytes = 0;
        long sent = context.loop().nanoTime();
        for (PutUnit unit : units) {
            if (unsettled.add(unit)) {
                unit.firstSentNanos = sent;
            }
            unit.attempts++;
            records.add(unit.wire);
            bytes += unit.bytes();
        }
        underWay.addAll(units);
        long size = bytes;
        context.loop()
                .when(
                        context.writer().put(stream, records),
                        (result, failure) -> settled(
                                units, result == null ? new PutResult.Unknown(causeOf(failure)) : result, size, sent));
    }

    /** The answer of a request; the slot is free again whatever comes of it. */
    private void settled(List<PutUnit> units, PutResult result, long bytes, long sent) {
        requests--;
        taking = true;
        try {
            batcher.answered(context.loop().nanoTime());
            units.forEach(underWay::remove);
            if (!closed) {
                take(units, result, bytes, sent);
            }
        } finally {
            taking = false;
            context.slots().give();
            pump();
        }
    }

    private static Throwable causeOf(@Nullable Throwable failure) {
        return failure != null ? failure : new IllegalStateException("The stream writer answered nothing");
    }

    private void take(List<PutUnit> units, PutResult result, long bytes, long sent) {
        if (result instanceof PutResult.Answered answered && answered.records().size() == units.size()) {
            answered(units, answered.records(), bytes, sent);
        } else if (result instanceof PutResult.NotApplied failed) {
            failed(units, failed.cause(), false);
        } else if (result instanceof PutResult.Unknown unknown) {
            failed(units, unknown.cause(), true);
        } else if (result instanceof PutResult.Fatal fatal) {
            refused(units, fatal);
        } else {
            failed(units, new IllegalStateException("The answer is not for as many records as were sent"), true);
        }
    }

    private void answered(List<PutUnit> units, List<RecordResult> results, long bytes, long sent) {
        int rejected = 0;
        int throttled = 0;
        int put = 0;
        for (int i = 0; i < units.size(); i++) {
            PutUnit unit = units.get(i);
            if (results.get(i) instanceof RecordResult.Accepted accepted) {
                put += unit.parts.size();
                settle(unit, new PutOutcome.Put(accepted.shard(), accepted.sequence(), unit.attempts));
            } else if (results.get(i) instanceof RecordResult.Rejected no) {
                rejected++;
                throttled += no.isThrottled() ? 1 : 0;
                unit.lastCode = no.code();
                unit.lastCause = null;
                againLater(unit);
            } else if (results.get(i) instanceof RecordResult.Refused never) {
                rejected++;
                unit.lastCode = never.code();
                unit.lastCause = null;
                giveUp(unit, PutOutcome.Reason.REFUSED);
            }
        }
        Duration took = Duration.ofNanos(context.loop().nanoTime() - sent);
        context.events().on(new PutEvent.Answered(stream, units.size(), bytes, rejected, throttled, put, took));
    }

    private void failed(List<PutUnit> units, Throwable cause, boolean unknown) {
        context.events().on(new PutEvent.RequestFailed(stream, units.size(), unknown, cause));
        for (PutUnit unit : units) {
            unit.unknown |= unknown;
            unit.lastCause = cause;
            unit.lastCode = null;
            againLater(unit);
        }
    }

    private void refused(List<PutUnit> units, PutResult.Fatal fatal) {
        context.events().on(new PutEvent.RequestFailed(stream, units.size(), false, fatal.cause()));
        if (fatal.ofOneRecord() && units.size() > 1) {
            units.forEach(unit -> unit.searched++);
            int half = units.size() / 2;
            isolated.addLast(List.copyOf(units.subList(0, half)));
            isolated.addLast(List.copyOf(units.subList(half, units.size())));
            return;
        }
        for (PutUnit unit : units) {
            unit.lastCause = fatal.cause();
            giveUp(unit, PutOutcome.Reason.REFUSED);
        }
    }

    private void againLater(PutUnit unit) {
        if (!retry.later(unit, context.loop().nanoTime())) {
            giveUp(unit, PutOutcome.Reason.RETRIES_OVER);
        }
    }

    private void giveUp(PutUnit unit, PutOutcome.Reason reason) {
        PutOutcome.Failed outcome =
                new PutOutcome.Failed(reason, unit.lastCode, unit.lastCause, unit.attempts, unit.unknown);
        unit.parts.forEach(part -> context.events().on(new PutEvent.GaveUp(stream, outcome)));
        settle(unit, outcome);
    }

    private void settle(PutUnit unit, PutOutcome outcome) {
        unsettled.remove(unit);
        if (unit.lane != null) {
            KeyLane ready = lanes.leave(unit.lane);
            if (ready != null) {
                batcher.add(ready, context.loop().nanoTime());
            }
        }
        unit.parts.forEach(part -> done(part, outcome));
        if (pending == 0) {
            emptied.run();
        }
    }

    private void done(Pending part, PutOutcome outcome) {
        pending--;
        context.room().leave(part.record.sizeBytes());
        try {
            part.listener.done(outcome);
        } catch (Throwable bug) {
            context.events().on(new PutEvent.Bug(stream, bug));
        }
    }

    /** What was sent and is not settled, longest first. */
    List<UndeliveredPut> undelivered(int most) {
        long now = context.loop().nanoTime();
        return unsettled.stream()
                .limit(most)
                .map(unit -> unit.status(stream, now))
                .toList();
    }

    boolean isEmpty() {
        return pending == 0;
    }

    /** Sends nothing any more; everything that is pending fails, and what is under way ends unheard. */
    void close() {
        closed = true;
        disarm();
        List<PutUnit> units = new ArrayList<>(underWay);
        isolated.forEach(units::addAll);
        units.addAll(retry.drain());
        units.forEach(unit -> unit.unknown |= underWay.contains(unit));
        units.forEach(this::stopped);
        batcher.flush(true);
        while (!batcher.isEmpty()) {
            batcher.take().forEach(this::stopped);
        }
    }

    private void stopped(PutUnit unit) {
        giveUp(unit, PutOutcome.Reason.STOPPED);
    }
}
