// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;

/**
 * What all shards of a worker together may hold: bytes of records from their fetch until they are done
 * ({@code receiveBufferBytes}), and records that wait for delivery ({@code receiveQueueSize}).
 *
 * <p>A fetch first asks for room for the largest answer it may get, waits in line until there is room, and afterwards
 * settles for what came. When more came than it had asked for and there is no room for that, it drops what came and asks
 * again, for enough. Requests are served in the order in which they came, so that every shard gets its turn. A request
 * for more than the whole is served when nothing else is held.
 *
 * <p>What waits can be given back when another shard needs the room; what is in a window cannot. So the windows never get
 * all of it: room for one answer is left, half of the rest is for whoever comes, and the other half is divided, an equal part
 * for each shard. A single delivery is let into an empty window whatever its size, as it is held in any case.
 */
public final class ReceiveBudget {

    /** Reads of fewer records cost more than their waiting in line. */
    private static final int SMALLEST_READ = 500;

    /** What the largest answer to the smallest read may need. */
    private static final long LARGEST_READ_BYTES =
            FetchPace.LARGEST_ANSWER_BYTES + (long) SMALLEST_READ * StreamRecord.MOST_OVERHEAD_BYTES;

    private final long totalBytes;
    private final int totalRecords;
    /** Half of what windows may hold. */
    private final long halfForWindows;

    private final ArrayDeque<Request> queue = new ArrayDeque<>();
    private long heldBytes;
    private long windowBytes;
    private long heldRecords;
    private int shards;
    /** A shard's part of the half that is divided. */
    private long windowPart;

    public ReceiveBudget(long totalBytes, int totalRecords) {
        this.totalBytes = totalBytes;
        this.totalRecords = totalRecords;
        this.halfForWindows = (totalBytes - Math.min(LARGEST_READ_BYTES, totalBytes / 2)) / 2;
        this.windowPart = halfForWindows;
    }

    /** Room that was asked for; granted at once or later. */
    final class Request {
        private final int wanted;
        private final int bytesPerRecord;
        private final Runnable granted;
        private long bytes;
        private int records;
        private boolean holds;

        private Request(long bytes, int bytesPerRecord, int wanted, Runnable granted) {
            this.bytes = bytes;
            this.bytesPerRecord = bytesPerRecord;
            this.wanted = wanted;
            this.granted = granted;
        }

        /** For how many records there is room: as many as were wanted, or fewer; 0 before it is granted. */
        int records() {
            return records;
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

    /**
     * Asks for room.
     *
     * @param bytes largest payload of all records together
     * @param bytesPerRecord what each record may need beside that
     * @param records how many records are wanted; perhaps there is room for fewer
     * @param granted called as soon as there is room, perhaps before this returns
     */
    Request request(long bytes, int bytesPerRecord, int records, Runnable granted) {
        Request request =
                new Request(Math.min(bytes, totalBytes), bytesPerRecord, Math.min(records, totalRecords), granted);
        queue.addLast(request);
        serve();
        return request;
    }

    /**
     * Records do not wait any more: they have been let into a window.
     *
     * @param bytes what they take there
     * @param waited what was held for them while they waited: for a user record nothing, because it is a copy and its
     *     aggregate waits until the last one is taken, and with that one all of it
     * @param records how many wait less; an aggregate is one
     */
    void admitted(long bytes, long waited, int records) {
        windowBytes += bytes;
        heldBytes += bytes - waited;
        heldRecords -= records;
        serve();
    }

    /** Records in a window are done, or nobody's any more. */
    void done(long bytes) {
        windowBytes -= bytes;
        heldBytes -= bytes;
        serve();
    }

    /** Records that waited are given back. */
    void dropped(long bytes, int records) {
        heldBytes -= bytes;
        heldRecords -= records;
        serve();
    }

    /**
     * Whether a shard may let this much into its window.
     *
     * @param held what its window holds, not 0
     */
    boolean windowAdmits(long held, long bytes) {
        return held + bytes <= windowPart || windowBytes + bytes <= halfForWindows;
    }

    /** The largest batch, in bytes, for which there is room in an empty window. */
    long largestDelivery() {
        return Math.max(windowPart, halfForWindows - windowBytes);
    }

    /** One shard more shares this. */
    void join() {
        shards++;
        divide();
    }

    /** One shard less shares this. */
    void leave() {
        shards--;
        divide();
    }

    private void divide() {
        windowPart = halfForWindows / Math.max(shards, 1);
    }

    /** Records that a shard may have waiting, so that all can read while some wait for delivery. */
    int fairRecords() {
        int fair = Math.max(totalRecords / (2 * Math.max(shards, 1)), SMALLEST_READ);
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
        while (!queue.isEmpty()) {
            Request request = queue.getFirst();
            int records = grantable(request);
            if (records < 0) {
                return;
            }
            queue.removeFirst();
            request.holds = true;
            request.records = records;
            request.bytes = promise(request, records);
            heldBytes += request.bytes;
            heldRecords += records;
            request.granted.run();
        }
    }

    /**
     * For how many records there is room: for half of those that are free, so that the next in line gets something too, but
     * for no fewer than are worth a read; -1 when there is not even room for these.
     */
    private int grantable(Request request) {
        int free = (int) (totalRecords - heldRecords);
        int least = Math.min(request.wanted, SMALLEST_READ);
        if (free < least || heldBytes + promise(request, least) > totalBytes) {
            return -1;
        }
        long fitting = request.bytesPerRecord == 0
                ? request.wanted
                : (totalBytes - heldBytes - request.bytes) / request.bytesPerRecord;
        return (int) Math.max(least, Math.min(fitting, Math.min(request.wanted, free / 2)));
    }

    private long promise(Request request, int records) {
        return Math.min(totalBytes, request.bytes + (long) records * request.bytesPerRecord);
    }
}
