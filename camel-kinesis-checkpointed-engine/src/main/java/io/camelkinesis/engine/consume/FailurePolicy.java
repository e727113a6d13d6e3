// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of records that the route has failed, or that are too old for it.
 *
 * @param onFailure what becomes of a failed delivery
 * @param replayDelay delay before the first replay; doubles with each further one
 * @param maxReplayDelay what that delay grows to
 * @param maxReplays replays before {@code afterMaxReplays} applies; {@link #FOR_EVER}: no bound
 * @param maxRecordAge records that arrived longer ago, by the service's clock against this worker's, are not delivered,
 *     at first or again, but treated as {@code afterMaxReplays} says, whatever {@code onFailure} is; null: of any age
 * @param afterMaxReplays what follows the last replay, and what becomes of records that are too old; not
 *     {@link OnFailure#REPLAY}
 * @param batchOnFailure what comes before all that when a batch of several records has failed
 */
public record FailurePolicy(
        OnFailure onFailure,
        Duration replayDelay,
        Duration maxReplayDelay,
        int maxReplays,
        @Nullable Duration maxRecordAge,
        OnFailure afterMaxReplays,
        BatchOnFailure batchOnFailure) {

    /** The number of replays is not bounded. */
    public static final int FOR_EVER = -1;

    public FailurePolicy {
        if (afterMaxReplays == OnFailure.REPLAY) {
            throw new IllegalArgumentException("afterMaxReplays is what follows replays: SKIP, STOP or DEAD_LETTER");
        }
        if (maxReplays < FOR_EVER) {
            throw new IllegalArgumentException("maxReplays is at least 0, or -1 for no bound, not " + maxReplays);
        }
    }

    /** The same whatever the age of records, the number of replays and the size of a delivery. */
    public static FailurePolicy of(OnFailure onFailure, Duration replayDelay, Duration maxReplayDelay) {
        return new FailurePolicy(
                onFailure, replayDelay, maxReplayDelay, FOR_EVER, null, OnFailure.SKIP, BatchOnFailure.WHOLE);
    }
}
