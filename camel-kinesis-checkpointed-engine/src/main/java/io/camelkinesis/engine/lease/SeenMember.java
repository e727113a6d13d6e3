// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Member;

/**
 * A member of the fleet as this worker saw it last.
 *
 * @param row its row
 * @param isAlive whether its heartbeat moves
 * @param isSelf whether it is this worker
 */
public record SeenMember(Member row, boolean isAlive, boolean isSelf) {}
