// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Decides, by a seed, what happens to each call. The same seed and the same calls in the same order give the same
 * faults. A plan belongs to one {@link InMemoryKinesis}, which asks it under its lock.
 */
public final class FaultPlan {

    private final SplittableRandom random;
    private final Map<Fault, Double> chances;
    private final double rejection;
    private final Set<Operation> operations;
    private long left;

    private FaultPlan(Builder builder) {
        random = new SplittableRandom(builder.seed);
        chances = new LinkedHashMap<>(builder.chances);
        rejection = builder.rejection;
        operations = EnumSet.copyOf(builder.operations);
        left = builder.most;
    }

    /** A plan without faults. */
    public static FaultPlan none() {
        return seeded(0).build();
    }

    /**
     * A plan to be filled in.
     *
     * @param seed the seed
     */
    public static Builder seeded(long seed) {
        return new Builder(seed);
    }

    /**
     * Every kind of fault with the same chance, on reads, writes and ListShards.
     *
     * @param seed the seed
     * @param chance of each kind per call, and of each record of PutRecords to be refused
     */
    public static FaultPlan everything(long seed, double chance) {
        return seeded(seed)
                .requestLost(chance)
                .replyLost(chance)
                .throttled(chance)
                .internalFailure(chance)
                .iteratorExpired(chance)
                .emptyRead(chance)
                .nextIteratorMissing(chance)
                .sameIterator(chance)
                .emptyAnswer(chance)
                .recordRejected(chance)
                .build();
    }

    /**
     * What happens to the next call.
     *
     * @param operation the call
     * @param entries how many records it carries; 0 for all but the puts
     */
    Fault next(Operation operation, int entries) {
        if (left == 0 || !operations.contains(operation)) {
            return Fault.NONE;
        }
        Fault fault = draw(operation, entries);
        if (fault != Fault.NONE) {
            left--;
        }
        return fault;
    }

    private Fault draw(Operation operation, int entries) {
        double point = random.nextDouble();
        for (Map.Entry<Fault, Double> chance : chances.entrySet()) {
            if (!chance.getKey().canHappenTo(operation)) {
                continue;
            }
            if (point < chance.getValue()) {
                return chance.getKey();
            }
            point -= chance.getValue();
        }
        return operation == Operation.PUT_RECORDS && rejection > 0 ? rejections(entries) : Fault.NONE;
    }

    private Fault rejections(int entries) {
        Set<Integer> indexes = new HashSet<>();
        for (int i = 0; i < entries; i++) {
            if (random.nextDouble() < rejection) {
                indexes.add(i);
            }
        }
        if (indexes.isEmpty()) {
            return Fault.NONE;
        }
        List<Fault.Reason> reasons = List.of(Fault.Reason.values());
        return new Fault.RecordsRejected(indexes, reasons.get(random.nextInt(reasons.size())));
    }

    /** Fills in a plan. A chance is between 0 and 1, per call; what is not named does not happen. */
    public static final class Builder {

        private final long seed;
        private final Map<Fault, Double> chances = new LinkedHashMap<>();
        private double rejection;
        private long most = Long.MAX_VALUE;
        private Set<Operation> operations = EnumSet.of(
                Operation.LIST_SHARDS,
                Operation.GET_SHARD_ITERATOR,
                Operation.GET_RECORDS,
                Operation.SUBSCRIBE_TO_SHARD,
                Operation.PUT_RECORD,
                Operation.PUT_RECORDS);

        private Builder(long seed) {
            this.seed = seed;
        }

        /** Chance of {@link Fault.RequestLost}. */
        public Builder requestLost(double chance) {
            return with(Fault.REQUEST_LOST, chance);
        }

        /** Chance of {@link Fault.ReplyLost}. */
        public Builder replyLost(double chance) {
            return with(Fault.REPLY_LOST, chance);
        }

        /** Chance of {@link Fault.Throttled}. */
        public Builder throttled(double chance) {
            return with(Fault.THROTTLED, chance);
        }

        /** Chance of {@link Fault.InternalFailure}. */
        public Builder internalFailure(double chance) {
            return with(Fault.INTERNAL_FAILURE, chance);
        }

        /** Chance of {@link Fault.IteratorExpired}, per GetRecords. */
        public Builder iteratorExpired(double chance) {
            return with(Fault.ITERATOR_EXPIRED, chance);
        }

        /** Chance of {@link Fault.EmptyRead}, per GetRecords. */
        public Builder emptyRead(double chance) {
            return with(Fault.EMPTY_READ, chance);
        }

        /** Chance of {@link Fault.NextIteratorMissing}, per GetRecords. */
        public Builder nextIteratorMissing(double chance) {
            return with(Fault.NEXT_ITERATOR_MISSING, chance);
        }

        /** Chance of {@link Fault.SameIterator}, per GetRecords. */
        public Builder sameIterator(double chance) {
            return with(Fault.SAME_ITERATOR, chance);
        }

        /** Chance of {@link Fault.EmptyAnswer}, per GetRecords. */
        public Builder emptyAnswer(double chance) {
            return with(Fault.EMPTY_ANSWER, chance);
        }

        /** Chance of {@link Fault.FieldsMissing}, per GetRecords. */
        public Builder fieldsMissing(double chance) {
            return with(Fault.FIELDS_MISSING, chance);
        }

        /** Chance of this answer, per call. */
        public Builder rawAnswer(Fault.RawAnswer answer, double chance) {
            return with(answer, chance);
        }

        /** Chance of {@link Fault.SubscriptionSilent}, per SubscribeToShard. */
        public Builder subscriptionSilent(double chance) {
            return with(Fault.SUBSCRIPTION_SILENT, chance);
        }

        /** Chance of {@link Fault.SubscriptionBroken}, per SubscribeToShard. */
        public Builder subscriptionBroken(double chance) {
            return with(Fault.SUBSCRIPTION_BROKEN, chance);
        }

        /** Chance of each single record of a PutRecords call to be refused. */
        public Builder recordRejected(double chance) {
            rejection = checked(chance);
            return this;
        }

        /** The operations that faults happen to; reads, writes and ListShards when not said. */
        public Builder only(Operation first, Operation... others) {
            operations = EnumSet.of(first, others);
            return this;
        }

        /** After so many faults there are no more: what is tested then must come to an end. */
        public Builder atMost(long faults) {
            if (faults < 0) {
                throw new IllegalArgumentException("The number of faults is at least 0, not " + faults);
            }
            most = faults;
            return this;
        }

        private Builder with(Fault fault, double chance) {
            chances.put(fault, checked(chance));
            return this;
        }

        private static double checked(double chance) {
            if (!(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException("A chance is between 0 and 1, not " + chance);
            }
            return chance;
        }

        /** The plan. The chances of the kinds that can happen to one call must not add up to more than 1. */
        public FaultPlan build() {
            double sum =
                    chances.values().stream().mapToDouble(Double::doubleValue).sum();
            if (sum > 1) {
                throw new IllegalArgumentException("The chances add up to " + sum + "; at most 1 is possible");
            }
            return new FaultPlan(this);
        }
    }
}
