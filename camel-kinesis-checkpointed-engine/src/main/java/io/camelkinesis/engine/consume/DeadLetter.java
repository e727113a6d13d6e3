// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.runtime.GiveUpReason;

/**
 * Why records go to the dead letter endpoint.
 *
 * @param reason why they are not tried again
 * @param attempts how often this worker has delivered them to the route; 0 when they were too old for the first time
 * @param lastError what the last of these failed with; a {@link RecordTooOldException} when there was none
 */
public record DeadLetter(GiveUpReason reason, int attempts, Throwable lastError) {}
