// SPDX-License-Identifier: Apache-2.0
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
 * @param epoch fencing token: grows at each claim, mostly by one; 0 before the first
 * @param sequenceText the stored SequenceNumber attribute, letter by letter, null when there is none; garbage is kept,
 *     because a write must be able to say "as I saw it"
 * @param subSequence the stored SubSequenceNumber, null when there is none
 * @param aggregateText the stored AggregateSequenceNumber, letter by letter: the record that {@code subSequence} lies
 *     in; null when there is none, then it lies in {@code sequenceText}
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
        @Nullable String aggregateText,
        List<String> parents,
        boolean ended,
        @Nullable String leaseTimeout,
        @Nullable Position startPosition) {

    public Lease {
        parents = List.copyOf(parents);
    }

    /** A lease without AggregateSequenceNumber and without a start position of its own. */
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
        this(shard, stored, owner, epoch, sequenceText, subSequence, null, parents, ended, leaseTimeout, null);
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

    /**
     * The last record that is known to be done, null when there is none or the stored text is no number. What lies inside
     * an aggregate counts until another program, which knows no aggregates, has stored a number behind it.
     */
    public @Nullable SequenceNumber checkpoint() {
        SequenceNumber stored = number(sequenceText);
        if (subSequence == null || subSequence < 0 || subSequence == Long.MAX_VALUE) {
            return stored;
        }
        SequenceNumber aggregate = aggregateText == null ? stored : number(aggregateText);
        if (aggregate == null) {
            return stored;
        }
        SequenceNumber inside = aggregate.part(subSequence);
        boolean passed = aggregateText != null && stored != null && stored.compareTo(inside) > 0;
        return passed ? stored : inside;
    }

    /** Up to where all records of the service are done, aggregates included; null when that is not known. */
    private @Nullable String wholeText() {
        return subSequence != null && aggregateText == null ? null : sequenceText;
    }

    private static @Nullable SequenceNumber number(@Nullable String text) {
        try {
            return text == null ? null : SequenceNumber.of(text);
        } catch (IllegalArgumentException garbage) {
            return null;
        }
    }

    /** This lease after {@code clientId} has claimed it under the next epoch. */
    public Lease claimedBy(String clientId, String timeout) {
        return claimedBy(clientId, epoch + 1, timeout);
    }

    /** This lease after {@code clientId} has claimed it under that epoch. */
    public Lease claimedBy(String clientId, long claimedEpoch, String timeout) {
        return new Lease(
                shard,
                true,
                clientId,
                claimedEpoch,
                sequenceText,
                subSequence,
                aggregateText,
                parents,
                false,
                timeout,
                startPosition);
    }

    /** This lease after a checkpoint has been stored, below which no whole record is known. */
    public Lease committedAt(SequenceNumber sequence, String timeout) {
        return committedAt(sequence, null, timeout);
    }

    /**
     * This lease after a checkpoint has been stored. One inside an aggregate leaves SequenceNumber at the last whole record:
     * a program that knows no aggregates goes on behind that, and would miss what is left of the aggregate otherwise.
     *
     * @param whole the last whole record before a checkpoint inside an aggregate, null when it is not known
     */
    public Lease committedAt(SequenceNumber sequence, @Nullable SequenceNumber whole, String timeout) {
        if (!sequence.isPartial()) {
            return new Lease(
                    shard, true, owner, epoch, sequence.digits(), null, null, parents, ended, timeout, startPosition);
        }
        String before = whole == null ? wholeText() : whole.digits();
        return new Lease(
                shard,
                true,
                owner,
                epoch,
                before,
                sequence.subSequence(),
                sequence.digits(),
                parents,
                ended,
                timeout,
                startPosition);
    }

    /** This lease after its owner has given it back. */
    public Lease released() {
        return new Lease(
                shard,
                true,
                null,
                epoch,
                sequenceText,
                subSequence,
                aggregateText,
                parents,
                ended,
                null,
                startPosition);
    }

    /** This lease after its owner has consumed the shard to its end. */
    public Lease consumed() {
        return new Lease(
                shard, true, null, epoch, sequenceText, subSequence, aggregateText, parents, true, null, startPosition);
    }
}
