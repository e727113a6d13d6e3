// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import java.time.Instant;

/** Where in a shard reading begins. */
public sealed interface Position {

    /** The oldest record that the stream still keeps. */
    record TrimHorizon() implements Position {}

    /** Only records that arrive from now on. Never stored: a group resolves it once to {@link AtTimestamp}. */
    record Latest() implements Position {}

    /** The first record that arrived at or after this time. */
    record AtTimestamp(Instant time) implements Position {}

    /** The record behind this one; behind a user record of an aggregate: the next user record. */
    record After(SequenceNumber sequence) implements Position {}

    Position TRIM_HORIZON = new TrimHorizon();
    Position LATEST = new Latest();
}
