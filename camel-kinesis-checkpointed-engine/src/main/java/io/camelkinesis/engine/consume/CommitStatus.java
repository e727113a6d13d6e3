// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints of a shard at one moment.
 *
 * @param unstored for how long there has been a checkpoint that is not stored; null when the last is stored
 * @param sinceStored how long ago a checkpoint was last stored under this lease; null before the first
 * @param failures tries in a row that failed or were not answered
 * @param lastError what the last of these came to; null when there is none
 * @param errorAge how long ago that was
 */
public record CommitStatus(
        @Nullable Duration unstored,
        @Nullable Duration sinceStored,
        int failures,
        @Nullable Throwable lastError,
        @Nullable Duration errorAge) {}
