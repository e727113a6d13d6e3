// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that is tried again and again and does not succeed.
 *
 * @param since for how long: since the first failure that no success followed
 * @param failures how often in a row it has failed
 * @param lastError what it failed with last, null when there was no more than a refusal
 * @param errorAge how long ago that was
 */
public record Trouble(Duration since, int failures, @Nullable Throwable lastError, Duration errorAge) {}
