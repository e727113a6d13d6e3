// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;

/**
 * Decides how many of the waiting records of a shard are delivered together. It looks at each record once and takes none:
 * what does not make a batch yet goes on waiting.
 */
final class RecordBatcher {

    private final BatchSettings settings;
    private final boolean on;
    private final int mostRecords;

    /** Records from the head of those that wait that belong to the batch that is being gathered. */
    private int gathered;

    private long payloadBytes;
    private long memoryBytes;
    private boolean full;

    /** @param checkpointLimit bound of a batch of which no size is given */
    RecordBatcher(BatchSettings settings, int checkpointLimit) {
        this.settings = settings;
        this.on = settings.isOn();
        this.mostRecords = settings.size() > 0 ? settings.size() : checkpointLimit;
    }

    /** Whether records are delivered together at all. */
    boolean isOn() {
        return on;
    }

    /**
     * How many of the waiting records make the next delivery; 0 when more must arrive first.
     *
     * @param waiting not empty
     * @param mostMemory most memory of a batch of several records
     * @param now monotonic time in nanoseconds
     * @param nothingMore whether what waits is all that can be had
     */
    int next(WaitingRecords waiting, long mostMemory, long now, boolean nothingMore) {
        if (!on) {
            return 1;
        }
        while (!full && gathered < waiting.parts()) {
            gather(waiting.get(gathered), mostMemory);
        }
        return full || nothingMore || isDue(waiting, now) ? gathered : 0;
    }

    private void gather(StreamRecord next, long mostMemory) {
        int bytes = next.data().length;
        long memory = next.memoryBytes();
        if (gathered > 0 && (isTooLong(payloadBytes + bytes) || memoryBytes + memory > mostMemory)) {
            full = true;
            return;
        }
        gathered++;
        payloadBytes += bytes;
        memoryBytes += memory;
        full = gathered >= mostRecords
                || (settings.bytes() > 0 && payloadBytes == settings.bytes())
                || isTooLong(payloadBytes)
                || (settings.byRecord() && next.closesBatch());
    }

    private boolean isTooLong(long payload) {
        return settings.bytes() > 0 && payload > settings.bytes();
    }

    private boolean isDue(WaitingRecords waiting, long now) {
        Duration period = settings.period();
        return !period.isZero() && now - waiting.sinceNanos() >= period.toNanos();
    }

    /** How long until what waits is delivered even if nothing more comes; -1 when that has no bound, or is no question. */
    long nanosUntilDue(WaitingRecords waiting, long now) {
        if (!on || settings.period().isZero() || full || waiting.isEmpty()) {
            return -1;
        }
        return Math.max(0, settings.period().toNanos() - (now - waiting.sinceNanos()));
    }

    /** Memory of the waiting records that {@link #next} has counted; of the first one when they are delivered singly. */
    long memoryBytes(WaitingRecords waiting) {
        return on ? memoryBytes : waiting.peek().memoryBytes();
    }

    /** Records that {@link #next} has counted. */
    int gathered() {
        return gathered;
    }

    /** What was gathered does not wait any more. */
    void reset() {
        gathered = 0;
        payloadBytes = 0;
        memoryBytes = 0;
        full = false;
    }
}
