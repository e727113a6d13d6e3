package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fetched records of a shard that wait to be admitted to the window, in order. */
final class WaitingRecords {

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int size;
    private long memoryBytes;
    private long taken;

    /** @param nanos when they came, on the monotonic clock */
    void add(List<StreamRecord> records, long millisBehindLatest, long nanos) {
        if (records.isEmpty()) {
            return;
        }
        Chunk chunk = new Chunk(records, millisBehindLatest, nanos);
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

    /** Records that have been taken from here, ever. */
    long taken() {
        return taken;
    }

    /** The next record, still waiting. */
    StreamRecord peek() {
        return chunks.getFirst().get(0);
    }

    /** The record that waits behind so many others, still waiting. */
    StreamRecord get(int before) {
        int index = before;
        for (Chunk chunk : chunks) {
            if (index < chunk.size()) {
                return chunk.get(index);
            }
            index -= chunk.size();
        }
        throw new IndexOutOfBoundsException(before + " of " + size);
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
        StreamRecord record = chunk.poll();
        if (chunk.size() == 0) {
            chunks.removeFirst();
        }
        size--;
        taken++;
        memoryBytes -= record.memoryBytes();
        return record;
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
        memoryBytes = 0;
    }

    /** What is left of one read: what has been taken is let go, as its memory is not counted any more. */
    private static final class Chunk {
        private final @Nullable StreamRecord[] records;
        private final long millisBehindLatest;
        private final long nanos;
        private final long memoryBytes;
        private int head;

        private Chunk(List<StreamRecord> read, long millisBehindLatest, long nanos) {
            this.records = read.toArray(new StreamRecord[0]);
            this.millisBehindLatest = millisBehindLatest;
            this.nanos = nanos;
            long bytes = 0;
            for (StreamRecord record : read) {
                bytes += record.memoryBytes();
            }
            this.memoryBytes = bytes;
        }

        private int size() {
            return records.length - head;
        }

        private StreamRecord get(int index) {
            StreamRecord record = records[head + index];
            if (record == null) {
                throw new IllegalStateException("Record " + index + " was taken");
            }
            return record;
        }

        private StreamRecord poll() {
            StreamRecord record = get(0);
            records[head++] = null;
            return record;
        }
    }
}
