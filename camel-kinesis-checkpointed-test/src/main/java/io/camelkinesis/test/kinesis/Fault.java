// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.Set;

/** What happens to a call. */
public sealed interface Fault {

    /** Nothing: the call does what it should. */
    record None() implements Fault {}

    /** The request never arrives: nothing is done, the caller gets no answer. */
    record RequestLost() implements Fault {}

    /** The request is done, but the caller gets no answer. */
    record ReplyLost() implements Fault {}

    /** Refused, nothing is done: ProvisionedThroughputExceeded for reads and writes, LimitExceeded for the rest. */
    record Throttled() implements Fault {}

    /** The service fails with status 500, nothing is done. */
    record InternalFailure() implements Fault {}

    /** The shard iterator is refused as too old. For {@link Operation#GET_RECORDS}. */
    record IteratorExpired() implements Fault {}

    /** No records, although there may be some, and an iterator to go on with. For {@link Operation#GET_RECORDS}. */
    record EmptyRead() implements Fault {}

    /**
     * The subscription is made and sends one event, and then nothing any more, neither records nor an end. For
     * {@link Operation#SUBSCRIBE_TO_SHARD}.
     */
    record SubscriptionSilent() implements Fault {}

    /**
     * The subscription is made and sends one event, and then fails. For {@link Operation#SUBSCRIBE_TO_SHARD}.
     */
    record SubscriptionBroken() implements Fault {}

    /**
     * Some records of the call are refused, the others stored. For {@link Operation#PUT_RECORDS}.
     *
     * @param indexes positions in the call, from 0; those beyond its end count for nothing
     * @param reason what the answer says of them
     */
    record RecordsRejected(Set<Integer> indexes, Reason reason) implements Fault {
        public RecordsRejected {
            indexes = Set.copyOf(indexes);
        }
    }

    /** Why a record of PutRecords was refused. */
    enum Reason {
        THROTTLED,
        INTERNAL_FAILURE
    }

    /** See {@link None}. */
    Fault NONE = new None();
    /** See {@link RequestLost}. */
    Fault REQUEST_LOST = new RequestLost();
    /** See {@link ReplyLost}. */
    Fault REPLY_LOST = new ReplyLost();
    /** See {@link Throttled}. */
    Fault THROTTLED = new Throttled();
    /** See {@link InternalFailure}. */
    Fault INTERNAL_FAILURE = new InternalFailure();
    /** See {@link IteratorExpired}. */
    Fault ITERATOR_EXPIRED = new IteratorExpired();
    /** See {@link EmptyRead}. */
    Fault EMPTY_READ = new EmptyRead();

    /** See {@link SubscriptionSilent}. */
    Fault SUBSCRIPTION_SILENT = new SubscriptionSilent();
    /** See {@link SubscriptionBroken}. */
    Fault SUBSCRIPTION_BROKEN = new SubscriptionBroken();

    /** Whether there is such a fault of this operation. */
    default boolean canHappenTo(Operation operation) {
        if (this instanceof IteratorExpired || this instanceof EmptyRead) {
            return operation == Operation.GET_RECORDS;
        }
        if (this instanceof SubscriptionSilent || this instanceof SubscriptionBroken) {
            return operation == Operation.SUBSCRIBE_TO_SHARD;
        }
        return !(this instanceof RecordsRejected) || operation == Operation.PUT_RECORDS;
    }

    /** Refuses the records at these positions of a PutRecords call as throttled. */
    static Fault rejecting(Integer... indexes) {
        return new RecordsRejected(Set.of(indexes), Reason.THROTTLED);
    }
}
