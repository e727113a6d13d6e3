// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a reset leads to. */
sealed interface ResetTarget {

    /** Reading starts at this position; LATEST is resolved to the time of the reset. */
    record Start(Position position) implements ResetTarget {}

    /** Reading goes on behind this record. */
    record Behind(SequenceNumber checkpoint) implements ResetTarget {}

    /** The words of the command line. */
    enum Kind {
        HORIZON,
        LATEST,
        TIMESTAMP,
        SEQUENCE
    }

    Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

    /**
     * What the command line means.
     *
     * @param value what follows the options, null when nothing does
     * @param now the present time, which no position may lie behind
     */
    static ResetTarget of(Kind kind, @Nullable String value, Instant now) {
        boolean needsValue = kind == Kind.TIMESTAMP || kind == Kind.SEQUENCE;
        if (needsValue != (value != null)) {
            throw ToolException.usage(
                    needsValue
                            ? "--to timestamp and --to sequence need a VALUE"
                            : "VALUE '" + value + "' has no meaning with --to horizon and --to latest");
        }
        return switch (kind) {
            case HORIZON -> new Start(Position.TRIM_HORIZON);
            case LATEST -> new Start(Position.LATEST);
            case TIMESTAMP -> new Start(new Position.AtTimestamp(past(time(value), now)));
            case SEQUENCE -> new Behind(sequence(value));
        };
    }

    /** A time as ISO-8601 with a zone, or milliseconds since 1970. */
    static Instant time(String text) {
        try {
            return MILLIS.matcher(text).matches()
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ToolException.usage("'" + text + "' is no time: ISO-8601 with a zone such as 2026-05-01T00:00:00Z, or"
                    + " milliseconds since 1970");
        }
    }

    private static Instant past(Instant time, Instant now) {
        if (time.isAfter(now)) {
            throw ToolException.usage(time + " lies in the future, it is " + now + " now");
        }
        return time;
    }

    private static SequenceNumber sequence(String text) {
        int dot = text.indexOf('.');
        try {
            return dot < 0
                    ? SequenceNumber.of(text)
                    : SequenceNumber.of(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            throw ToolException.usage(
                    "'" + text + "' is no sequence number: 1 to 128 digits, and for one user record of"
                            + " an aggregate a dot and its place from 0");
        }
    }
}
