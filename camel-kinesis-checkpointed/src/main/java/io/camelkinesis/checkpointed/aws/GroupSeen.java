// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.GroupStart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of a group as it was read.
 *
 * @param text the stored StartPosition, letter by letter; null when there is none
 * @param start what it means; null when the group has not begun
 * @param readAt when, by the clock of the service
 */
public record GroupSeen(@Nullable String text, @Nullable GroupStart start, Instant readAt) {}
