// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps the books: what was put, what entered the route, what came out of it. Safe for many threads. */
final class Ledger {

    /**
     * What happened to one record.
     *
     * @param put whether it was put by this program
     * @param reads how often it entered the route
     * @param completions how often it came to the end of the route
     */
    record Entry(boolean put, int reads, int completions) {

        private static final Entry NONE = new Entry(false, 0, 0);
    }

    private final SortedMap<Place, Entry> entries = new TreeMap<>();
    private int completed;

    synchronized void put(Place place) {
        Entry entry = entry(place);
        entries.put(place, new Entry(true, entry.reads, entry.completions));
    }

    synchronized void read(Place place) {
        Entry entry = entry(place);
        entries.put(place, new Entry(entry.put, entry.reads + 1, entry.completions));
    }

    synchronized void completed(Place place) {
        Entry entry = entry(place);
        entries.put(place, new Entry(entry.put, entry.reads, entry.completions + 1));
        if (entry.completions == 0) {
            completed++;
        }
        notifyAll();
    }

    private Entry entry(Place place) {
        return entries.getOrDefault(place, Entry.NONE);
    }

    /** Records that have completed, each counted once. */
    synchronized int completed() {
        return completed;
    }

    /** Waits until so many records have completed; false if nothing more completes for that long. */
    synchronized boolean awaitCompleted(int wanted, Duration patience) throws InterruptedException {
        long lastMove = System.nanoTime();
        int last = completed;
        while (completed < wanted) {
            long left = patience.toMillis() - (System.nanoTime() - lastMove) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
            if (completed > last) {
                last = completed;
                lastMove = System.nanoTime();
            }
        }
        return true;
    }

    /** A copy, in the order of shards and sequence numbers. */
    synchronized SortedMap<Place, Entry> entries() {
        return new TreeMap<>(entries);
    }
}
