// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.Arrays;

/**
 * The records of a shard in their order. A record has a counter, 1 for the first; positions are counters, so that
 * nothing is ever searched but times, and these by halving.
 */
final class ShardLog {

    private static final int INITIAL = 16;

    private Entry[] entries = new Entry[INITIAL];
    private int head;
    private int size;
    private long first = 1;
    private long bytes;

    /** Counter of the oldest record kept, or of the next one when none is. */
    long first() {
        return first;
    }

    /** Counter that the next record will get. */
    long next() {
        return first + size;
    }

    long bytes() {
        return bytes;
    }

    long append(Entry entry) {
        if (head + size == entries.length) {
            makeRoom();
        }
        entries[head + size] = entry;
        size++;
        bytes += entry.size();
        return next() - 1;
    }

    private void makeRoom() {
        if (head > entries.length / 2) {
            System.arraycopy(entries, head, entries, 0, size);
            Arrays.fill(entries, size, head + size, null);
        } else {
            entries = Arrays.copyOfRange(entries, head, head + Math.max(INITIAL, size * 2));
        }
        head = 0;
    }

    /** The record with that counter, which must be at least {@link #first} and below {@link #next}. */
    Entry get(long counter) {
        return entries[head + (int) (counter - first)];
    }

    /** Arrival of the newest record kept, or {@code otherwise} when none is. */
    long lastArrival(long otherwise) {
        return size == 0 ? otherwise : entries[head + size - 1].arrivalMillis();
    }

    /** Counter of the first record that arrived at or after that time; {@link #next} when there is none. */
    long firstAtOrAfter(long millis) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries[head + middle].arrivalMillis() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return first + low;
    }

    /** Forgets the records that arrived before that time. */
    void trimBefore(long millis) {
        if (size == 0 || entries[head].arrivalMillis() >= millis) {
            return;
        }
        int gone = (int) (firstAtOrAfter(millis) - first);
        for (int i = head; i < head + gone; i++) {
            bytes -= entries[i].size();
        }
        Arrays.fill(entries, head, head + gone, null);
        head += gone;
        size -= gone;
        first += gone;
    }
}
