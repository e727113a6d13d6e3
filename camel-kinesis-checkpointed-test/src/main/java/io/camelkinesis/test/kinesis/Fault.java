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
     * The records as always, but neither an iterator to go on with nor child shards, whether the shard is closed or not. For
     * {@link Operation#GET_RECORDS}.
     */
    record NextIteratorMissing() implements Fault {}

    /** The records as always, with the iterator that they were read with to go on. For {@link Operation#GET_RECORDS}. */
    record SameIterator() implements Fault {}

    /** An answer without any field. For {@link Operation#GET_RECORDS}. */
    record EmptyAnswer() implements Fault {}

    /**
     * The records without what they need not have: no arrival time, no data where there are no bytes, and a lag of -1. For
     * {@link Operation#GET_RECORDS}.
     */
    record FieldsMissing() implements Fault {}

    /**
     * An answer that is not of the service, as a proxy gives one; nothing is done. The HTTP face sends it as it is; the SDK
     * interfaces throw what the SDK makes of one that it cannot read: an exception without a code or message of the service.
     *
     * @param status HTTP status
     * @param contentType header Content-Type
     * @param body what comes as the body
     */
    record RawAnswer(int status, String contentType, String body) implements Fault {}

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
    /** See {@link NextIteratorMissing}. */
    Fault NEXT_ITERATOR_MISSING = new NextIteratorMissing();
    /** See {@link SameIterator}. */
    Fault SAME_ITERATOR = new SameIterator();
    /** See {@link EmptyAnswer}. */
    Fault EMPTY_ANSWER = new EmptyAnswer();
    /** See {@link FieldsMissing}. */
    Fault FIELDS_MISSING = new FieldsMissing();

    /** See {@link SubscriptionSilent}. */
    Fault SUBSCRIPTION_SILENT = new SubscriptionSilent();
    /** See {@link SubscriptionBroken}. */
    Fault SUBSCRIPTION_BROKEN = new SubscriptionBroken();

    /** Whether there is such a fault of this operation. */
    default boolean canHappenTo(Operation operation) {
        if (this instanceof IteratorExpired
                || this instanceof EmptyRead
                || this instanceof NextIteratorMissing
                || this instanceof SameIterator
                || this instanceof EmptyAnswer
                || this instanceof FieldsMissing) {
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
