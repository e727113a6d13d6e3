// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import java.time.Duration;

/** What happens to one call of a lease store. */
public sealed interface LeaseFault {

    /** It goes well. */
    record None() implements LeaseFault {}

    /** It never reaches the table; the caller hears of a time-out after so long. */
    record RequestLost(Duration timeout) implements LeaseFault {}

    /** It is done, but the caller hears of a time-out after so long. */
    record ReplyLost(Duration timeout) implements LeaseFault {}

    /** The caller hears of a time-out after so long; the write reaches the table only after {@code arrival}. */
    record LateWrite(Duration timeout, Duration arrival) implements LeaseFault {}

    /** It is done at once, the answer takes so long. */
    record LateReply(Duration delay) implements LeaseFault {}

    /** The table refuses the call unread, as it does when it is throttled. */
    record Rejected() implements LeaseFault {}

    LeaseFault NONE = new None();

    /** Decides the fate of each call. */
    @FunctionalInterface
    interface Plan {
        LeaseFault next(LeaseOperation operation);

        /** Nothing goes wrong. */
        Plan NO_FAULTS = operation -> NONE;
    }
}
