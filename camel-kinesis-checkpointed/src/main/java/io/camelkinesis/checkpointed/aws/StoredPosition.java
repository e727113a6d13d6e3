// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the lease table writes a position that is no checkpoint: {@code TRIM_HORIZON}, or {@code AT_TIMESTAMP} and the time. */
public final class StoredPosition {

    private static final String TRIM_HORIZON = "TRIM_HORIZON";
    private static final String AT_TIMESTAMP = "AT_TIMESTAMP ";

    private StoredPosition() {}

    /** The position that is meant, null when none is. */
    public static @Nullable Position of(String text) {
        if (text.equals(TRIM_HORIZON)) {
            return Position.TRIM_HORIZON;
        }
        Instant time = text.startsWith(AT_TIMESTAMP) ? Item.instant(text.substring(AT_TIMESTAMP.length())) : null;
        return time == null ? null : new Position.AtTimestamp(time);
    }

    /**
     * The text of a position.
     *
     * @throws IllegalArgumentException if it is neither TRIM_HORIZON nor AT_TIMESTAMP
     */
    public static String text(Position position) {
        if (position instanceof Position.TrimHorizon) {
            return TRIM_HORIZON;
        }
        if (position instanceof Position.AtTimestamp at) {
            return AT_TIMESTAMP + at.time();
        }
        throw new IllegalArgumentException(
                "A group begins at TRIM_HORIZON, LATEST or AT_TIMESTAMP, not at " + position);
    }
}
