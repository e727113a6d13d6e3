package io.camelkinesis.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored row of a shard, as far as it makes sense. A shard that has no row yet is {@link #absent}.
 *
 * <p>It is data only: what a worker saw of it and when is a sighting, what a worker may do under it is a term.
 *
 * @param shard the shard
 * @param stored whether a row exists
 * @param owner client id of the worker that holds it, null when free
 * @param epoch fencing token: grows by one at each claim; 0 before the first
 * @param sequenceText the stored SequenceNumber attribute, letter by letter, null when there is none; garbage is kept,
 *     because a write must be able to say "as I saw it"
 * @param subSequence the stored SubSequenceNumber, null when there is none
 * @param parents names of the parent shards as stored at the first claim
 * @param ended whether the shard has been consumed to its end
 * @param leaseTimeout the stored LeaseTimeout, letter by letter; written for people and other programs, it decides
 *     nothing but whether a foreign owner still moves
 * @param startPosition where reading begins while there is no checkpoint, {@link Position.TrimHorizon} or {@link
 *     Position.AtTimestamp}, as a reset of the shard wrote it; null: where lineage and group say
 */
public record Lease(
        ShardId shard,
        boolean stored,
        @Nullable String owner,
        long epoch,
        @Nullable String sequenceText,
        @Nullable Long subSequence,
        List<String> parents,
        boolean ended,
        @Nullable String leaseTimeout,
        @Nullable Position startPosition) {

    public Lease {
        parents = List.copyOf(parents);
    }

    /** A lease without a start position of its own. */
    public Lease(
            ShardId shard,
            boolean stored,
            @Nullable String owner,
            long epoch,
            @Nullable String sequenceText,
            @Nullable Long subSequence,
            List<String> parents,
            boolean ended,
            @Nullable String leaseTimeout) {
        this(shard, stored, owner, epoch, sequenceText, subSequence, parents, ended, leaseTimeout, null);
    }

    /** The lease of a shard that has no row. */
    public static Lease absent(Shard shard) {
        return new Lease(shard.id(), false, null, 0, null, null, shard.parents(), false, null);
    }

    public boolean isFree() {
        return owner == null && !ended;
    }

    /** Whether this worker holds the lease under this epoch. */
    public boolean isHeldBy(String clientId, long heldEpoch) {
        return clientId.equals(owner) && epoch == heldEpoch && !ended;
    }

    /** The last record that is known to be done, null when there is none or the stored text is no number. */
    public @Nullable SequenceNumber checkpoint() {
        if (sequenceText == null) {
            return null;
        }
        try {
            return subSequence == null || subSequence < 0
                    ? SequenceNumber.of(sequenceText)
                    : SequenceNumber.of(sequenceText, subSequence);
        } catch (IllegalArgumentException garbage) {
            return null;
        }
    }

    /** This lease after {@code clientId} has claimed it. */
    public Lease claimedBy(String clientId, String timeout) {
        return new Lease(
                shard, true, clientId, epoch + 1, sequenceText, subSequence, parents, false, timeout, startPosition);
    }

    /** This lease after a checkpoint has been stored. */
    public Lease committedAt(SequenceNumber sequence, String timeout) {
        Long sub = sequence.isPartial() ? (Long) sequence.subSequence() : null;
        return new Lease(shard, true, owner, epoch, sequence.digits(), sub, parents, ended, timeout, startPosition);
    }

    /** This lease after its owner has given it back. */
    public Lease released() {
        return new Lease(shard, true, null, epoch, sequenceText, subSequence, parents, ended, null, startPosition);
    }

    /** This lease after its owner has consumed the shard to its end. */
    public Lease consumed() {
        return new Lease(shard, true, null, epoch, sequenceText, subSequence, parents, true, null, startPosition);
    }
}
