package io.camelkinesis.engine.consume;

import java.util.ArrayDeque;

/**
 * What all shards of a worker together may hold: bytes of records from their fetch until they are done
 * ({@code receiveBufferBytes}), and records that wait for delivery ({@code receiveQueueSize}).
 *
 * <p>A fetch first asks for room for the largest answer it may get, waits in line until there is room, and afterwards
 * settles for what came. When more came than it had asked for and there is no room for that, it drops what came and asks
 * again, for enough. Requests are served in the order in which they came, so that every shard gets its turn. A request
 * for more than the whole is served when nothing else is held.
 */
public final class ReceiveBudget {

    /** Reads of fewer records cost more than their waiting in line. */
    private static final int SMALLEST_FAIR_PART = 500;

    private final long totalBytes;
    private final int totalRecords;
    private final ArrayDeque<Request> queue = new ArrayDeque<>();
    private long heldBytes;
    private long heldRecords;
    private int shards;

    public ReceiveBudget(long totalBytes, int totalRecords) {
        this.totalBytes = totalBytes;
        this.totalRecords = totalRecords;
    }

    /** Room that was asked for; granted at once or later. */
    final class Request {
        private final long bytes;
        private final int records;
        private final Runnable granted;
        private boolean holds;

        private Request(long bytes, int records, Runnable granted) {
            this.bytes = bytes;
            this.records = records;
            this.granted = granted;
        }

        /** Whether there is room for an answer of this size; there always is when this has the whole. */
        boolean covers(long actualBytes) {
            return actualBytes <= bytes || bytes == totalBytes || heldBytes - bytes + actualBytes <= totalBytes;
        }

        /** The fetch is over and brought this much, which is held until it is given back. */
        void settle(long actualBytes, int actualRecords) {
            if (!holds) {
                throw new IllegalStateException("Only what was granted can be settled");
            }
            holds = false;
            heldBytes += actualBytes - bytes;
            heldRecords += actualRecords - records;
            serve();
        }

        /** The fetch will not happen. No effect after it was settled. */
        void cancel() {
            if (holds) {
                settle(0, 0);
            } else if (queue.remove(this)) {
                serve();
            }
        }
    }

    /** Asks for room; {@code granted} is called as soon as there is room, perhaps before this returns. */
    Request request(long bytes, int records, Runnable granted) {
        Request request = new Request(Math.min(bytes, totalBytes), Math.min(records, totalRecords), granted);
        queue.addLast(request);
        serve();
        return request;
    }

    /** Records do not wait any more: they have been delivered, or dropped. */
    void delivered(int records) {
        heldRecords -= records;
        serve();
    }

    /** Bytes are not held any more: the records are done, or dropped. */
    void free(long bytes) {
        heldBytes -= bytes;
        serve();
    }

    /** One shard more shares this. */
    void join() {
        shards++;
    }

    /** One shard less shares this. */
    void leave() {
        shards--;
    }

    /** Records that a shard may ask for at once, so that all can read while some wait for delivery. */
    int fairRecords() {
        int fair = Math.max(totalRecords / (2 * Math.max(shards, 1)), SMALLEST_FAIR_PART);
        return Math.min(fair, totalRecords);
    }

    /** Whether a shard waits for room now. */
    public boolean isShort() {
        return !queue.isEmpty();
    }

    /** Bytes that are held or promised now. */
    public long heldBytes() {
        return heldBytes;
    }

    /** Records that wait for delivery, or for which room is promised, now. */
    public long heldRecords() {
        return heldRecords;
    }

    private void serve() {
        while (!queue.isEmpty() && fits(queue.getFirst())) {
            Request request = queue.removeFirst();
            request.holds = true;
            heldBytes += request.bytes;
            heldRecords += request.records;
            request.granted.run();
        }
    }

    private boolean fits(Request request) {
        return heldBytes + request.bytes <= totalBytes && heldRecords + request.records <= totalRecords;
    }
}
