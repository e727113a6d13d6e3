package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;
import java.util.List;

/** Fetched records of a shard that wait to be admitted to the window, in order. */
final class WaitingRecords {

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int size;
    private long memoryBytes;

    void add(List<StreamRecord> records, long millisBehindLatest) {
        if (records.isEmpty()) {
            return;
        }
        Chunk chunk = new Chunk(records, millisBehindLatest);
        chunks.addLast(chunk);
        size += records.size();
        memoryBytes += chunk.memoryBytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** The next record, still waiting. */
    StreamRecord peek() {
        return chunks.getFirst().peek();
    }

    /** Lag of the shard when the next record was read. */
    long millisBehindLatest() {
        return chunks.getFirst().millisBehindLatest;
    }

    /** The next record, waiting no longer. */
    StreamRecord poll() {
        Chunk chunk = chunks.getFirst();
        StreamRecord record = chunk.poll();
        if (chunk.isEmpty()) {
            chunks.removeFirst();
        }
        size--;
        memoryBytes -= record.memoryBytes();
        return record;
    }

    void clear() {
        chunks.clear();
        size = 0;
        memoryBytes = 0;
    }

    /** What is left of one read: what has been taken is let go, as its memory is not counted any more. */
    private static final class Chunk {
        private final ArrayDeque<StreamRecord> records;
        private final long millisBehindLatest;
        private final long memoryBytes;

        private Chunk(List<StreamRecord> records, long millisBehindLatest) {
            this.records = new ArrayDeque<>(records);
            this.millisBehindLatest = millisBehindLatest;
            long bytes = 0;
            for (StreamRecord record : records) {
                bytes += record.memoryBytes();
            }
            this.memoryBytes = bytes;
        }

        private StreamRecord peek() {
            return records.getFirst();
        }

        private StreamRecord poll() {
            return records.removeFirst();
        }

        private boolean isEmpty() {
            return records.isEmpty();
        }
    }
}
