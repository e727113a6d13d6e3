package io.camelkinesis.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record of a shard, as a route gets it.
 *
 * @param sequence its place in the shard
 * @param partitionKey the key its producer gave it
 * @param data the payload, byte for byte; owned by this record, not copied
 * @param arrival approximate arrival time as the service tells it
 * @param encryptionType as the service tells it ({@code NONE}, {@code KMS}), null when it does not
 * @param closesBatch whether it is the last of its batch, if there are batches
 */
public record StreamRecord(
        SequenceNumber sequence,
        String partitionKey,
        byte[] data,
        Instant arrival,
        @Nullable String encryptionType,
        boolean closesBatch) {

    /** What a record costs in memory beside payload and key: objects, sequence number, queue entry. */
    private static final int OVERHEAD_BYTES = 256;

    /** The longest partition key, in characters. */
    private static final int LONGEST_KEY = 256;

    /** The most that {@link #memoryBytes} counts beside the payload. */
    public static final int MOST_OVERHEAD_BYTES = OVERHEAD_BYTES + 2 * LONGEST_KEY;

    /** A record as it was read: nothing is known about batches yet. */
    public StreamRecord(
            SequenceNumber sequence,
            String partitionKey,
            byte[] data,
            Instant arrival,
            @Nullable String encryptionType) {
        this(sequence, partitionKey, data, arrival, encryptionType, false);
    }

    /** The same record as the last of its batch. */
    public StreamRecord closingBatch() {
        return new StreamRecord(sequence, partitionKey, data, arrival, encryptionType, true);
    }

    /** Memory that this record is counted with against {@code receiveBufferBytes}. */
    public long memoryBytes() {
        return (long) data.length + 2L * partitionKey.length() + OVERHEAD_BYTES;
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "StreamRecord[" + sequence + ", " + data.length + " bytes]";
    }
}
