package io.camelkinesis.engine.produce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what the next request of a stream holds, and when it goes. Pure: the time is an argument.
 *
 * <p>A request goes when it is full, or when it holds something that is sent again, whose delay has been long enough. Else,
 * while no request is under way, the first in line goes {@code linger} after it was handed over, so that others can join it.
 * While one is under way it waits for the answer, which will make the lanes of its records ready: many keys at a steady rate
 * then fill their requests, instead of sending a few records each time linger is over. That wait ends after
 * {@value #PATIENCE_LINGERS} lingers in any case.
 */
final class PutBatcher {

    private static final int PATIENCE_LINGERS = 10;

    private final int batchSize;
    private final long batchBytes;
    private final long lingerNanos;
    private final Packing packing;
    private final ArrayDeque<Ready> line = new ArrayDeque<>();
    private long lineBytes;
    private int urgent;
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

    /** A unit whose delay is over comes into line, and does not linger. */
    void again(PutUnit unit, long now) {
        add(unit, now);
        urgent++;
    }

    /** From now on nothing lingers, or it does again. */
    void flush(boolean on) {
        flushing = on;
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    /**
     * Whether a request should go now.
     *
     * @param underWay whether another request of the stream is
     */
    boolean isDue(long now, boolean underWay) {
        return !line.isEmpty() && (isFull() || urgent > 0 || flushing || now - dueNanos(underWay) >= 0);
    }

    /** How long until a request should go if nothing happens meanwhile; only when the line is not empty. */
    long nanosUntilDue(long now, boolean underWay) {
        return isDue(now, underWay) ? 0 : dueNanos(underWay) - now;
    }

    private boolean isFull() {
        return line.size() >= batchSize || lineBytes >= batchBytes;
    }

    private long dueNanos(boolean underWay) {
        Ready first = line.getFirst();
        return underWay ? first.readyNanos + PATIENCE_LINGERS * lingerNanos : first.sinceNanos() + lingerNanos;
    }

    /** The next request: the longest part of the line that fits, at least one unit. */
    List<PutUnit> take() {
        List<PutUnit> batch = new ArrayList<>(Math.min(line.size(), batchSize));
        long bytes = 0;
        while (!line.isEmpty() && batch.size() < batchSize) {
            Ready next = line.getFirst();
            if (!batch.isEmpty() && bytes + next.bytes() > batchBytes) {
                break;
            }
            line.removeFirst();
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
        PutUnit unit = (PutUnit) next;
        if (unit.attempts > 0) {
            urgent--;
        }
        return unit;
    }
}
