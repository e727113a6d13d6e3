// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** Where a consumer group begins to read a stream; decided once, at its first start, and stored in the lease table. */
public enum StartPosition {
    /** With the oldest record that the stream still keeps. */
    TRIM_HORIZON,
    /** With the first record that arrives after the first start of the group. */
    LATEST,
    /** With the first record that arrived at or after {@code startTimestamp}. */
    AT_TIMESTAMP
}
