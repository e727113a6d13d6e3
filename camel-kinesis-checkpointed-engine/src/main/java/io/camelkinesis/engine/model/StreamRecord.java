package io.camelkinesis.engine.model;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
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
 * @param packing how it came
 */
public record StreamRecord(
        SequenceNumber sequence,
        String partitionKey,
        byte[] data,
        Instant arrival,
        @Nullable String encryptionType,
        Packing packing) {

    /** What a record costs in memory beside payload and key: objects, sequence number, queue entry. */
    private static final int OVERHEAD_BYTES = 256;

    /** A record that came by itself. */
    public StreamRecord(
            SequenceNumber sequence,
            String partitionKey,
            byte[] data,
            Instant arrival,
            @Nullable String encryptionType) {
        this(sequence, partitionKey, data, arrival, encryptionType, Packing.SINGLE);
    }

    /** This record, whose payload is an aggregate. */
    public StreamRecord packed(Aggregate aggregate) {
        return new StreamRecord(sequence, partitionKey, data, arrival, encryptionType, new Packing.Packed(aggregate));
    }

    /** How many records a route gets of it: as many as the aggregate holds, or 1. */
    public int parts() {
        return packing instanceof Packing.Packed packed ? packed.aggregate().size() : 1;
    }

    /**
     * What a route gets of it: a user record of the aggregate, made anew at each call, or this record.
     *
     * @param position from 0 to {@link #parts()} - 1
     */
    public StreamRecord part(int position) {
        if (!(packing instanceof Packing.Packed packed)) {
            return this;
        }
        UserRecord user = packed.aggregate().get(position);
        boolean last = position == packed.aggregate().size() - 1;
        return new StreamRecord(
                sequence.part(position),
                user.partitionKey(),
                user.data(),
                arrival,
                encryptionType,
                new Packing.Unpacked(user.explicitHashKey(), last));
    }

    /** The checkpoint that says that this record and all before it are done. */
    public SequenceNumber checkpoint() {
        return packing instanceof Packing.Unpacked unpacked && unpacked.last() ? sequence.whole() : sequence;
    }

    /** The hash key that its producer gave beside the key, null when it gave none or the service does not tell. */
    public @Nullable String explicitHashKey() {
        return packing instanceof Packing.Unpacked unpacked ? unpacked.explicitHashKey() : null;
    }

    /** Memory that this record is counted with against {@code receiveBufferBytes}. */
    public long memoryBytes() {
        long payload =
                packing instanceof Packing.Packed packed ? packed.aggregate().memoryBytes() : data.length;
        return payload + 2L * partitionKey.length() + OVERHEAD_BYTES;
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "StreamRecord[" + sequence + ", " + data.length + " bytes]";
    }
}
