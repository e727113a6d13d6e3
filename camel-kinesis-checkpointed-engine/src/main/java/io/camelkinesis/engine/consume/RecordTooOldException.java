// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;

/** Records were older than maxRecordAge before they could be delivered for the first time. */
public final class RecordTooOldException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    RecordTooOldException(Instant arrival, Duration maxRecordAge) {
        super("The record arrived at " + arrival + ", longer ago than maxRecordAge=" + maxRecordAge);
    }
}
