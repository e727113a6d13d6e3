// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for records that are handed over and not done: {@code maxPendingRecords} and {@code maxPendingBytes}. Whoever finds
 * room takes it on its own thread; else it stands in line on the loop, and then nobody passes it. A record larger than the whole
 * is let in when there is no other.
 */
final class PendingRoom {

    /**
     * A record that waits for room.
     *
     * @param place completed when it is let in; whoever waits may cancel it before, and then the record is out of the line
     * @param entered to be run when it is let in
     */
    record Waiting(long bytes, CompletableFuture<Void> place, Runnable entered) {}

    private final int maxRecords;
    private final long maxBytes;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private boolean serving;
    private boolean doorsOpen;
    /** Records in line, or on their way into it. */
    private final AtomicLong waiting = new AtomicLong();

    PendingRoom(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Takes room if there is some and nobody waits for it. Any thread. */
    boolean tryEnter(long size) {
        return waiting.get() == 0 && take(size);
    }

    private boolean take(long size) {
        return takePlace() && (takeBytes(size) || !givePlaceBack());
    }

    private boolean takePlace() {
        long held = records.get();
        while (held < maxRecords) {
            if (records.compareAndSet(held, held + 1)) {
                return true;
            }
            held = records.get();
        }
        return false;
    }

    private boolean takeBytes(long size) {
        long held = bytes.get();
        while (held == 0 || held + size <= maxBytes) {
            if (bytes.compareAndSet(held, held + size)) {
                return true;
            }
            held = bytes.get();
        }
        return false;
    }

    private boolean givePlaceBack() {
        records.decrementAndGet();
        return true;
    }

    /** Nobody passes the caller from now on; to be followed by {@link #enterLater} on the loop. Any thread. */
    void announce() {
        waiting.incrementAndGet();
    }

    /** Stands in line. On the loop. */
    void enterLater(Waiting record) {
        line.addLast(record);
        serve();
    }

    /** Somebody in line does not wait any more. On the loop. */
    void forgetWithdrawn() {
        int before = line.size();
        line.removeIf(record -> record.place().isCancelled());
        waiting.addAndGet(line.size() - before);
        serve();
    }

    /** A record is done. On the loop. */
    void leave(long size) {
        records.decrementAndGet();
        bytes.addAndGet(-size);
        serve();
    }

    private void serve() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            letIn();
        } finally {
            serving = false;
        }
    }

    private void letIn() {
        while (!line.isEmpty() && (doorsOpen || take(line.getFirst().bytes()))) {
            Waiting next = line.removeFirst();
            waiting.decrementAndGet();
            if (doorsOpen) {
                records.incrementAndGet();
                bytes.addAndGet(next.bytes());
            }
            if (next.place().complete(null)) {
                next.entered().run();
            } else {
                records.decrementAndGet();
                bytes.addAndGet(-next.bytes());
            }
        }
    }

    /** From now on all in line are let in, whether there is room or not: they are about to be failed. On the loop. */
    void openDoors() {
        doorsOpen = true;
        serve();
    }

    long records() {
        return records.get();
    }

    long bytes() {
        return bytes.get();
    }
}
