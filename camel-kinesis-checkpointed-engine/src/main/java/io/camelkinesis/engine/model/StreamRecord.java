// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import java.time.Instant;
import java.util.BitSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One record of a shard, as a route gets it.
 *
 * @param sequence its place in the shard
 * @param partitionKey the key its producer gave it
 * @param data the payload, byte for byte; owned by this record, not copied
 * @param arrival approximate arrival time as the service tells it; {@link #NO_ARRIVAL} when it does not
 * @param encryptionType as the service tells it ({@code NONE}, {@code KMS}), null when it does not
 * @param closesBatch whether it is the last of its batch, if there are batches
 * @param packing how it came
 */
public record StreamRecord(
        SequenceNumber sequence,
        String partitionKey,
        byte[] data,
        Instant arrival,
        @Nullable String encryptionType,
        boolean closesBatch,
        Packing packing) {

    /** What a record costs in memory beside payload and key: objects, sequence number, queue entry. */
    private static final int OVERHEAD_BYTES = 256;

    /** The longest partition key, in characters. */
    private static final int LONGEST_KEY = 256;

    /** Arrival of a record of which the service tells none. It is never too old. */
    public static final Instant NO_ARRIVAL = Instant.EPOCH;

    /** The most that {@link #memoryBytes} counts beside the payload, of a record that is no aggregate. */
    public static final int MOST_OVERHEAD_BYTES = OVERHEAD_BYTES + 2 * LONGEST_KEY;

    /** A record as it was read: nothing is known about batches and aggregates yet. */
    public StreamRecord(
            SequenceNumber sequence,
            String partitionKey,
            byte[] data,
            Instant arrival,
            @Nullable String encryptionType) {
        this(sequence, partitionKey, data, arrival, encryptionType, false, Packing.SINGLE);
    }

    private StreamRecord with(boolean closing, Packing otherPacking) {
        return new StreamRecord(sequence, partitionKey, data, arrival, encryptionType, closing, otherPacking);
    }

    /** The same record as the last of its batch. */
    public StreamRecord closingBatch() {
        return with(true, packing);
    }

    /**
     * The same record, the last of its batch if the predicate says so; of an aggregate, those user records of which it says
     * so.
     *
     * @param closes gets what a route would get
     */
    public StreamRecord closingBatchWhere(Predicate<StreamRecord> closes) {
        if (!(packing instanceof Packing.Packed packed)) {
            return closes.test(this) ? closingBatch() : this;
        }
        BitSet closing = new BitSet();
        for (int i = 0; i < parts(); i++) {
            closing.set(i, closes.test(part(i)));
        }
        return with(false, new Packing.Packed(packed.aggregate(), closing));
    }

    /** This record, whose payload is an aggregate. */
    public StreamRecord packed(Aggregate aggregate) {
        return with(false, new Packing.Packed(aggregate, new BitSet()));
    }

    /** Whether it is known to have arrived before that time. */
    public boolean arrivedBefore(Instant time) {
        return !arrival.equals(NO_ARRIVAL) && arrival.isBefore(time);
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
                packed.closing().get(position),
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
        long payload = packing instanceof Packing.Packed packed ? packed.memoryBytes() : data.length;
        return payload + 2L * partitionKey.length() + OVERHEAD_BYTES;
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "StreamRecord[" + sequence + ", " + data.length + " bytes]";
    }
}
