// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A record, or an aggregate, that has been sent and that the service has not accepted so far.
 *
 * @param stream name or ARN
 * @param records how many records wait for it, more than one for an aggregate
 * @param attempts requests that have carried it
 * @param since how long ago the first of these was sent
 * @param lastCode the code with which it was rejected last; null when it was not, or when its last request failed
 * @param lastCause what its last request failed with; null when none did, or when it was answered
 */
public record UndeliveredPut(
        String stream,
        int records,
        int attempts,
        Duration since,
        @Nullable String lastCode,
        @Nullable Throwable lastCause) {

    /** Whether a request for it was answered with a rejection or failed; false while the first is under way. */
    public boolean hasFailed() {
        return lastCode != null || lastCause != null;
    }
}
