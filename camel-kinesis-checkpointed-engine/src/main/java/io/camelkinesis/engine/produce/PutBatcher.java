// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what the next request of a stream holds, and when it goes. Pure: the time is an argument.
 *
 * <p>A request goes when it is full. Else, while no request is under way, the first in line goes {@code linger} after it was
 * handed over, so that others can join it. While one is under way it waits for the answer, which will make the lanes of its
 * records ready: many keys at a steady rate then fill their requests, instead of sending a few records each time linger is over.
 * That wait ends after {@value #PATIENCE_LINGERS} lingers in any case.
 *
 * <p>What is sent again goes at once when no request is under way. Else it waits for the answer in the same way, and for
 * {@code linger} after it for those who were waiting for that answer. If it always went at once, the records of a throttled shard
 * would come in requests of their own, for whose answers all others waited.
 */
final class PutBatcher {

    private static final int PATIENCE_LINGERS = 10;

    private final int batchSize;
    private final long batchBytes;
    private final long lingerNanos;
    private final Packing packing;
    private final ArrayDeque<Ready> line = new ArrayDeque<>();
    private final ArrayDeque<PutUnit> again = new ArrayDeque<>();
    private long answeredNanos;
    private long lineBytes;
    private boolean flushing;

    PutBatcher(int batchSize, long batchBytes, long lingerNanos, Packing packing) {
        this.batchSize = batchSize;
        this.batchBytes = batchBytes;
        this.lingerNanos = lingerNanos;
        this.packing = packing;
    }

    /** A lane, or a unit without one, comes into line. */
    void add(Ready ready, long now) {
        ready.readyNanos = now;
        line.addLast(ready);
        lineBytes += ready.bytes();
    }

    /** A unit whose delay is over comes into line. */
    void again(PutUnit unit, long now) {
        unit.readyNanos = now;
        again.addLast(unit);
        lineBytes += unit.bytes();
    }

    /** A request has been answered. */
    void answered(long now) {
        answeredNanos = now;
    }

    /** From now on nothing lingers, or it does again. */
    void flush(boolean on) {
        flushing = on;
    }

    boolean isEmpty() {
        return line.isEmpty() && again.isEmpty();
    }

    /**
     * Whether a request should go now.
     *
     * @param underWay whether another request of the stream is
     */
    boolean isDue(long now, boolean underWay) {
        return !isEmpty() && (isFull() || flushing || now - dueNanos(underWay) >= 0);
    }

    /** How long until a request should go if nothing happens meanwhile; only when the line is not empty. */
    long nanosUntilDue(long now, boolean underWay) {
        return isDue(now, underWay) ? 0 : dueNanos(underWay) - now;
    }

    private boolean isFull() {
        return line.size() + again.size() >= batchSize || lineBytes >= batchBytes;
    }

    private long dueNanos(boolean underWay) {
        if (again.isEmpty()) {
            return lineDueNanos(underWay);
        }
        long ready = again.getFirst().readyNanos;
        long idleDue = ready - answeredNanos > 0 ? ready : answeredNanos + lingerNanos;
        long due = underWay ? ready + PATIENCE_LINGERS * lingerNanos : idleDue;
        if (line.isEmpty()) {
            return due;
        }
        long lineDue = lineDueNanos(underWay);
        return due - lineDue > 0 ? lineDue : due;
    }

    private long lineDueNanos(boolean underWay) {
        Ready first = line.getFirst();
        return underWay ? first.readyNanos + PATIENCE_LINGERS * lingerNanos : first.sinceNanos() + lingerNanos;
    }

    /** The next request, what is sent again first: the longest part of the line that fits, at least one unit. */
    List<PutUnit> take() {
        List<PutUnit> batch = new ArrayList<>(Math.min(line.size() + again.size(), batchSize));
        long bytes = 0;
        while (!isEmpty() && batch.size() < batchSize) {
            ArrayDeque<? extends Ready> from = again.isEmpty() ? line : again;
            Ready next = from.getFirst();
            if (!batch.isEmpty() && bytes + next.bytes() > batchBytes) {
                break;
            }
            from.removeFirst();
            lineBytes -= next.bytes();
            PutUnit unit = unitOf(next, batchBytes - bytes);
            bytes += unit.bytes();
            batch.add(unit);
        }
        return batch;
    }

    private PutUnit unitOf(Ready next, long room) {
        if (next instanceof KeyLane lane) {
            lane.ready = false;
            lane.out = true;
            return packing.pack(lane, room);
        }
        return (PutUnit) next;
    }
}
