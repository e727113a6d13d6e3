package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetched records of a shard that wait to be admitted to the window, in order. An aggregate waits as one record, in one
 * piece: its user records are made as they are taken, because together they may need many times its memory.
 */
final class WaitingRecords {

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int size;
    private long memoryBytes;

    void add(List<StreamRecord> records, long millisBehindLatest) {
        add(records, 0, millisBehindLatest);
    }

    /** @param firstPart how many user records of the first record are not wanted */
    void add(List<StreamRecord> records, int firstPart, long millisBehindLatest) {
        if (records.isEmpty()) {
            return;
        }
        Chunk chunk = new Chunk(records, firstPart, millisBehindLatest);
        chunks.addLast(chunk);
        size += records.size();
        memoryBytes += chunk.memoryBytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How many there are, an aggregate counted as one until its last user record is taken. */
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
        StreamRecord next = chunk.peek();
        StreamRecord gone = chunk.advance();
        if (chunk.isEmpty()) {
            chunks.removeFirst();
        }
        if (gone != null) {
            size--;
            memoryBytes -= gone.memoryBytes();
        }
        return next;
    }

    void clear() {
        chunks.clear();
        size = 0;
        memoryBytes = 0;
    }

    /** What is left of one read: what has been taken is let go, as its memory is not counted any more. */
    private static final class Chunk {
        private final ArrayDeque<StreamRecord> records;
        private int part;
        private @Nullable StreamRecord next;
        private final long millisBehindLatest;
        private final long memoryBytes;

        private Chunk(List<StreamRecord> records, int firstPart, long millisBehindLatest) {
            this.records = new ArrayDeque<>(records);
            this.part = firstPart;
            this.millisBehindLatest = millisBehindLatest;
            long bytes = 0;
            for (StreamRecord record : records) {
                bytes += record.memoryBytes();
            }
            this.memoryBytes = bytes;
        }

        private StreamRecord peek() {
            if (next == null) {
                next = records.getFirst().part(part);
            }
            return next;
        }

        /** Goes on behind what {@link #peek} told; returns the fetched record of which nothing is left, null if some is. */
        private @Nullable StreamRecord advance() {
            next = null;
            part++;
            if (part < records.getFirst().parts()) {
                return null;
            }
            part = 0;
            return records.removeFirst();
        }

        private boolean isEmpty() {
            return records.isEmpty();
        }
    }
}
