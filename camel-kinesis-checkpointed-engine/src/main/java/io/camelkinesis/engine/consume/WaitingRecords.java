// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetched records of a shard that wait to be admitted to the window, in order. An aggregate waits in one piece: its user
 * records are made as they are looked at, because together they may need many times its memory.
 */
final class WaitingRecords {

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int size;
    private int parts;
    private long memoryBytes;
    private long taken;

    /** @param nanos when they came, on the monotonic clock */
    void add(List<StreamRecord> records, long millisBehindLatest, long nanos) {
        add(records, 0, millisBehindLatest, nanos);
    }

    /**
     * @param firstPart how many user records of the first record are not wanted
     * @param nanos when they came, on the monotonic clock
     */
    void add(List<StreamRecord> records, int firstPart, long millisBehindLatest, long nanos) {
        if (records.isEmpty()) {
            return;
        }
        Chunk chunk = new Chunk(records, firstPart, millisBehindLatest, nanos);
        chunks.addLast(chunk);
        size += records.size();
        parts += chunk.parts();
        memoryBytes += chunk.memoryBytes;
    }

    boolean isEmpty() {
        return parts == 0;
    }

    /** How many there are as the service counts, an aggregate as one until its last user record is taken. */
    int size() {
        return size;
    }

    /** How many there are as a route counts, each user record of an aggregate as one. */
    int parts() {
        return parts;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** Records that have been taken from here, ever, as the service counts. */
    long taken() {
        return taken;
    }

    /** The next record, still waiting. */
    StreamRecord peek() {
        return chunks.getFirst().peek();
    }

    /** The record that waits behind so many others, still waiting. */
    StreamRecord get(int before) {
        int index = before;
        for (Chunk chunk : chunks) {
            if (index < chunk.parts()) {
                return chunk.get(index);
            }
            index -= chunk.parts();
        }
        throw new IndexOutOfBoundsException(before + " of " + parts);
    }

    /** Lag of the shard when the next record was read. */
    long millisBehindLatest() {
        return chunks.getFirst().millisBehindLatest;
    }

    /** When the next record came, on the monotonic clock. */
    long sinceNanos() {
        return chunks.getFirst().nanos;
    }

    /** The next record, waiting no longer. */
    StreamRecord poll() {
        Chunk chunk = chunks.getFirst();
        StreamRecord next = chunk.peek();
        StreamRecord gone = chunk.advance();
        if (chunk.parts() == 0) {
            chunks.removeFirst();
        }
        parts--;
        if (gone != null) {
            size--;
            taken++;
            memoryBytes -= gone.memoryBytes();
        }
        return next;
    }

    /** The next records, waiting no longer. */
    List<StreamRecord> poll(int count) {
        StreamRecord[] records = new StreamRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = poll();
        }
        return List.of(records);
    }

    void clear() {
        chunks.clear();
        size = 0;
        parts = 0;
        memoryBytes = 0;
    }

    /** What is left of one read: what has been taken is let go, as its memory is not counted any more. */
    private static final class Chunk {
        private final @Nullable StreamRecord[] records;
        /** How many parts come before each record, and in all; null where each record is one part. */
        private final int @Nullable [] partsBefore;

        private final int allParts;
        private final long millisBehindLatest;
        private final long nanos;
        private final long memoryBytes;
        private int head;
        private @Nullable StreamRecord next;

        private Chunk(List<StreamRecord> read, int firstPart, long millisBehindLatest, long nanos) {
            this.records = read.toArray(new StreamRecord[0]);
            this.millisBehindLatest = millisBehindLatest;
            this.nanos = nanos;
            this.head = firstPart;
            int[] before = new int[read.size() + 1];
            long bytes = 0;
            for (int i = 0; i < read.size(); i++) {
                bytes += read.get(i).memoryBytes();
                before[i + 1] = Math.addExact(before[i], read.get(i).parts());
            }
            this.memoryBytes = bytes;
            this.allParts = before[read.size()];
            this.partsBefore = allParts == read.size() ? null : before;
        }

        private int parts() {
            return allParts - head;
        }

        private StreamRecord get(int index) {
            int part = head + index;
            int place = recordOf(part);
            StreamRecord record = records[place];
            if (record == null) {
                throw new IllegalStateException("Record " + index + " was taken");
            }
            return record.part(partsBefore == null ? 0 : part - partsBefore[place]);
        }

        private int recordOf(int part) {
            if (partsBefore == null) {
                return part;
            }
            int found = Arrays.binarySearch(partsBefore, part);
            return found >= 0 ? found : -found - 2;
        }

        private StreamRecord peek() {
            if (next == null) {
                next = get(0);
            }
            return next;
        }

        /** Goes on behind what {@link #peek} told; returns the fetched record of which nothing is left, null if some is. */
        private @Nullable StreamRecord advance() {
            int place = recordOf(head);
            next = null;
            head++;
            if (partsBefore != null && head < partsBefore[place + 1]) {
                return null;
            }
            StreamRecord gone = records[place];
            records[place] = null;
            return gone;
        }
    }
}
