// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not go on.
 *
 * @param where the shard, {@code orders/shardId-000000000000}, or the stream
 * @param what what it is, as the middle of a sentence
 * @param since for how long
 * @param error the last error, null when there is none
 */
record Stall(StallReason reason, String where, String what, @Nullable Duration since, @Nullable Throwable error) {

    /** All of it in one line, for people. */
    String text(Instant now) {
        StringBuilder text = new StringBuilder(where).append(": ").append(what);
        if (since != null) {
            text.append(", since ")
                    .append(at(since, now))
                    .append(" (")
                    .append(since.toSeconds())
                    .append(" s)");
        }
        if (error != null) {
            text.append(", last error ").append(ErrorText.of(error));
        }
        return ErrorText.line(text.append(". To do: ").append(reason.advice()).toString());
    }

    /** When that was, to the second. */
    static String at(Duration ago, Instant now) {
        return now.minus(ago).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
