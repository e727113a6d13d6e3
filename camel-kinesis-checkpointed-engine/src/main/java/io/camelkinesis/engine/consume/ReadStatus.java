// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reading of a shard at one moment.
 *
 * @param sinceAsked how long ago the last read was sent; before the first, how long ago reading began
 * @param sinceRead how long ago a read was last answered, with records or without; null before the first
 * @param unanswered for how long reads have brought nothing but failures, or no answer: from the start of the first of
 *     them; null when the last was answered and none is under way
 * @param failures reads in a row that failed
 * @param isThrottled whether the last of these was throttled
 * @param isGone whether the service said at the last of these that it does not know the shard
 * @param lastError what the last failure of the present row was; null when there is none
 * @param errorAge how long ago that was
 */
public record ReadStatus(
        Duration sinceAsked,
        @Nullable Duration sinceRead,
        @Nullable Duration unanswered,
        int failures,
        boolean isThrottled,
        boolean isGone,
        @Nullable Throwable lastError,
        @Nullable Duration errorAge) {

    /**
     * For how long reads are known to bring nothing: as {@link #unanswered}, but without the pause that has followed the last
     * failure. Nobody has tried in it.
     */
    @Nullable
    Duration tried() {
        return unanswered != null && errorAge != null && errorAge.compareTo(sinceAsked) <= 0
                ? unanswered.minus(errorAge)
                : unanswered;
    }
}
